#!/usr/bin/env bash
# rclone's Swift backend, with the login of old and with Keystone's: chunks, checks, copies within, times, ranges,
# purge, and what it can only ask for by headers.
source "$(dirname "$0")/lib.sh"
need rclone rclone
step "version $(rclone version | head -1)"
[[ $AWS_ENDPOINT_URL == https* ]] || unset AWS_CA_BUNDLE
export RCLONE_CONFIG=/dev/null RCLONE_LOW_LEVEL_RETRIES=1 RCLONE_RETRIES=1
# Remotes: v1 and v3 by login, wrong with a password that is not.
export RCLONE_CONFIG_V1_TYPE=swift RCLONE_CONFIG_V1_AUTH="$ST_AUTH" RCLONE_CONFIG_V1_USER="$ST_USER" RCLONE_CONFIG_V1_KEY="$ST_KEY"
export RCLONE_CONFIG_V1_AUTH_VERSION=1
export RCLONE_CONFIG_V3_TYPE=swift RCLONE_CONFIG_V3_AUTH="$OS_AUTH_URL" RCLONE_CONFIG_V3_USER="$OS_USERNAME" RCLONE_CONFIG_V3_KEY="$OS_PASSWORD"
export RCLONE_CONFIG_V3_DOMAIN="$OS_USER_DOMAIN_NAME" RCLONE_CONFIG_V3_TENANT="$OS_PROJECT_NAME"
export RCLONE_CONFIG_V3_TENANT_DOMAIN="$OS_PROJECT_DOMAIN_NAME" RCLONE_CONFIG_V3_AUTH_VERSION=3
export RCLONE_CONFIG_WRONG_TYPE=swift RCLONE_CONFIG_WRONG_AUTH="$ST_AUTH" RCLONE_CONFIG_WRONG_USER="$ST_USER" RCLONE_CONFIG_WRONG_KEY=wrong
export RCLONE_SWIFT_CHUNK_SIZE=1Mi

# Reads all of its input: with grep -q, who writes would die of a closed pipe.
has() { grep "$@" >/dev/null; }
quiet() { "$@" 2>/dev/null; }
chunks() { rclone size --json "$login:$bucket-${login}_segments" | sed 's/.*"count":\([0-9]*\).*/\1/'; }

make_tree "$work/tree"
random_file "$work/tree/large" 3500000
touch -d '2020-02-03T04:05:06.789123456Z' "$work/tree/4k"
quiet rclone lsf wrong: && fail "a wrong password"
through() {
  local login=$1 name="$bucket-$1" to="$1:$bucket-$1"
  step "$login: copy in chunks, check, list"
  rclone mkdir "$to"
  rclone copy "$work/tree" "$to/tree"
  quiet rclone check --download "$work/tree" "$to/tree" || fail "$login: check --download"
  quiet rclone check "$work/tree" "$to/tree" || fail "$login: check of hashes"
  [[ "$(chunks)" == 4 ]] || fail "$login: chunks: $(chunks)"
  [[ "$(rclone lsf -R --files-only "$to/tree" | wc -l)" == 7 ]] || fail "$login: lsf"
  [[ "$(rclone lsf "$to/tree" --dirs-only)" == dir/ ]] || fail "$login: directories"
  rclone lsjson --metadata --hash "$to/tree/4k" >"$work/json-$login"
  grep -q "$(md5sum <"$work/tree/4k" | cut -c1-32)" "$work/json-$login" || fail "$login: lsjson --hash: $(<"$work/json-$login")"
  grep -q '2020-02-03T04:05:06.789123' "$work/json-$login" || fail "$login: the time of a file: $(<"$work/json-$login")"
  [[ "$(rclone lsjson "$to/tree/large" | sed -n 's/.*"Size":\([0-9]*\).*/\1/p')" == 3500000 ]] || fail "$login: the length of a large file"

  step "$login: ranges, streams, without chunks"
  rclone cat --offset 1048500 --count 200 "$to/tree/large" | cmp -s - <(tail -c +1048501 "$work/tree/large" | head -c 200) \
    || fail "$login: a range over two chunks"
  rclone cat --tail 10 "$to/tree/4k" | cmp -s - <(tail -c 10 "$work/tree/4k") || fail "$login: the last bytes"
  rclone rcat "$to/streamed" <"$work/tree/large"
  rclone cat "$to/streamed" | cmp -s - "$work/tree/large" || fail "$login: rcat"
  [[ "$(chunks)" == 8 ]] || fail "$login: chunks of a stream: $(chunks)"
  rclone rcat --swift-no-chunk "$to/whole" <"$work/tree/large"
  rclone cat "$to/whole" | cmp -s - "$work/tree/large" || fail "$login: rcat without chunks"
  [[ "$(chunks)" == 8 ]] || fail "$login: chunks in spite of --swift-no-chunk"
  quiet rclone deletefile "$to/absent" && fail "$login: what is not there"

  step "$login: sync, copy and move within"
  rclone sync "$to/tree" "$work/back-$login"
  same_tree "$work/tree" "$work/back-$login"
  [[ "$(stat -c %y "$work/back-$login/4k")" == "$(stat -c %y "$work/tree/4k")" ]] || fail "$login: the time of a file that came back"
  rclone -v sync "$work/tree" "$to/tree" 2>&1 | has 'Copied' && fail "$login: what is the same was sent again"
  touch -d '2021-02-03T04:05:06Z' "$work/back-$login/4k"
  rm "$work/back-$login/one"
  random_file "$work/back-$login/large" 2000000
  rclone sync "$work/back-$login" "$to/tree"
  quiet rclone check --download "$work/back-$login" "$to/tree" || fail "$login: what was synced"
  rclone lsjson "$to/tree/4k" | has '2021-02-03T04:05:06' || fail "$login: a new time"
  [[ "$(chunks)" == 6 ]] || fail "$login: chunks after one large file was overwritten: $(chunks)"
  rclone copyto "$to/tree/4k" "$to/copied"
  rclone cat "$to/copied" | cmp -s - "$work/tree/4k" || fail "$login: a copy within"
  rclone copyto "$to/tree/large" "$to/large-copied"
  rclone cat "$to/large-copied" | cmp -s - "$work/back-$login/large" || fail "$login: a copy of a large file within"
  rclone moveto "$to/copied" "$to/moved/here"
  rclone cat "$to/moved/here" | cmp -s - "$work/tree/4k" || fail "$login: what was moved"
  rclone lsf "$to" | has -x copied && fail "$login: what was moved away is still there"
  rclone touch -t 2022-02-03T04:05:06 "$to/moved/here"
  rclone lsjson "$to/moved/here" | has '2022-02-03T04:05:06' || fail "$login: touch"

  step "$login: about, delete, purge"
  rclone about "$login:" --json | has '"objects"' || fail "$login: about"
  rclone delete "$to/tree" --include '*.txt'
  [[ "$(rclone lsf -R --files-only "$to/tree" | wc -l)" == 5 ]] || fail "$login: delete --include"
  quiet rclone rmdir "$to" && fail "$login: rmdir of what is not empty"
  rclone deletefile "$to/streamed"
  rclone purge "$to"
  rclone lsf "$login:" | has -x "$name/" && fail "$login: purge"
  quiet rclone purge "$login:${name}_segments"
}

# rclone knows nothing of versions and ends; what they take are headers that it sends along.
headers_sent_along() {
  local box="$bucket-versions" head url token
  step "v1: versions and ends by header"
  head="$(curl -fsS -D - -o /dev/null -H "X-Auth-User: $ST_USER" -H "X-Auth-Key: $ST_KEY" "$ST_AUTH" | tr -d '\r')"
  url="$(sed -n 's/^X-Storage-Url: //ip' <<<"$head")"
  token="$(sed -n 's/^X-Auth-Token: //ip' <<<"$head")"
  rclone mkdir --header 'X-Versions-Enabled: true' "v1:$box"
  rclone copyto "$work/tree/4k" "v1:$box/o"
  rclone copyto "$work/tree/one" "v1:$box/o" --header-upload 'X-Delete-After: 1000'
  rclone cat "v1:$box/o" | cmp -s - "$work/tree/one" || fail "the newest version"
  curl -fsS -I -H "X-Auth-Token: $token" "$url/$box/o" | has -i '^X-Delete-At: ' || fail "an end by header"
  curl -fsS -H "X-Auth-Token: $token" "$url/$box?versions&format=json" | grep -o '"version_id": *"[^"]*"' | cut -d '"' -f 4 >"$work/ids"
  [[ "$(wc -l <"$work/ids")" == 2 ]] || fail "versions: $(<"$work/ids")"
  curl -fsS -H "X-Auth-Token: $token" "$url/$box/o?version-id=$(tail -1 "$work/ids")" | cmp -s - "$work/tree/4k" || fail "the older version"
  while read -r id; do curl -fsS -X DELETE -H "X-Auth-Token: $token" "$url/$box/o?version-id=$id"; done <"$work/ids"
  rclone rmdir "v1:$box"
}

# Side by side, as each waits for the server most of the time.
(through v1) &
first=$!
(through v3) &
second=$!
wait "$first" || fail "the login of old"
wait "$second" || fail "Keystone's login"
headers_sent_along
step "ok"
