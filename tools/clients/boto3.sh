#!/usr/bin/env bash
# The newest boto3 with its default settings: checksums in trailers, multipart by the transfer manager.
source "$(dirname "$0")/lib.sh"
python="$(python_venv boto3 boto3)"
step "version $("$python" -c 'import boto3; print(boto3.__version__)')"
"$python" "$(dirname "$0")/boto3_round_trip.py" "$bucket" "$work"
step "ok"
