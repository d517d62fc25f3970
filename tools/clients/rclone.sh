#!/usr/bin/env bash
# rclone: copy with multipart, check with downloads, sync back, server-side copy, cat with a range, purge.
source "$(dirname "$0")/lib.sh"
need rclone rclone
step "version $(rclone version | head -1)"
export RCLONE_CONFIG=/dev/null
export RCLONE_CONFIG_T_TYPE=s3 RCLONE_CONFIG_T_PROVIDER=Other RCLONE_CONFIG_T_ENV_AUTH=false
export RCLONE_CONFIG_T_ACCESS_KEY_ID="$AWS_ACCESS_KEY_ID" RCLONE_CONFIG_T_SECRET_ACCESS_KEY="$AWS_SECRET_ACCESS_KEY"
export RCLONE_CONFIG_T_ENDPOINT="$AWS_ENDPOINT_URL" RCLONE_CONFIG_T_REGION="$AWS_DEFAULT_REGION"
export RCLONE_CONFIG_T_UPLOAD_CUTOFF=8Mi RCLONE_CONFIG_T_CHUNK_SIZE=5Mi

# This rclone cannot take a bundle of certificates from the environment; without TLS it needs none.
[[ $AWS_ENDPOINT_URL == https* ]] || unset AWS_CA_BUNDLE

make_tree "$work/tree"
rclone mkdir "t:$bucket"
step "copy and check"
rclone copy "$work/tree" "t:$bucket/tree"
rclone check --download "$work/tree" "t:$bucket/tree" 2>/dev/null || fail "check --download"
rclone check "$work/tree" "t:$bucket/tree" 2>/dev/null || fail "check of hashes"
step "sync back"
rclone sync "t:$bucket/tree" "$work/back"
same_tree "$work/tree" "$work/back"
step "copy within, cat, list, purge"
rclone copy "t:$bucket/tree" "t:$bucket/copy"
rclone check "t:$bucket/tree" "t:$bucket/copy" 2>/dev/null || fail "the copy differs"
rclone cat --offset 100 --count 50 "t:$bucket/tree/4k" | cmp -s - <(tail -c +101 "$work/tree/4k" | head -c 50) || fail "cat of a range"
rclone rcat "t:$bucket/streamed" <"$work/tree/large"
rclone cat "t:$bucket/streamed" | cmp -s - "$work/tree/large" || fail "rcat"
[[ "$(rclone lsf -R --files-only "t:$bucket/tree" | wc -l)" == 7 ]] || fail "lsf"
rclone purge "t:$bucket"
step "ok"
