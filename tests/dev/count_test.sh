#!/usr/bin/env bash
# ./dev test counts what ran: count_test.sh CMAKE CTEST
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/../../tools/count_tests.sh"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

expect() { # WHAT IT SAYS…
  local said
  said=$(print_count | tail -n 1 || true)
  [ "$said" = "$*" ] || { printf 'said:     %s\nexpected: %s\n' "$said" "$*"; exit 1; }
}

"$1" -S "$here/counted" -B "$folder/build" -G Ninja >"$folder/log" || { cat "$folder/log"; exit 1; }
"$2" --test-dir "$folder/build" --output-junit "$folder/tests.xml" >/dev/null 2>&1 && exit 1
count_junit "$folder/tests.xml"
expect '1 passed, 3 failed, 2 skipped'
count_check "true is true" true
count_check "false is true" false
expect '2 passed, 4 failed, 2 skipped'
count_junit "$folder/none.xml" 2>/dev/null
expect '2 passed, 5 failed, 2 skipped'
printf '<testsuite>\n</testsuite>\n' >"$folder/empty.xml"
count_junit "$folder/empty.xml" 2>/dev/null
expect '2 passed, 6 failed, 2 skipped'
named=$(print_count || true)
for name in fails is_missing is_late 'false is true' "$folder/none.xml"; do
  grep -qxF "failed: $name" <<<"$named" || { printf 'not named: %s\n' "$name"; exit 1; }
done
PASSED=7 FAILED=0 SKIPPED=0
expect '7 passed, 0 failed'
print_count >/dev/null || exit 1
FAILED=1
if print_count >/dev/null; then exit 1; fi
