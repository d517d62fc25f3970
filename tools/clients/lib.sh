#!/usr/bin/env bash
# What the client scripts of this folder share. Each one drives a running server with one unmodified client and fails
# if a byte differs. The server comes from the environment, as `./torc env` prints it: AWS_ENDPOINT_URL,
# AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_DEFAULT_REGION.
set -euo pipefail

for name in AWS_ENDPOINT_URL AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY; do
  [[ -n "${!name:-}" ]] || { echo "$(basename "$0"): $name is not set; try: eval \"\$(./torc env)\"" >&2; exit 2; }
done
export AWS_DEFAULT_REGION="${AWS_DEFAULT_REGION:-us-east-1}"
export AWS_REGION="$AWS_DEFAULT_REGION"
export AWS_EC2_METADATA_DISABLED=true AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null

# Clients are kept between runs.
clients_dir="${TORC_CLIENTS_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/torc/clients}"
mkdir -p "$clients_dir"

# A directory and a bucket of this run's own.
work="$(mktemp -d)"
bucket="$(basename "$0" .sh)-$(date +%s)-$RANDOM"
trap 'rm -rf "$work"' EXIT

step() { echo "$(basename "$0" .sh): $*"; }
fail() { echo "$(basename "$0" .sh): FAILED: $*" >&2; exit 1; }

# same FILE FILE: both hold the same bytes.
same() { cmp -s "$1" "$2" || fail "$1 and $2 differ"; }

# same_tree DIR DIR: both hold the same files with the same bytes.
same_tree() { diff -r "$1" "$2" >/dev/null || fail "the trees $1 and $2 differ"; }

# random_file FILE BYTES
random_file() { mkdir -p "$(dirname "$1")"; head -c "$2" /dev/urandom >"$1"; }

# A tree of awkward files: empty, small, larger than a part, and with odd names.
make_tree() {
  random_file "$1/empty" 0
  random_file "$1/one" 1
  random_file "$1/4k" 4096
  random_file "$1/dir/a b+c%20&=;~'()!@,\$.txt" 1000
  random_file "$1/dir/ünïcödé-日本.bin" 70000
  random_file "$1/dir/sub/.hidden" 10
  random_file "$1/large" $((17 * 1024 * 1024 + 3))
}

# need COMMAND PACKAGE: installs a Debian package if the command is missing.
need() {
  command -v "$1" >/dev/null && return
  step "installing $2"
  local sudo=""
  [[ $(id -u) == 0 ]] || sudo="sudo"
  $sudo apt-get install -y -qq "$2" >/dev/null 2>&1 || { $sudo apt-get update -qq && $sudo apt-get install -y -qq "$2" >/dev/null; } \
    || fail "cannot install $2"
}

# python_venv NAME PACKAGE...: makes a virtual environment with the newest of these, once, and prints its python.
python_venv() {
  local venv="$clients_dir/$1"
  shift
  if [[ ! -x "$venv/bin/python" || ! -e "$venv/.ready" ]]; then
    python3 -m venv "$venv" >&2
    "$venv/bin/python" -m pip install --quiet --upgrade "$@" >&2
    touch "$venv/.ready"
  fi
  echo "$venv/bin/python"
}
