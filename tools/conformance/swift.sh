#!/usr/bin/env bash
# Swift's own functional tests, unmodified, against a Torc of their own.
#
#   torc conformance swift [--auth v1|v3] [--source FOLDER] [PYTEST OPTION...]
#
#   --auth v1|v3     one login only; both, one after the other, without it
#   --source FOLDER  a checkout of Swift; else the source distribution of the release below, from PyPI
#
# Prints each test that failed or was skipped, with the reason, then a line "N passed, M failed, K skipped" a login. The
# exit code is 0 only if nothing failed.
set -euo pipefail

readonly RELEASE=2.38.3
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cache="${TORC_CLIENTS_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/torc/clients}/swift-functional"
logins=(v1 v3)
source=
while [ $# -gt 0 ]; do
  case $1 in
    --auth) logins=("$2"); shift 2 ;;
    --source) source=$(cd "$2" && pwd); shift 2 ;;
    -h | --help) sed -n '2,11p' "${BASH_SOURCE[0]}" | sed 's/^# \{0,1\}//'; exit 0 ;;
    *) break ;;
  esac
done

# boto, which the S3 tests of Swift want, imports what Python 3.12 has no longer; without it they skip themselves.
python=$(command -v python3.11 || command -v python3)
if [ ! -e "$cache/.ready-$RELEASE" ]; then
  echo "Installing Swift $RELEASE and what its tests need in $cache ..." >&2
  rm -rf "$cache"
  "$python" -m venv "$cache/venv"
  "$cache/venv/bin/pip" install -q "swift==$RELEASE" pytest pytest-subtests python-swiftclient python-keystoneclient \
    keystonemiddleware boto boto3
  "$cache/venv/bin/pip" download -q --no-deps --no-binary swift "swift==$RELEASE" -d "$cache/source"
  tar -xzf "$cache/source/swift-$RELEASE.tar.gz" -C "$cache"
  touch "$cache/.ready-$RELEASE"
fi
source=${source:-$cache/swift-$RELEASE}
[ -f "$source/test/functional/__init__.py" ] || { echo "no tests of Swift in $source" >&2; exit 2; }

work=$(mktemp -d "${TMPDIR:-/tmp}/torc-conformance.XXXXXX")
stop() { "$home/torc" down --data "$work/data" >>"$work/up.log" 2>&1 || true; }
trap stop EXIT

failed=0
for login in "${logins[@]}"; do
  rm -rf "$work/data"
  "$home/torc" up --detach --data "$work/data" --config "$home/tools/conformance/swift.yaml" --port 0 --s3-port 0 \
    >>"$work/up.log" 2>&1 || { cat "$work/up.log" >&2; exit 1; }
  eval "$("$home/torc" env --data "$work/data")"
  "$cache/venv/bin/python" "$home/tools/conformance/swift_users.py" "$login" >"$work/test.conf"
  (cd "$source" && SWIFT_TEST_CONFIG_FILE="$work/test.conf" "$cache/venv/bin/python" -m pytest test/functional \
    -o python_files='test*.py' -o addopts='-p no:requests_mock' -p no:cacheprovider -q --tb=short \
    --junitxml="$work/$login.xml" "$@" >"$work/$login.log" 2>&1) || true
  stop
  "$cache/venv/bin/python" "$home/tools/conformance/summary.py" "$login" "$work/$login.xml" || failed=1
  echo "  (all of it: $work/$login.log)"
done
exit "$failed"
