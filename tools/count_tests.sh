# Tests are counted where they ran: what could not run did not pass. For ./dev test.
PASSED=0 FAILED=0 SKIPPED=0 FAILURES=()

# count_failed NAME
count_failed() {
  FAILED=$((FAILED + 1))
  FAILURES+=("$1")
}

# outcomes FILE, as ctest writes it: a line for each test, its outcome and its name. Skipped is a test
# that says so of itself, by its return code, and one that is disabled; one that did not run for any
# other reason, such as a missing program, failed.
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

# What failed, by name, and the last line; fails if something did.
print_count() {
  [ "$FAILED" = 0 ] || printf 'failed: %s\n' "${FAILURES[@]}"
  printf '%d passed, %d failed' "$PASSED" "$FAILED"
  [ "$SKIPPED" = 0 ] || printf ', %d skipped' "$SKIPPED"
  printf '\n'
  [ "$FAILED" = 0 ]
}
