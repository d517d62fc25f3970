#!/bin/sh
# Puts python-swiftclient into a virtual environment and prints the path of its `swift` command.
#   tools/clients/swiftclient.sh [FOLDER]      (default: ~/.cache/torc-clients/swiftclient)
# Running it again costs nothing. Needs python3 with venv, and a package index on the first run.
set -eu
folder=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/torc-clients/swiftclient}
if [ ! -x "$folder/bin/swift" ]; then
    mkdir -p "$folder"
    python3 -m venv "$folder" >&2
    "$folder/bin/pip" --quiet --disable-pip-version-check install 'python-swiftclient>=4.5' >&2
fi
echo "$folder/bin/swift"
