#!/usr/bin/env bash
# Runs the rules over the logs and compares the alerts with the expected ones. After an intended
# change: ./check.sh --update, and read the difference before you commit it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

alerts() { sigrun scan --quiet --rules rules --format timeline logs; }

if [ "${1:-}" = --update ]; then
  alerts >expected/alerts.txt
else
  diff -u expected/alerts.txt <(alerts)
  echo "the alerts are those that are expected"
fi
