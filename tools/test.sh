#!/usr/bin/env bash
# All tests of Torc: the unit, property and contract tests of every module, then real clients against a real server.
#
#   torc test            everything
#   torc test unit       only what runs inside the build
#   torc test clients    only the real clients
#   torc test chaos      three short runs of torc chaos
#   torc test simulate   2,000 seeds of torc simulate
#   torc test NAME...    only the clients of these names (tools/clients/NAME.sh)
#
# Ends with a line "N passed, M failed"; the exit code is 0 only if nothing failed.
set -uo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
what=${1:-all}
passed=0
failed=0
failures=()

# Adds up the test reports of the build.
count_reports() {
  local report tests wrong
  while IFS= read -r report; do
    tests=$(grep -o -m1 ' tests="[0-9]*"' "$report" | tr -dc 0-9)
    wrong=$(grep -o -m1 ' failures="[0-9]*"' "$report" | tr -dc 0-9)
    wrong=$((wrong + $(grep -o -m1 ' errors="[0-9]*"' "$report" | tr -dc 0-9)))
    passed=$((passed + tests - wrong))
    failed=$((failed + wrong))
    [ "$wrong" -gt 0 ] && failures+=("$(basename "$report" .xml | sed 's/^TEST-//')")
  done < <(find "$home"/*/target/surefire-reports -name 'TEST-*.xml' 2>/dev/null)
}

unit_tests() {
  echo "== Unit, property and contract tests of all modules"
  find "$home"/*/target/surefire-reports -name 'TEST-*.xml' -delete 2>/dev/null
  local log code
  log=$(mktemp "${TMPDIR:-/tmp}/torc-test.XXXXXX")
  (cd "$home" && ./mvnw -B verify -Dmaven.test.failure.ignore=true) >"$log" 2>&1
  code=$?
  grep -E '^\[(INFO|WARNING|ERROR)\] Tests run:.*(Time elapsed|Failures: [^0])|^\[ERROR\]|BUILD' "$log" | tail -60
  count_reports
  if [ "$code" -ne 0 ]; then
    failed=$((failed + 1))
    failures+=("the build (see $log)")
  else
    rm -f "$log"
  fi
}

# Runs one client script against a server of its own, on free ports and in a folder of its own.
client_test() {
  local name=$1 script="$home/tools/clients/$1.sh" folder log began=$SECONDS
  folder=$(mktemp -d "${TMPDIR:-/tmp}/torc-client.XXXXXX")
  log="$folder/log"
  if "$home/torc" up --detach --data "$folder/data" --port 0 --s3-port 0 >"$folder/up.log" 2>&1; then
    (
      eval "$("$home/torc" env --data "$folder/data")"
      export TORC_HOME="$home" TORC_DATA="$folder/data" TORC_WORK="$folder/work"
      mkdir -p "$TORC_WORK"
      cd "$TORC_WORK" && timeout "${TORC_CLIENT_TIMEOUT:-300}" bash "$script"
    ) >"$log" 2>&1
    local code=$?
    "$home/torc" down --data "$folder/data" >>"$folder/up.log" 2>&1
  else
    local code=1
    cp "$folder/up.log" "$log"
  fi
  if [ "$code" -eq 0 ]; then
    passed=$((passed + 1))
    echo "ok      $name ($((SECONDS - began)) s)"
    rm -rf "$folder"
  else
    failed=$((failed + 1))
    failures+=("$name")
    echo "FAILED  $name ($((SECONDS - began)) s); the end of its output:"
    tail -25 "$log" | sed 's/^/        /'
    echo "        (all of it: $log)"
  fi
}

client_tests() {
  echo "== Real clients"
  "$home/torc" version || exit 1
  local script
  if [ -x "$home/tools/install-clients.sh" ]; then "$home/tools/install-clients.sh" || echo "(some clients are missing)"; fi
  for script in "$home"/tools/clients/*.sh; do
    case "$(basename "$script" .sh)" in
      lib) ;; # What the others use.
      *) client_test "$(basename "$script" .sh)" ;;
    esac
  done
}

# Short runs against clusters of three nodes: what kills and stands still, what cuts, what destroys. Two minutes in all.
chaos_tests() {
  echo "== Faults under load"
  chaos_test 1 kill-one,ring-change
  chaos_test 2 cut-one,cut-one-way,pause
  chaos_test 3 lost-device,bit-flips,kill-one
}

chaos_test() {
  local seed=$1 faults=$2 log began=$SECONDS
  shift 2
  [ $# -gt 0 ] || set -- --nodes 3 --seconds 12
  log=$(mktemp "${TMPDIR:-/tmp}/torc-chaos.XXXXXX")
  if "$home/torc" chaos "$@" --seed "$seed" --faults "$faults" >"$log" 2>&1; then
    passed=$((passed + 1))
    echo "ok      chaos $faults ($((SECONDS - began)) s)"
    grep '^skipped\|^no ' "$log" | sed 's/^/        /'
    rm -f "$log"
  else
    failed=$((failed + 1))
    failures+=("chaos --seed $seed --faults $faults")
    echo "FAILED  chaos $faults ($((SECONDS - began)) s); the end of its output:"
    tail -25 "$log" | sed 's/^/        /'
    echo "        (all of it: $log)"
  fi
}

# 2,000 seeds of the simulator; a failed one is repeated by `torc simulate --seed`.
simulate_test() {
  echo "== Simulated seeds"
  local log began=$SECONDS
  log=$(mktemp "${TMPDIR:-/tmp}/torc-simulate.XXXXXX")
  if "$home/torc" simulate --seeds "${TORC_SEEDS:-2000}" >"$log" 2>&1; then
    passed=$((passed + 1))
    echo "ok      simulate ($((SECONDS - began)) s): $(tail -1 "$log")"
    rm -f "$log"
  else
    failed=$((failed + 1))
    failures+=("simulate")
    echo "FAILED  simulate ($((SECONDS - began)) s):"
    tail -25 "$log" | sed 's/^/        /'
  fi
}

"$home/tools/packages.sh" || echo "(some tests are skipped)"
case "$what" in
  all)
    unit_tests
    simulate_test
    client_tests
    chaos_tests
    ;;
  unit) unit_tests ;;
  clients) client_tests ;;
  chaos) chaos_tests ;;
  simulate) simulate_test ;;
  *) for name in "$@"; do client_test "$name"; done ;;
esac

if [ "${#failures[@]}" -gt 0 ]; then printf 'failed: %s\n' "${failures[@]}"; fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
