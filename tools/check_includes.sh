#!/usr/bin/env bash
# The floors of docs/ARCHITECTURE.md: a folder includes only what is on a lower floor, itself, or
# third-party headers. The build enforces the same through include roots; this says where and why.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bad=0
# refuse FOLDER PATTERN: no file of the folder includes what matches.
refuse() {
  local found
  found=$(git grep -nE "^#include \"($2)" -- "$1/*.h" "$1/*.cpp" || true)
  [ -z "$found" ] && return
  printf '%s\n  %s must not include %s\n' "$found" "$1" "$2"
  bad=1
}

refuse base '(stdlib|runtime|compiler|engine|cli|gen|tests|bench)/'
refuse stdlib '(runtime|compiler|engine|cli|gen|tests|bench)/'
refuse gen '(stdlib|runtime|compiler|engine|cli|tests|bench)/'
refuse runtime '(compiler|engine|cli|gen|tests|bench)/'
refuse runtime/event 'runtime/(program|exec|state|alert|io)/'
refuse runtime/program 'runtime/(exec|state|alert|io)/'
refuse runtime/exec 'runtime/(state|alert|io)/'
refuse runtime/state 'runtime/(exec|alert|io)/'
refuse runtime/alert 'runtime/(exec|state|io)/'
refuse compiler 'runtime/(event|exec|state|alert|io)/|(engine|cli|gen|tests|bench)/'
refuse compiler/ast 'compiler/(diag|syntax|modules|sema|ir|passes|network|codegen)/'
refuse compiler/syntax 'compiler/(modules|sema|ir|passes|network|codegen)/'
refuse compiler/format 'compiler/(modules|sema|ir|passes|network|codegen)/'
refuse compiler/sigma_export 'compiler/(syntax|sema|passes|network|codegen)/'
refuse compiler/yaml 'compiler/(ast|syntax|sigma|modules|sema|ir|passes|network|codegen)/|(stdlib|runtime)/'
refuse compiler/sigma 'compiler/(syntax|modules|sema|ir|passes|network|codegen)/|runtime/'
refuse compiler/sema 'compiler/(passes|network|codegen)/'
refuse compiler/ir 'compiler/(syntax|modules|sema|passes|network|codegen)/'
refuse compiler/passes 'compiler/(syntax|modules|sema|network|codegen)/'
refuse compiler/network 'compiler/(syntax|modules|sema|codegen)/'
refuse engine '(cli|gen|tests|bench)/'

found=$(git grep -nE '^#include "\.\./' -- '*.h' '*.cpp' ':!tests' || true)
if [ -n "$found" ]; then
  printf '%s\n  includes are written from the top folder\n' "$found"
  bad=1
fi

# What a header uses it includes: which other header brings <cstdint> along depends on the compiler.
found=$(git grep -lE '\bu?int(8|16|32|64|ptr)_t\b' -- '*.h' | xargs grep -L '#include <cstdint>' || true)
if [ -n "$found" ]; then
  printf '%s\n  uses fixed-width integers without <cstdint>\n' "$found"
  bad=1
fi
exit $bad
