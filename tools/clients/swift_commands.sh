#!/usr/bin/env bash
# Every command of python-swiftclient's swift, once with the login of old and once with Keystone's, in an account of
# this run's own: contents, exit codes, and what must be refused.
source "$(dirname "$0")/lib.sh"
here="$(cd "$(dirname "$0")" && pwd)"
python="$(python_venv swift 'python-swiftclient[keystone]' python-openstackclient)"
bin="$(dirname "$python")"
step "version $("$bin/swift" --version | head -1)"

identity() { curl -fsS -H 'Content-Type: application/json' -H "X-Auth-Token: ${admin:-}" "$@"; }
# id_of WHAT: the id in the JSON that comes in.
id_of() { "$python" -c "import json, sys; print(json.load(sys.stdin)$1['id'])"; }
login_of_admin="{\"auth\": {\"scope\": {\"project\": {\"name\": \"$OS_PROJECT_NAME\", \"domain\": {\"id\": \"default\"}}},
  \"identity\": {\"methods\": [\"password\"], \"password\": {\"user\": {
    \"name\": \"$OS_USERNAME\", \"password\": \"$OS_PASSWORD\", \"domain\": {\"id\": \"default\"}}}}}}"
admin="$(identity -d "$login_of_admin" -o /dev/null -D - "$OS_AUTH_URL/auth/tokens" | tr -d '\r' | sed -n 's/^X-Subject-Token: //ip')"

# An account that holds nothing else, for `delete --all` empties it; and a Python that starts once.
begin() {
  who="$login-$bucket"
  project="$(identity "$OS_AUTH_URL/projects" -d "{\"project\": {\"name\": \"$who\"}}" | id_of '["project"]')"
  user="$(identity "$OS_AUTH_URL/users" -d "{\"user\": {\"name\": \"$who\", \"password\": \"pw-$who\"}}" | id_of '["user"]')"
  role="$(identity "$OS_AUTH_URL/roles?name=member" | id_of '["roles"][0]')"
  identity -X PUT "$OS_AUTH_URL/projects/$project/users/$user/roles/$role"
  mkfifo "$work/commands" "$work/codes"
  exec 7<>"$work/commands" 8<>"$work/codes"
  "$python" "$here/swift_commands.py" "$work/commands" "$work/codes" 7>&- 8>&- &
  swifts=$!
  trap 'kill "$swifts" 2>/dev/null' EXIT
}
end() {
  identity -X DELETE "$OS_AUTH_URL/users/$user"
  identity -X DELETE "$OS_AUTH_URL/projects/$project"
}

# run ENVIRONMENT ARGUMENT...: runs one swift with the streams and in the folder that are this shell's.
run() {
  local environment=$1 arguments="" argument code process=$BASHPID
  shift
  for argument in "$@"; do
    argument=${argument//\\/\\\\}
    arguments+=", \"${argument//\"/\\\"}\""
  done
  # Not `>&7` and `<&8` here: they would be this shell's own streams just when they are taken over.
  (printf '{"process": %d, "environment": {%s}, "arguments": [%s]}\n' "$process" "$environment" "${arguments#, }" >&7)
  read -r -t 60 -u 8 code || fail "no answer to: swift $*"
  return "$code"
}
# What a login gave is used again, once there is a token: logins take long on purpose.
url="" token=""
legacy() {
  run "\"OS_AUTH_URL\": \"\", \"OS_IDENTITY_API_VERSION\": \"\", \"OS_USERNAME\": \"\", \"OS_PASSWORD\": \"\", \"ST_AUTH_VERSION\": \"1.0\", \"ST_USER\": \"$who:$who\", \"ST_KEY\": \"pw-$who\", \"OS_STORAGE_URL\": \"$url\", \"OS_AUTH_TOKEN\": \"$token\"" "$@"
}
keystone() {
  run "\"ST_AUTH\": \"\", \"ST_USER\": \"\", \"ST_KEY\": \"\", \"OS_USERNAME\": \"$who\", \"OS_PASSWORD\": \"pw-$who\", \"OS_PROJECT_NAME\": \"$who\", \"OS_STORAGE_URL\": \"$url\", \"OS_AUTH_TOKEN\": \"$token\"" --auth-version 3 "$@"
}
swift() { "$login" "$@"; }

# Reads all of its input: with grep -q, who writes would die of a closed pipe.
has() { grep "$@" >/dev/null; }
# says TEXT COMMAND...: it succeeds and this is part of what it prints.
says() {
  local text=$1 said
  shift
  said="$("$@" 2>&1)" || fail "$login: $* failed: $said"
  has -F -e "$text" <<<"$said" || fail "$login: $* does not say '$text': $said"
}
# refuses TEXT COMMAND...: it fails, and says this.
refuses() {
  local text=$1 said
  shift
  said="$("$@" 2>&1)" && fail "$login: $* succeeded: $said"
  has -F -e "$text" <<<"$said" || fail "$login: $* does not say '$text': $said"
}
# count NUMBER COMMAND...: it prints this many lines.
count() {
  local lines=$1 said
  shift
  said="$("$@")" || fail "$login: $* failed"
  [[ "$(grep -c . <<<"$said")" == "$lines" ]] || fail "$login: $* prints not $lines lines: $said"
}
# holds OBJECT FILE: the object of the container c has these bytes.
holds() { swift download c "$1" -o - | cmp -s - "$2" || fail "$login: $1 is not $2"; }
# answers STATUS URL CURL-OPTIONS...
answers() {
  local status=$1 url=$2
  shift 2
  [[ "$(curl -s -o "$work/answer" -w '%{http_code}' "$@" "$url")" == "$status" ]] || fail "$login: not $status: $url: $(<"$work/answer")"
}
stamp() { swift stat c "$1" | sed -n 's/^ *X-Timestamp: //p'; }

login_and_account() {
  step "$login: auth, capabilities, bash_completion, stat and post of the account"
  says 'Containers: 0' swift stat
  if [[ $login == legacy ]]; then refuses 401 legacy -K wrong stat; else refuses 'Unauthorized' keystone --os-password wrong stat; fi
  swift auth >"$work/auth"
  url="$(sed -n "s/^export OS_STORAGE_URL=//p" "$work/auth" | tr -d "'\"")"
  token="$(sed -n "s/^export OS_AUTH_TOKEN=//p" "$work/auth" | tr -d "'\"")"
  answers 204 "$url" -H "X-Auth-Token: $token"
  answers 401 "$url" -H "X-Auth-Token: ${token}x"
  swift capabilities --json | "$python" -c 'import json, sys
info = json.load(sys.stdin)
assert {"swift", "slo", "tempurl", "bulk_delete", "object_versioning"} <= info.keys(), info.keys()'
  says max_file_size swift capabilities "${url%%/v1/*}/info"
  says --use-slo legacy bash_completion upload
  swift post -m Colour:red
  says 'Meta Colour: red' swift stat
  swift post -m Colour:
  swift stat | has Colour && fail "$login: the account's metadata stays"
  refuses 'not found' swift stat c
  refuses 'not found' swift list c
}

uploads() {
  step "$login: upload"
  swift -q upload c tree --object-name t/up -m Shape:round -H 'Content-Type: x/y' -H 'X-Delete-After: 3600'
  count 6 swift list c
  says 'Meta Shape: round' swift stat c t/up/4k
  says 'Content Type: x/y' swift stat c t/up/4k
  says 'X-Delete-At: ' swift stat c t/up/4k
  refuses 400 swift upload c small -H 'X-Delete-At: 1'
  refuses 404 swift stat c small
  swift -q upload c small
  refuses 412 swift upload c other --object-name small -H 'If-None-Match: *'
  refuses 422 swift upload c other --object-name small -H "ETag: $(md5sum <small | cut -c1-32)"
  holds small small
  refuses 404 swift upload --skip-container-put absent small
  refuses 'not found' swift stat absent
  refuses 'object-name must be specified' swift upload c - <small

  local before
  before="$(stamp small)"
  swift -q upload c small --changed
  swift -q upload c small --skip-identical
  [[ "$(stamp small)" == "$before" ]] || fail "$login: what is the same was sent again"
  swift -q upload c other --object-name small --skip-identical
  holds small other
  swift -q upload c small --changed
  holds small small
}

large_objects() {
  step "$login: upload of segments"
  swift -q upload c large -S 1000000 --use-slo --segment-container slo
  swift -q upload c large -S 1000000 --use-dlo --segment-container dlo --object-name dynamic
  swift -q upload c - -S 1000000 --object-name streamed <large
  says 'X-Static-Large-Object: True' swift stat c large
  says 'Manifest: dlo/' swift stat c dynamic
  local container name
  for container in slo dlo c_segments; do count 4 swift list "$container"; done
  for name in large dynamic streamed; do holds "$name" large; done
  swift download c large -o "$work/part" -H 'Range: bytes=999990-1000009' >/dev/null
  cmp -s "$work/part" <(tail -c +999991 large | head -c 20) || fail "$login: a range over two segments"

  local before
  before="$(stamp large)"
  swift -q upload c large -S 1000000 --use-slo --segment-container slo --skip-identical
  [[ "$(stamp large)" == "$before" ]] || fail "$login: segments that are the same were sent again"
  # The segments of what is overwritten go, but where they are to stay.
  swift -q upload c small --object-name streamed
  swift list c_segments | has . && fail "$login: segments of an overwritten object stay"
  swift -q upload c small --object-name dynamic --leave-segments
  count 4 swift list dlo
  swift -q upload c large -S 1000000 --use-dlo --segment-container dlo2 --object-name dynamic
}

lists_and_stats() {
  step "$login: list, stat"
  says c_segments swift list
  says ' c' swift list -l
  says K swift list c --lh --prefix t/up/4
  [[ "$(swift list c -l -t --prefix t/up/dir/)" -eq 71010 ]] || fail "$login: list -l -t"
  refuses 'totals only works' swift list c -t
  count 1 swift list c --prefix t/ --delimiter /
  count 3 swift list c --prefix t/up/dir/
  swift list c --json --prefix t/up/ | "$python" -c 'import json, sys
names = {entry["name"]: entry["bytes"] for entry in json.load(sys.stdin)}
assert len(names) == 6 and names["t/up/dir/ünïcödé-日本.bin"] == 70000, names'
  refuses 'only allowed for container' swift list --versions
  says 'Objects: ' swift stat c
  says '4.0K' swift stat --lh c t/up/4k
  says "$(md5sum <tree/4k | cut -c1-32)" swift stat c t/up/4k
  refuses 404 swift stat c absent
}

downloads() {
  step "$login: download"
  swift -q download c --prefix t/up/ --remove-prefix -D "$work/$login-prefix"
  same_tree tree "$work/$login-prefix"
  [[ "$(stat -c %Y tree/4k)" == "$(stat -c %Y "$work/$login-prefix/4k")" ]] || fail "$login: the time of a file"
  says 'Skipped identical' swift download c --prefix t/up/ --remove-prefix -D "$work/$login-prefix" --skip-identical
  swift -q download c -D "$work/$login-c" --ignore-mtime
  same_tree tree "$work/$login-c/t/up"
  same large "$work/$login-c/dynamic"
  swift -q download --all --no-download
  swift -q download --all -D "$work/$login-all" --no-shuffle
  same large "$work/$login-all/c/large"
  (cd "$work" && mkdir -p "$login-here" && cd "$login-here" && swift -q download c small) && same small "$work/$login-here/small"
  refuses 'not found' swift download c absent -o "$work/none"
  refuses 412 swift download c small -H 'If-Match: "0"' -o "$work/none"
  refuses 'Usage' swift download
  rm -rf "$work/$login-"*
}

posts_and_copies() {
  step "$login: post, copy"
  swift post c t/up/4k -m A:b -H 'Content-Type: a/b'
  says 'Meta A: b' swift stat c t/up/4k
  swift stat c t/up/4k | has 'Shape' && fail "$login: post adds to an object's metadata"
  refuses 404 swift post c absent -m A:b
  answers 401 "$url/c/small"
  swift post c -r '.r:*' -w 'other:*' -m Kind:box
  answers 200 "$url/c/small"
  cmp -s "$work/answer" small || fail "$login: what anybody reads"
  answers 401 "$url/c/small" -X DELETE
  answers 401 "$url/c"
  says 'Write ACL: other:*' swift stat c
  says 'Meta Kind: box' swift stat c
  swift post c -r '' -w ''
  answers 401 "$url/c/small"

  says 'created container elsewhere' swift copy c t/up/4k -d /elsewhere/4k -m C:d
  says 'Meta A: b' swift stat elsewhere 4k
  says 'Meta C: d' swift stat elsewhere 4k
  swift -q copy c t/up/4k small large -d /elsewhere --fresh-metadata
  swift stat elsewhere t/up/4k | has 'Meta A' && fail "$login: --fresh-metadata"
  swift -q copy elsewhere 4k --fresh-metadata -m E:f
  swift stat elsewhere 4k | has 'Meta A' && fail "$login: --fresh-metadata on itself"
  swift download elsewhere large -o - | cmp -s - large || fail "$login: the copy of a large object"
  swift download elsewhere 4k -o - | cmp -s - tree/4k || fail "$login: a copy"
  refuses 404 swift copy c absent -d /elsewhere/absent
  refuses 404 swift stat elsewhere absent
}

versions() {
  step "$login: versions"
  swift post v -H 'X-Versions-Enabled: true'
  swift -q upload v small --object-name o
  swift -q upload v other --object-name o
  count 1 swift list v
  count 2 swift list v --versions
  local old marker
  old="$(swift list v --versions --json | "$python" -c 'import json, sys
print(*[entry["version_id"] for entry in json.load(sys.stdin) if not entry["is_latest"]])')"
  swift download v o -o - | cmp -s - other || fail "$login: the newest version"
  swift download v o --version-id "$old" -o - | cmp -s - small || fail "$login: an older version"
  says "$(md5sum <small | cut -c1-32)" swift stat v o --version-id "$old"
  refuses 'only allowed for object' swift stat v --version-id "$old"
  refuses 'only allowed for object' swift delete v --version-id "$old"
  refuses 'not found' swift download v absent --version-id "$old" -o "$work/none"
  swift -q delete v o
  count 3 swift list v --versions
  refuses 'not found' swift download v o -o "$work/none"
  marker="$(swift list v --versions --json | "$python" -c 'import json, sys
print(*[entry["version_id"] for entry in json.load(sys.stdin) if entry["is_latest"]])')"
  swift -q delete v o --version-id "$marker"
  count 2 swift list v --versions
  swift -q delete v o --version-id "$old"
  count 1 swift list v --versions
  swift -q delete --versions v
  refuses 'not found' swift stat v

  swift post old
  swift post v -H 'X-Versions-Location: old'
  swift -q upload v small --object-name o
  swift -q upload v other --object-name o
  count 1 swift list old
  refuses 400 swift post v -H 'X-Versions-Enabled: true'
  swift -q delete v o
  swift download v o -o - | cmp -s - small || fail "$login: what was there before does not come back"
  swift list old | has . && fail "$login: what came back is still kept"
  swift post v -H 'X-Remove-Versions-Location: x'
  swift post v -H 'X-History-Location: old'
  swift -q delete v o
  refuses 'not found' swift download v o -o "$work/none"
  count 2 swift list old
}

temporary_urls() {
  step "$login: tempurl"
  local digest signed
  swift post -m Temp-URL-Key:of-the-account
  swift post elsewhere -m Temp-URL-Key:of-the-container
  for digest in sha1 sha256 sha512; do
    signed="$(swift tempurl GET 600 "$url/c/small" of-the-account --digest "$digest")"
    answers 200 "$signed"
    cmp -s "$work/answer" small || fail "$login: what a temporary URL reads"
  done
  answers 401 "$signed" -X PUT -d stolen
  answers 401 "$signed" -X DELETE
  answers 401 "${signed/small/large}"
  answers 200 "$signed" -I
  answers 200 "$(swift tempurl GET "$(date -u -d '+1 hour' +%FT%TZ)" "$url/c/small" of-the-account --iso8601)"
  answers 401 "$(swift tempurl GET 1000000000 "$url/c/small" of-the-account --absolute)"
  answers 401 "$(swift tempurl GET 600 "$url/c/small" wrong)"
  answers 401 "$(swift tempurl GET 600 "$url/c/small" of-the-container)"
  answers 200 "$(swift tempurl GET 600 "$url/elsewhere/4k" of-the-container)"
  answers 200 "$(swift tempurl GET 600 "$url/c/small" of-the-account --ip-range 127.0.0.0/8)"
  answers 401 "$(swift tempurl GET 600 "$url/c/small" of-the-account --ip-range 192.0.2.0/24)"
  signed="$(swift tempurl GET 600 "$url/c/t/up/" of-the-account --prefix-based)"
  answers 200 "${signed/up\/\?/up/4k?}"
  cmp -s "$work/answer" tree/4k || fail "$login: what a prefix reads"
  answers 401 "${signed/t\/up\/\?/small?}"
  signed="$(swift tempurl PUT 600 "$url/c/given" of-the-account)"
  answers 201 "$signed" -T small
  holds given small
  answers 401 "${signed/given/taken}" -T other
  refuses 404 swift stat c taken
  refuses 'Usage' swift tempurl GET 600
  swift post -m Temp-URL-Key:
  answers 401 "$(swift tempurl GET 600 "$url/c/small" of-the-account)"
}

deletes() {
  step "$login: delete"
  swift -q delete c given
  refuses 404 swift stat c given
  refuses 404 swift delete c given
  swift -q delete c --prefix t/up/dir/
  count 3 swift list c --prefix t/
  swift -q delete c dynamic
  swift list dlo2 | has . && fail "$login: a dynamic large object's segments stay"
  # The copy of the manifest names the same segments.
  swift -q delete elsewhere large --leave-segments
  count 4 swift list slo
  swift -q delete c large
  swift list slo | has . && fail "$login: a static large object's segments stay"
  swift -q delete elsewhere
  refuses 'not found' swift stat elsewhere
  refuses 'Usage' swift delete
  refuses 'not allowed for object' swift delete c small --versions
  says 'Objects: ' swift stat
  swift -q delete --all
  says 'Containers: 0' swift stat
  says 'Bytes: 0' swift stat
}

all_commands() {
  login=$1
  work="$work/$login"
  mkdir "$work"
  make_tree "$work/tree"
  cd "$work"
  rm tree/large
  random_file large 3500000
  random_file small 5000
  random_file other 5000
  begin
  login_and_account
  uploads
  large_objects
  lists_and_stats
  downloads
  posts_and_copies
  versions
  temporary_urls
  deletes
  end
}

# Side by side, as each waits for the server most of the time.
(all_commands legacy) &
first=$!
(all_commands keystone) &
second=$!
wait "$first" || fail "the login of old"
wait "$second" || fail "Keystone's login"
step "ok"
