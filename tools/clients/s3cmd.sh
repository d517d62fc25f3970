#!/usr/bin/env bash
# s3cmd: put with multipart, get, ls, sync, cp, mv, info, signurl, del.
source "$(dirname "$0")/lib.sh"
need s3cmd s3cmd
step "version $(s3cmd --version)"
host="${AWS_ENDPOINT_URL#*://}"
host="${host%/}"
cat >"$work/config" <<EOF
[default]
access_key = $AWS_ACCESS_KEY_ID
secret_key = $AWS_SECRET_ACCESS_KEY
host_base = $host
host_bucket = $host
use_https = $([[ $AWS_ENDPOINT_URL == https* ]] && echo True || echo False)
EOF
s3() { s3cmd --quiet --no-progress --config "$work/config" "$@"; }

make_tree "$work/tree"
s3 mb "s3://$bucket"
step "multipart put and get"
s3 put --multipart-chunk-size-mb=5 "$work/tree/large" "s3://$bucket/large"
s3 get "s3://$bucket/large" "$work/large"
same "$work/large" "$work/tree/large"
step "sync up and down"
s3 sync "$work/tree/" "s3://$bucket/tree/"
mkdir "$work/back"
s3 sync "s3://$bucket/tree/" "$work/back/"
same_tree "$work/tree" "$work/back"
step "copy, move, info, presign, delete"
s3 cp "s3://$bucket/tree/4k" "s3://$bucket/copy"
s3 mv "s3://$bucket/copy" "s3://$bucket/moved"
s3 get "s3://$bucket/moved" "$work/moved"
same "$work/moved" "$work/tree/4k"
s3cmd --config "$work/config" info "s3://$bucket/moved" | grep 'File size: *4096' >/dev/null || fail "info"
s3cmd --config "$work/config" info "s3://$bucket" | grep Location >/dev/null || fail "info of the bucket"
[[ "$(s3cmd --config "$work/config" ls --recursive "s3://$bucket/tree/" | wc -l)" == 7 ]] || fail "ls"
s3 del --recursive --force "s3://$bucket/"
s3 rb "s3://$bucket"
step "ok"
