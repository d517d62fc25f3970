#!/usr/bin/env bash
# Many runs of torc chaos, one after another: a line a seed, and whether all kept their promises.
#
#   tools/chaos-series.sh FIRST LAST [OPTION OF torc chaos...]       default: --nodes 5 --seconds 60
#
# A run that breaks a promise leaves its output and its folder; the series goes on. Ends with "N of M runs OK".
set -uo pipefail
[ $# -ge 2 ] || { sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 2; }
first=$1 last=$2
shift 2
[ $# -gt 0 ] || set -- --nodes 5 --seconds 60
torc="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/torc"
"$torc" version >/dev/null || exit 1
ok=0
for ((seed = first; seed <= last; seed++)); do
  log=$(mktemp "${TMPDIR:-/tmp}/torc-chaos.XXXXXX")
  "$torc" chaos "$@" --seed "$seed" >"$log" 2>&1
  code=$?
  echo "$(date -u +%H:%M:%S) $(tail -1 "$log")"
  if [ "$code" -eq 0 ]; then
    ok=$((ok + 1))
    rm -f "$log"
  else
    echo "         its output: $log"
  fi
done
echo "$ok of $((last - first + 1)) runs OK"
[ "$ok" -eq $((last - first + 1)) ]
