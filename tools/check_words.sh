#!/usr/bin/env bash
# Wording that must not come back in text that users see: messages, help, tables and pages. Each row is
# a pattern (grep -E, any letter case) and what to write instead.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

WORDS=(
  '\b(rule|error|warning|alert|file|record|event|argument|test|item|line|value|group)\(s\)'               'the number and the right form: "1 rule", "2 rules"'
  '\bon wish\b'                     'optionally'
  '\bstands? one on (another|top)'  'nested, depends on'
  '\bmend(s|ed|ing)?\b'             'fix'
  '\bput(s|ting)? [a-z ]+ to rules' 'run rules over'
  '\bthis is no\b'                  'this is not a …'
  '\bwithout a word\b'              'silently'
  '\b(left|leaves?|leaving) out\b'  'skip, omit, exclude'
  '\bcloses a circle\b'             'cycle'
  '\bis on itself\b'                'depends on itself'
  '\btaken for silence\b'           'mistaken for "nothing found"'
)

# The lines of our code that contain a string, without comments; the tables; the pages by hand.
visible() {
  grep -rnE --include='*.cpp' --include='*.h' --include='*.def' '"' base cli compiler engine gen runtime stdlib |
    grep -vE '^[^:]*:[0-9]+: *//'
  grep -rnE --include='*.md' '' README.md docs examples | grep -vE '^docs/reference/(rules|library)\.md:'
}

text=$(visible)
failed=0
for ((i = 0; i < ${#WORDS[@]}; i += 2)); do
  found=$(grep -iE "^[^:]*:[0-9]+:.*${WORDS[i]}" <<<"$text") || continue
  printf '%s\nwrite instead: %s\n' "$found" "${WORDS[i + 1]}" >&2
  failed=1
done
exit $failed
