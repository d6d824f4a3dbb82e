# Counts tests that ran; a test that could not run did not pass. For ./dev test.
PASSED=0 FAILED=0 SKIPPED=0 FAILURES=()

# count_failed NAME
count_failed() {
  FAILED=$((FAILED + 1))
  FAILURES+=("$1")
}

# outcomes FILE: prints the outcome and the name of each test in a JUnit file of ctest. A test is
# skipped if its return code says so or if it is disabled; one that did not run for any other
# reason, such as a missing program, failed.
outcomes() {
  awk '
    function close_test() { if (name != "") print outcome, name; name = "" }
    /<testcase / {
      close_test()
      name = $0
      sub(/.*<testcase name="/, "", name)
      sub(/" classname=.*/, "", name)
      outcome = / status="run"/ ? "passed" : / status="disabled"/ ? "skipped" : "failed"
    }
    /<skipped message="SKIP_RETURN_CODE/ { outcome = "skipped" }
    END { close_test() }' "$1"
}

# count_junit FILE
count_junit() {
  local outcome name total=0
  if [ -s "$1" ]; then
    while read -r outcome name; do
      total=$((total + 1))
      case $outcome in
        passed) PASSED=$((PASSED + 1)) ;;
        skipped) SKIPPED=$((SKIPPED + 1)) ;;
        *) count_failed "$name" ;;
      esac
    done < <(outcomes "$1")
  fi
  [ "$total" != 0 ] && return
  printf 'no test was run: there is none in %s\n' "$1" >&2
  count_failed "$1"
}

# count_check NAME COMMAND…: one test.
count_check() {
  if "${@:2}"; then PASSED=$((PASSED + 1)); else count_failed "$1"; fi
}

# Prints the names of failed tests and, as the last line, the count; fails if a test failed.
print_count() {
  [ "$FAILED" = 0 ] || printf 'failed: %s\n' "${FAILURES[@]}"
  printf '%d passed, %d failed' "$PASSED" "$FAILED"
  [ "$SKIPPED" = 0 ] || printf ', %d skipped' "$SKIPPED"
  printf '\n'
  [ "$FAILED" = 0 ]
}
