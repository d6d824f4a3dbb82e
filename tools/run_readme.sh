#!/usr/bin/env bash
# Runs the commands of a page, word for word, in the current folder: run_readme.sh PAGE
#
# A block that begins with `// file: NAME` or `# file: NAME` is written to that file. The lines `$
# command` of a block ```console are run, and their output must match the lines below them, where …
# matches anything. Needs only bash and sed. (tests/docs runs all pages, and also checks the rules
# in them; this script is for machines without the tests.)
set -euo pipefail
[ $# = 1 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 2; }

failed=0 ran=0 code=0
# check COMMAND EXPECTED
check() {
  local actual pattern
  # `$?` is the exit code of the command before.
  actual=$( (exit "$code"); eval "$1" 2>&1) && code=0 || code=$?
  pattern=$(sed -e 's/[][\\*?]/\\&/g' -e 's/…/*/g' <<<"$2")
  ran=$((ran + 1))
  # shellcheck disable=SC2053 # a pattern
  [[ $actual == $pattern ]] && return
  failed=$((failed + 1))
  printf '%s\n--- is not what the page says:\n%s\n--- but:\n%s\n' "$1" "$2" "$actual"
}

language='' file='' command='' expected=''
finish_command() {
  [ -z "$command" ] || check "$command" "${expected%$'\n'}"
  command='' expected=''
}

while IFS= read -r line; do
  if [ -z "$language" ]; then
    case $line in '```'?*) language=${line#'```'} language=${language%% *} first=1 file='' ;; esac
  elif [ "$line" = '```' ]; then
    finish_command
    language=''
  elif [ "$language" = console ]; then
    case $line in
      '$ '*) finish_command; command=${line#'$ '} ;;
      *) expected+=$line$'\n' ;;
    esac
  else
    if [ "$first" = 1 ]; then
      case $line in '// file: '* | '# file: '*) file=${line#*file: }; mkdir -p "$(dirname "$file")"; : >"$file" ;; esac
    fi
    [ -z "$file" ] || printf '%s\n' "$line" >>"$file"
    first=0
  fi
done <"$1"
printf '%s: %d commands run, %d failed\n' "$1" "$ran" "$failed"
[ "$ran" -gt 0 ] && [ "$failed" = 0 ]
