#!/usr/bin/env bash
# The AWS command line: cp, sync, mv, rm, presign and the plain operations.
source "$(dirname "$0")/lib.sh"
bucket="${bucket//_/-}"
python="$(python_venv awscli awscli)"
aws() { "$python" -m awscli "$@"; }
step "version $(aws --version)"

# In us-east-1 `presign` signs with version 2 unless told otherwise; Torc knows version 4 alone (docs/how-to/s3.md).
export AWS_CONFIG_FILE="$work/config"
printf '[default]\ns3 =\n  signature_version = s3v4\n' >"$AWS_CONFIG_FILE"

make_tree "$work/tree"
aws s3 mb "s3://$bucket" >/dev/null
step "sync up and down"
aws s3 sync --only-show-errors "$work/tree" "s3://$bucket/tree"
aws s3 sync --only-show-errors "s3://$bucket/tree" "$work/back"
same_tree "$work/tree" "$work/back"
[[ -z "$(aws s3 sync "$work/tree" "s3://$bucket/tree" --size-only)" ]] || fail "a second sync found something to do"
step "stream, copy, move, presign"
aws s3 cp --only-show-errors - "s3://$bucket/streamed" <"$work/tree/large"
aws s3 cp --only-show-errors "s3://$bucket/streamed" - | cmp -s - "$work/tree/large" || fail "the stream differs"
aws s3 cp --only-show-errors "s3://$bucket/tree/large" "s3://$bucket/copy"
aws s3 mv --only-show-errors "s3://$bucket/copy" "s3://$bucket/moved"
aws s3 cp --only-show-errors "s3://$bucket/moved" "$work/moved"
same "$work/moved" "$work/tree/large"
curl -sf "$(aws s3 presign "s3://$bucket/tree/4k")" | cmp -s - "$work/tree/4k" || fail "the presigned URL differs"
step "plain operations"
aws s3api put-object --bucket "$bucket" --key k --body "$work/tree/4k" --checksum-algorithm SHA256 --metadata colour=blue >/dev/null
[[ "$(aws s3api head-object --bucket "$bucket" --key k --checksum-mode ENABLED --query Metadata.colour --output text)" == blue ]] || fail "metadata"
[[ "$(aws s3api get-bucket-location --bucket "$bucket" --output text)" == None ]] || fail "location"
[[ "$(aws s3 ls --recursive "s3://$bucket/tree/" | wc -l)" == 7 ]] || fail "ls"
aws s3 rb --force "s3://$bucket" >/dev/null
! aws s3 ls "s3://$bucket" 2>/dev/null || fail "the bucket is still there"
step "ok"
