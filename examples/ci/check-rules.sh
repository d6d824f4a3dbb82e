#!/usr/bin/env bash
# The checks that every change of the rules must pass: the rules have no errors, their tests pass, and
# the stored log gives the expected alerts. It is one script, so that it also runs at home.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

sigrun check rules
sigrun test rules --junit rule-tests.xml
diff -u expected/alerts.txt <(sigrun scan --quiet --rules rules --format timeline logs)
echo "the alerts are those that are expected"
