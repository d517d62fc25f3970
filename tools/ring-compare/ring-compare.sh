#!/bin/bash
# Compares Torc's ring builder with Swift's on the same devices and changes: ring_compare.py says how.
# usage: tools/ring-compare/ring-compare.sh [SCENARIO.json ...]
# The first call installs Swift from PyPI into its own virtual environment (RING_COMPARE_VENV, default .cache/ring-compare).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
venv=${RING_COMPARE_VENV:-$(cd "$here/../.." && pwd)/.cache/ring-compare}
# Recent enough to know ring files of version 2.
swift_version=2.38.3

if ! "$venv/bin/python" -c 'import swift' 2>/dev/null; then
  echo "installing swift $swift_version into $venv" >&2
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet "swift==$swift_version" >&2
fi
case ${1:-} in
  --install) exit 0 ;;
  *) exec "$venv/bin/python" "$here/ring_compare.py" "$@" ;;
esac
