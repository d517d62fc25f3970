#!/usr/bin/env bash
# Faults of a single Torc that need more than torc chaos can make (docs/faults.md): of its disk, its memory and its
# descriptors. Each run prints what was acknowledged and what is still there, and ends with 1 if anything is not.
#
#   tools/faults.sh power-cut     F03  a disk with a write-back cache loses its power, three times; needs nbdkit, nbdfuse, root
#   tools/faults.sh disk-errors   F06  writes, then reads, of one of three disks fail; needs nbdkit, nbdfuse, root
#   tools/faults.sh memory        F21  a small heap under load, then the kernel's out-of-memory killer; needs root, cgroup v1
#   tools/faults.sh descriptors   F22  a process runs out of descriptors and goes on when there are some again
#   tools/faults.sh connections   F24  14,000 idle connections beside 100 active ones
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
torc="$home/torc"
client=(python3 "$home/tools/faults/client.py")
work=$(mktemp -d "${TMPDIR:-/tmp}/torc-faults.XXXXXX")
data="$work/data"
loop=""
pids=()

say() { echo "$(date +%T) $*"; }

clean_up() {
  [ -n "${torc_pid:-}" ] && kill -9 "$torc_pid" 2>/dev/null
  cut_off 2>/dev/null
  for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null; done
  [ -n "${group:-}" ] && rmdir "$group" 2>/dev/null
  [ -n "${keep:-}" ] || rm -rf "$work"
}
trap 'code=$?; set +e; clean_up; exit $code' EXIT

needs() { for tool in "$@"; do command -v "$tool" >/dev/null || { echo "needs $tool"; exit 77; }; done; }

up() {
  printf 'device:\n  segment-size: 64MiB\n  zero-ahead: 8MiB\nrepair:\n  delay: 500ms\n  comparison-pause: 2s\n' >"$work/torc.yaml"
  "$torc" up --detach --config "$work/torc.yaml" --data "$data" --port 0 --s3-port 0 "$@"
  torc_pid=$(cat "$data/torc.pid")
  eval "$("$torc" env --data "$data")"
}

down() { "$torc" down --data "$data" >/dev/null; torc_pid=""; }

kill_torc() { kill -9 "$torc_pid"; while kill -0 "$torc_pid" 2>/dev/null; do sleep 0.1; done; torc_pid=""; }

# A file system on $work/disk whose disk is nbdkit with these filters: what they keep to themselves is not on the image.
plug_in() {
  local mount=$1
  shift
  rm -f "$work/socket"
  mkdir -p "$work/fuse" "$mount"
  nbdkit -f -U "$work/socket" "$@" &
  nbdkit_pid=$!
  pids+=("$nbdkit_pid")
  while [ ! -S "$work/socket" ]; do sleep 0.1; done
  nbdfuse "$work/fuse" --unix "$work/socket" &
  fuse_pid=$!
  pids+=("$fuse_pid")
  while [ ! -f "$work/fuse/nbd" ]; do sleep 0.1; done
  loop=$(losetup -f --show --direct-io=on "$work/fuse/nbd")
  [ -n "${formatted:-}" ] || { mkfs.ext4 -q -F "$loop"; formatted=1; }
  mount "$loop" "$mount"
  mounted=$mount
}

cut_off() {
  [ -n "$loop" ] || return 0
  kill -9 "$nbdkit_pid" 2>/dev/null || true
  umount -l "$mounted" || true
  losetup -d "$loop" || true
  loop=""
  fusermount -u -z "$work/fuse" 2>/dev/null || umount -l "$work/fuse" || true
  kill -9 "$fuse_pid" 2>/dev/null || true
  wait "$nbdkit_pid" "$fuse_pid" 2>/dev/null || true
}

power_cut() {
  needs nbdkit nbdfuse losetup mkfs.ext4
  truncate -s 2G "$work/image"
  for round in 1 2 3; do
    plug_in "$work/disk" --filter=cache file "$work/image" cache=writeback
    data="$work/disk/data"
    up
    [ "$round" = 1 ] || "${client[@]}" check "$work/journal"
    "${client[@]}" write 20 "$work/journal" &
    writer=$!
    sleep $((5 + RANDOM % 6))
    kill -9 "$nbdkit_pid"
    kill_torc
    say "power cut $round"
    cut_off
    wait "$writer"
  done
  plug_in "$work/disk" --filter=cache file "$work/image" cache=writeback
  up
  "${client[@]}" check "$work/journal"
  down
  "$torc" fsck --data "$data"
}

disk_errors() {
  needs nbdkit nbdfuse losetup mkfs.ext4
  up --devices 3 --replicas 3
  down
  truncate -s 2G "$work/image"
  mv "$data/devices/d1" "$work/d1"
  plug_in "$data/devices/d1" --filter=error file "$work/image" error=EIO error-pwrite-rate=100% error-pread-rate=0 \
    error-file="$work/writes-fail"
  cp -a "$work/d1/." "$data/devices/d1/"
  up
  "${client[@]}" write 8 "$work/journal"
  touch "$work/writes-fail"
  say "each write to one of three disks fails"
  "${client[@]}" write 15 "$work/journal"
  "${client[@]}" check "$work/journal"
  "$torc" status --data "$data" | head -30 || true
  rm "$work/writes-fail"
  kill_torc
  cut_off
  say "the disk is replaced by an empty one"
  up
  "${client[@]}" write 5 "$work/journal"
  "${client[@]}" check "$work/journal"
  sleep 15
  down
  "$torc" fsck --data "$data"
}

memory() {
  local top=/sys/fs/cgroup/memory own
  [ -w "$top/memory.limit_in_bytes" ] || [ -w "$top/cgroup.procs" ] || { echo "needs root and cgroup v1"; exit 77; }
  group=$top/torc-faults-$$
  own=$top$(sed -n 's/^[0-9]*:memory://p' /proc/self/cgroup)
  mkdir "$group"
  echo $$ >"$group/cgroup.procs"
  TORC_HEAP=96m up
  echo $$ >"$own/cgroup.procs"
  "${client[@]}" write 15 "$work/journal" 64 8000000
  kill -0 "$torc_pid" && say "it lives on with a heap of 96 MiB under 64 writers"
  # No more than it has now: the kernel kills it when the load goes on.
  echo $(($(awk '/VmRSS/ {print $2}' "/proc/$torc_pid/status") * 1024)) >"$group/memory.limit_in_bytes"
  echo 32M >"$group/memory.limit_in_bytes" 2>/dev/null || true
  "${client[@]}" write 15 "$work/journal" 64 8000000
  if kill -0 "$torc_pid" 2>/dev/null; then say "it was not killed"; kill_torc; else say "the kernel has killed it"; fi
  torc_pid=""
  up
  "${client[@]}" check "$work/journal"
  down
  "$torc" fsck --data "$data"
}

descriptors() {
  needs prlimit
  up
  "${client[@]}" write 5 "$work/journal"
  local used
  used=$(ls "/proc/$torc_pid/fd" | wc -l)
  local before
  before=$(prlimit --pid "$torc_pid" --nofile --noheadings --raw --output SOFT)
  prlimit --pid "$torc_pid" --nofile=$((used + 40)):
  say "$used descriptors are open, 40 more may be"
  "${client[@]}" hold 300 20 &
  holder=$!
  sleep 3
  "${client[@]}" write 8 "$work/journal" 2 || say "a new client is not let in"
  wait "$holder"
  sleep 1
  "${client[@]}" write 5 "$work/journal" 2
  "${client[@]}" check "$work/journal"
  prlimit --pid "$torc_pid" --nofile="$before":
  down
  "$torc" fsck --data "$data"
}

heap_kib() { jcmd "$torc_pid" GC.run >/dev/null; jcmd "$torc_pid" GC.heap_info | grep -oE 'used [0-9]+K' | tr -dc '0-9\n' | head -2 | paste -sd+ | bc; }

connections() {
  ulimit -n "$(ulimit -Hn)"
  up
  local url token
  url=$(curl -sS -D - -o /dev/null -H "X-Auth-User: $ST_USER" -H "X-Auth-Key: $ST_KEY" "$ST_AUTH" | tr -d '\r')
  token=$(sed -n 's/^X-Auth-Token: //ip' <<<"$url")
  url=$(sed -n 's/^X-Storage-Url: //ip' <<<"$url")
  local bench=("$torc" bench object --url "$url" --token "$token" --sizes 4096 --concurrency 100 --mix 0 --objects 200 --duration 8)
  say "100 active clients alone:"
  "${bench[@]}" 2>&1 | tail -3 || true
  local before after
  before=$(heap_kib)
  "${client[@]}" hold 14000 45 >"$work/held" &
  holder=$!
  while ! grep -q holds "$work/held"; do sleep 0.5; done
  cat "$work/held"
  after=$(heap_kib)
  say "heap: $before KiB, then $after KiB; $(((after - before) * 1024 / 14000)) bytes each"
  say "100 active clients beside them:"
  "${bench[@]}" 2>&1 | tail -3 || true
  wait "$holder"
  down
}

case "${1:-}" in
  power-cut) power_cut ;;
  disk-errors) disk_errors ;;
  memory) memory ;;
  descriptors) descriptors ;;
  connections) connections ;;
  *) sed -n '2,12s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 2 ;;
esac
say "passed: $1"
