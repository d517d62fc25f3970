#!/usr/bin/env bash
# restic: init, backup, a second backup, check of every byte, diff, restore, forget with prune.
source "$(dirname "$0")/lib.sh"
need restic restic
step "version $(restic version)"
export RESTIC_REPOSITORY="s3:$AWS_ENDPOINT_URL/$bucket/repository" RESTIC_PASSWORD=of-a-test RESTIC_CACHE_DIR="$work/cache"

make_tree "$work/tree"
restic --quiet init >/dev/null
step "backup"
restic --quiet backup "$work/tree"
random_file "$work/tree/new" 3000000
restic --quiet backup "$work/tree"
step "check, diff, restore"
restic --quiet check --read-data
snapshots="$(restic snapshots --json | python3 -c 'import json,sys; print(" ".join(each["id"] for each in json.load(sys.stdin)))')"
# shellcheck disable=SC2086
restic diff $snapshots | grep '^+ .*tree/new' >/dev/null || fail "diff"
restic --quiet restore latest --target "$work/back"
same_tree "$work/tree" "$work/back$work/tree"
step "forget and prune"
restic --quiet forget --keep-last 1 --prune >/dev/null
restic --quiet check --read-data
step "ok"
