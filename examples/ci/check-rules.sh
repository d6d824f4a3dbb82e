#!/usr/bin/env bash
# What every change of the rules has to pass: they are right, what they say of themselves holds, and
# the log that is kept makes the alerts that are expected. One script, so that it runs at home too.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

sigrun check rules
sigrun test rules --junit rule-tests.xml
diff -u expected/alerts.txt <(sigrun scan --quiet --rules rules --format timeline logs)
echo "the alerts are those that are expected"
