#!/usr/bin/env bash
# Real input: trees of thousands of real files, in with rclone over S3 and with `swift upload` over Swift, and out over the
# other dialect, every byte compared; then a 5 GiB object by multipart and a 6 GiB object by one Swift PUT. Prints the server's peak memory.
#
#   tools/real-input.sh [--small] [TREE...]     (default: the local Maven repository and /usr/share)
#
# --small leaves the large objects out. Needs rclone, curl, python3 with venv, and room for four times the trees.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
large=yes
if [ "${1:-}" = --small ]; then large=no; shift; fi
trees=("$@")
[ "${#trees[@]}" -gt 0 ] || trees=("$HOME/.m2/repository" /usr/share)
base=$(mktemp -d "${TMPDIR:-/tmp}/torc-real-input.XXXXXX")

"$home/torc" up --detach --data "$base/data" --port 0 --s3-port 0 --admin-port 0 >/dev/null
pid=$(cat "$base/data/torc.pid")
finish() { "$home/torc" down --data "$base/data" >/dev/null 2>&1 || true; rm -rf "$base" "${work:-$base}"; }
trap finish EXIT
eval "$("$home/torc" env --data "$base/data")"
source "$home/tools/clients/lib.sh"
trap finish EXIT

export RCLONE_CONFIG=/dev/null RCLONE_CONFIG_S3_TYPE=s3 RCLONE_CONFIG_S3_PROVIDER=Other RCLONE_CONFIG_S3_REGION="$AWS_DEFAULT_REGION"
export RCLONE_CONFIG_S3_ACCESS_KEY_ID="$AWS_ACCESS_KEY_ID" RCLONE_CONFIG_S3_SECRET_ACCESS_KEY="$AWS_SECRET_ACCESS_KEY"
export RCLONE_CONFIG_S3_ENDPOINT="$AWS_ENDPOINT_URL" RCLONE_CONFIG_S3_UPLOAD_CUTOFF=64Mi RCLONE_CONFIG_S3_CHUNK_SIZE=16Mi
export RCLONE_CONFIG_SW_TYPE=swift RCLONE_CONFIG_SW_AUTH="$ST_AUTH" RCLONE_CONFIG_SW_USER="$ST_USER" RCLONE_CONFIG_SW_KEY="$ST_KEY"
export RCLONE_CONFIG_SW_AUTH_VERSION=1
unset ST_AUTH_VERSION OS_IDENTITY_API_VERSION
# This rclone cannot take a bundle of certificates from the environment; without TLS it needs none.
unset AWS_CA_BUNDLE

memory() { awk '/VmHWM/ {printf "%d", $2 / 1024}' "/proc/$pid/status"; }
say() { printf '%s  (peak memory of the server %s MiB)\n' "$*" "$(memory)"; }

swift="$(dirname "$(python_venv swift 'python-swiftclient[keystone]' python-openstackclient)")/swift"

for tree in "${trees[@]}"; do
  name=$(basename "$tree" | tr -c 'a-z0-9\n' '-')
  # Both clients take the same: regular files, no links, which one follows and the other leaves.
  stage="$base/$name"
  mkdir -p "$stage"
  (cd "$tree" && find . -type f -readable -print0 | tar -cf - --null -T -) | tar -xf - -C "$stage"
  files=$(find "$stage" -type f | wc -l)
  began=$SECONDS
  rclone copy -q --transfers 16 --checkers 16 "$stage" "s3:$name-s3"
  say "$files files of $tree, $(du -sm "$stage" | cut -f1) MiB, in with rclone over S3: $((SECONDS - began)) s"
  rclone check -q --download --one-way --checkers 16 "$stage" "sw:$name-s3"
  say "the same out over Swift, every byte compared"
  began=$SECONDS
  (cd "$stage" && ST_AUTH_VERSION=1.0 "$swift" -q upload --object-threads 16 "$name-swift" .)
  say "in with swift upload: $((SECONDS - began)) s"
  rclone check -q --download --one-way --checkers 16 "$stage" "s3:$name-swift"
  listed=$(ST_AUTH_VERSION=1.0 "$swift" list "$name-swift" | wc -l)
  [ "$listed" -ge "$files" ] || { echo "swift lists $listed of $files names"; exit 1; }
  say "the same out over S3, every byte compared; swift lists $listed names"
  rm -rf "$stage"
done

if [ "$large" = yes ]; then
  # The same bytes each time, made as they are needed.
  stream() { { openssl enc -aes-128-ctr -nosalt -pbkdf2 -pass pass:torc -in /dev/zero 2>/dev/null || true; } | head -c "$1"; }
  five=$((5 * 1024 * 1024 * 1024 + 12345))
  six=$((6 * 1024 * 1024 * 1024))
  rclone mkdir s3:large
  began=$SECONDS
  stream "$five" | rclone rcat -q --s3-chunk-size 64Mi s3:large/five
  say "5 GiB by multipart: $((SECONDS - began)) s"
  login=$(curl -sf -i -H "X-Auth-User: $ST_USER" -H "X-Auth-Key: $ST_KEY" "$ST_AUTH" | tr -d '\r')
  token=$(sed -n 's/^x-auth-token: //Ip' <<<"$login")
  url=$(sed -n 's/^x-storage-url: //Ip' <<<"$login")
  [ "$(curl -sf -H "X-Auth-Token: $token" "$url/large/five" | md5sum)" = "$(stream "$five" | md5sum)" ]
  say "read back through Swift, the same"
  began=$SECONDS
  stream "$six" | curl -sf -T - -H "Content-Length: $six" -H 'Transfer-Encoding:' -H 'Expect:' -H "X-Auth-Token: $token" "$url/large/six"
  say "6 GiB by one PUT: $((SECONDS - began)) s"
  [ "$(rclone cat s3:large/six | md5sum)" = "$(stream "$six" | md5sum)" ]
  say "read back through S3, the same"
fi
echo "1 passed, 0 failed"
