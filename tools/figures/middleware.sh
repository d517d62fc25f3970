#!/usr/bin/env bash
# What Swift's middleware costs requests that do not use it: a Torc with all of it on, in turns with one that has only
# the core, both on this machine. Prints torc bench's table; the ratio is the first over the second.
#
#   tools/figures/middleware.sh [CORE]       CORE: the launcher of a checkout that has no middleware yet, as of commit
#                                            d3367f1; without it, this Torc with all that can be off, off
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
core=${1:-$home/torc}
work=$(mktemp -d "${TMPDIR:-/tmp}/torc-middleware.XXXXXX")
stop() {
  "$home/torc" down --data "$work/all" >/dev/null 2>&1 || true
  "$core" down --data "$work/core" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap stop EXIT

# login TORC DATA: the storage URL and a token.
login() {
  local answer
  eval "$("$1" env --data "$2")"
  answer=$(curl -si --max-time 20 -H "X-Auth-User: $ST_USER" -H "X-Auth-Key: $ST_KEY" "$ST_AUTH" | tr -d '\r')
  sed -n 's/^[Xx]-[Ss]torage-[Uu]rl: //p' <<<"$answer"
  sed -n 's/^[Xx]-[Aa]uth-[Tt]oken: //p' <<<"$answer"
}

"$home/torc" up --detach --data "$work/all" --port 0 --s3-port 0 --admin-port 0 \
  --config "$home/tools/figures/middleware.yaml" >"$work/all.log" 2>&1 || { cat "$work/all.log" >&2; exit 1; }
"$core" up --detach --data "$work/core" --port 0 --s3-port 0 --admin-port 0 >"$work/core.log" 2>&1 || { cat "$work/core.log" >&2; exit 1; }
mapfile -t all < <(login "$home/torc" "$work/all")
mapfile -t bare < <(login "$core" "$work/core")
"$home/torc" bench object --url "${all[0]}" --token "${all[1]}" --peer "${bare[0]}" --peer-token "${bare[1]}" \
  --sizes "${SIZES:-4096,65536}" --concurrency "${CONCURRENCY:-64}" --mix 0,100 --duration "${SECONDS_EACH:-6}" \
  --warm-up 3 --rounds "${ROUNDS:-5}"
