#!/usr/bin/env bash
# Every row of docs/faults.md that is tried before a release, once, one after another: a line a row with its verdict.
#
#   tools/tier2.sh [ROW...]      for example  tools/tier2.sh F02 F12       default: all; takes about 40 minutes
#
# Needs root, and installs what else it needs; a row without that says "skipped". A row that fails leaves its output. Ends
# with "N of M rows OK".
set -uo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
wanted=" $* "
ok=0
rows=0

row() {
  local name=$1 log code
  shift
  [ "$wanted" = "  " ] || [[ $wanted == *" $name "* ]] || return 0
  rows=$((rows + 1))
  log=$(mktemp "${TMPDIR:-/tmp}/torc-tier2.XXXXXX")
  "$@" >"$log" 2>&1
  code=$?
  case $code in
    0) ok=$((ok + 1)); echo "$(date -u +%H:%M:%S) $name OK      $(tail -1 "$log")"; rm -f "$log" ;;
    77) echo "$(date -u +%H:%M:%S) $name skipped $(tail -1 "$log")"; rm -f "$log" ;;
    *) echo "$(date -u +%H:%M:%S) $name FAILED  $(tail -1 "$log"); its output: $log" ;;
  esac
}

chaos() { "$home/torc" chaos --nodes "$1" --seconds 60 --seed "$2" --faults "$3" "${@:4}"; }

"$home/tools/packages.sh" faults
"$home/torc" version >/dev/null || exit 1
row F01 chaos 3 1001 kill-one
row F02 chaos 3 1002 kill-all
row F03 "$home/tools/faults.sh" power-cut
row F06 "$home/tools/faults.sh" disk-errors
row F08 chaos 3 1008 bit-flips,old-data
row F09 chaos 3 1009 full-disk
row F10 chaos 3 1010 slow-disk
row F11 chaos 3 1011 clock-jump
row F12 chaos 5 1012 cut-one,cut-halves,cut-bridge
row F13 chaos 3 1013 cut-one-way
row F14 chaos 3 1014 loss,slow-network
row F17 chaos 3 1017 lost-device
row F18 chaos 3 1018 ring-change,kill-one
row F19 chaos 5 1019 kill-two
row F20 chaos 3 1020 pause
row F21 "$home/tools/faults.sh" memory
row F22 "$home/tools/faults.sh" descriptors
row F24 "$home/tools/faults.sh" connections
row F29 chaos 1 1029 none --clients 16 --names 4
echo "$ok of $rows rows OK"
[ "$ok" -eq "$rows" ]
