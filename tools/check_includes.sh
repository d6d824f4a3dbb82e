#!/usr/bin/env bash
# The layers of docs/inside/architecture.md: a folder includes only lower layers, itself, and
# third-party headers. The build enforces the same through include roots; this script says where and
# why.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bad=0
code=(api base bench cli compiler engine gen include runtime stdlib tests)

# matches PATTERN FOLDER…: file, line and text of each match in our C++; works without git.
matches() {
  local pattern=$1
  shift
  grep -rnE --include='*.h' --include='*.cpp' -- "$pattern" "$@" || true
}

# complain FOUND MESSAGE: reports FOUND if it is not empty.
complain() {
  [ -n "$1" ] || return 0
  printf '%s\n  %s\n' "$1" "$2"
  bad=1
}

# refuse FOLDER PATTERN: no file of the folder may include a match.
refuse() { complain "$(matches "^#include \"($2)" "$1")" "$1 must not include $2"; }

refuse base '(stdlib|runtime|compiler|engine|cli|gen|tests|bench)/'
refuse stdlib '(runtime|compiler|engine|cli|gen|tests|bench)/'
refuse gen '(stdlib|runtime|compiler|engine|cli|tests|bench)/'
refuse runtime '(compiler|engine|cli|gen|tests|bench)/'
refuse runtime/event 'runtime/(program|exec|state|alert|io)/'
refuse runtime/event/vocabulary 'runtime/event/([a-z_]*\.h|json/|repair/|fields/|cloudtrail/|envelopes/)'
refuse runtime/event/json 'runtime/event/([a-z_]*\.h|repair/|fields/|cloudtrail/|envelopes/)'
refuse runtime/event/repair 'runtime/event/([a-z_]*\.h|fields/|cloudtrail/|envelopes/)'
refuse runtime/event/fields 'runtime/event/([a-z_]*\.h|repair/|cloudtrail/|envelopes/)'
refuse runtime/event/cloudtrail 'runtime/event/([a-z_]*\.h|repair/|envelopes/)'
refuse runtime/event/envelopes 'runtime/event/([a-z_]*\.h|repair/|cloudtrail/)'
refuse runtime/program 'runtime/(exec|state|alert|io)/'
refuse runtime/exec 'runtime/(state|alert|io)/'
refuse runtime/state 'runtime/(exec|alert|io)/'
refuse runtime/state/order 'runtime/(program/|state/(window/|sequence/|[a-z_0-9]*\.h))'
refuse runtime/state/window 'runtime/state/(order/|sequence/|[a-z_0-9]*\.h)'
refuse runtime/state/sequence 'runtime/state/(order/|[a-z_0-9]*\.h)'
refuse runtime/alert 'runtime/(exec|state|io)/'
refuse compiler 'runtime/(event|exec|state|alert|io)/|(engine|cli|gen|tests|bench)/'
refuse compiler/ast 'compiler/(diag|syntax|modules|sema|ir|passes|network|codegen)/'
refuse compiler/syntax 'compiler/(modules|sema|ir|passes|network|codegen)/'
refuse compiler/syntax/vocabulary 'compiler/([a-z_]*\.h|ast/|diag/|syntax/([a-z_]*\.h|lex/|outline/|tree/|foreign/))'
refuse compiler/syntax/lex 'compiler/syntax/([a-z_]*\.h|vocabulary/|outline/|tree/|foreign/)'
refuse compiler/syntax/outline 'compiler/syntax/([a-z_]*\.h|tree/|foreign/)'
refuse compiler/syntax/tree 'compiler/syntax/([a-z_]*\.h|vocabulary/|outline/|foreign/)'
refuse compiler/syntax/foreign 'compiler/syntax/([a-z_]*\.h|tree/)'
refuse compiler/format 'compiler/(modules|sema|ir|passes|network|codegen)/'
refuse compiler/sigma_export 'compiler/(syntax|sema|passes|network|codegen)/'
refuse compiler/yaml 'compiler/(ast|syntax|sigma|modules|sema|ir|passes|network|codegen)/|(stdlib|runtime)/'
refuse compiler/sigma 'compiler/(syntax|modules|sema|ir|passes|network|codegen)/|runtime/'
refuse compiler/sigma/base 'compiler/sigma/([a-z_]*\.h|config/|detection/|documents/|correlation/|correlation_rule/)'
refuse compiler/sigma/config 'compiler/sigma/([a-z_]*\.h|detection/|documents/|correlation/|correlation_rule/)'
refuse compiler/sigma/detection 'compiler/sigma/([a-z_]*\.h|documents/|correlation/|correlation_rule/)'
refuse compiler/sigma/documents 'compiler/sigma/([a-z_]*\.h|detection/|correlation/|correlation_rule/)'
refuse compiler/sigma/correlation 'compiler/sigma/([a-z_]*\.h|correlation_rule/)'
refuse compiler/sigma/correlation_rule 'compiler/sigma/[a-z_]*\.h'
refuse compiler/sema 'compiler/(passes|network|codegen)/'
refuse compiler/sema/context 'compiler/(syntax/|sema/(operators/|expr/|rule/|state/|[a-z_]*\.h))'
refuse compiler/sema/operators 'compiler/(syntax/|sema/(expr/|rule/|state/|[a-z_]*\.h))'
refuse compiler/sema/expr 'compiler/sema/(rule/|state/|[a-z_]*\.h)'
refuse compiler/sema/rule 'compiler/sema/(state/|[a-z_]*\.h)'
refuse compiler/sema/state 'compiler/sema/[a-z_]*\.h'
refuse compiler/ir 'compiler/(syntax|modules|sema|passes|network|codegen)/'
refuse compiler/passes 'compiler/(syntax|modules|sema|network|codegen)/'
refuse compiler/network 'compiler/(syntax|modules|sema|codegen)/'
refuse engine '(api|sigrun|cli|gen|tests|bench)/'
refuse api '(cli|gen|tests|bench)/'
refuse include '(api|base|bench|cli|compiler|engine|gen|runtime|stdlib|tests)/'

complain "$(matches '^#include "\.\./' "${code[@]}" | grep -v '^tests/' || true)" \
  'includes are written from the top folder'

# A header includes what it uses: which other header includes <cstdint> depends on the compiler.
bare_headers=$(grep -rlE --include='*.h' '\bu?int(8|16|32|64|ptr)_t\b' "${code[@]}" |
  xargs grep -L '#include <cstdint>' || true)
complain "$bare_headers" 'uses fixed-width integers without <cstdint>'

# What depends on a log source is in the source's own files: no other code names one.
own_files='^(stdlib/schema/aws_cloudtrail\.|runtime/event/cloudtrail/|runtime/event/readers\.)'
mentions=$(matches '[cC]loud_?[tT]rail' base cli compiler engine runtime stdlib |
  grep -vE "$own_files" | sed 's#//.*##')
complain "$(grep -E '"(aws\.)?cloudtrail"' <<<"$mentions" || true)" \
  'branches on a log source: give its row a new column'
complain "$(sed -E 's/"([^"\\]|\\.)*"//g' <<<"$mentions" | grep -E '[cC]loud_?[tT]rail' || true)" \
  'names a log source: give its row a new column'

# All output is checked: the program prints through cli/output/output.h and writes files through
# base/write_file.h.
unchecked=$(matches '\b(fmt::print|f?printf|fputs|fwrite|putchar|fopen)\(|std::c(out|err|log)\b|\bofstream\b' \
  api base cli compiler engine gen runtime stdlib | grep -v '^base/check.cpp:' || true)
complain "$unchecked" 'writes without a check: use cli/output/output.h or base/write_file.h'
exit $bad
