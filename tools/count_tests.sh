# Tests are counted where they ran: what could not run did not pass. For ./dev test.
PASSED=0 FAILED=0 SKIPPED=0

# How often a word stands in a file, each at most once a line as ctest writes them.
lines_with() { grep -c -- "$1" "$2" || true; }

# count_junit FILE, as ctest writes it. Skipped is a test that says so of itself, by its return code,
# and one that is disabled; one that did not run for any other reason, such as a missing program,
# failed.
count_junit() {
  local total=0 passed skipped
  [ ! -s "$1" ] || total=$(lines_with '<testcase ' "$1")
  if [ "$total" = 0 ]; then
    printf 'no test was run: there is none in %s\n' "$1" >&2
    FAILED=$((FAILED + 1))
    return
  fi
  passed=$(lines_with '<testcase .* status="run"' "$1")
  skipped=$(lines_with '<skipped message="SKIP_RETURN_CODE\|<testcase .* status="disabled"' "$1")
  PASSED=$((PASSED + passed))
  SKIPPED=$((SKIPPED + skipped))
  FAILED=$((FAILED + total - passed - skipped))
}

# count_check COMMAND…: one test.
count_check() {
  if "$@"; then PASSED=$((PASSED + 1)); else FAILED=$((FAILED + 1)); fi
}

# The last line; fails if something did.
print_count() {
  printf '%d passed, %d failed' "$PASSED" "$FAILED"
  [ "$SKIPPED" = 0 ] || printf ', %d skipped' "$SKIPPED"
  printf '\n'
  [ "$FAILED" = 0 ]
}
