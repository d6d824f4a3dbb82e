// A warning for first_seen beside `group by`. A first_seen has one memory for the whole rule
// (docs/inside/decisions/0010): an author who groups by something that its arguments do not contain
// probably expects one memory for each group.
#pragma once

#include "compiler/ast/ast.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/ir/ir.h"

namespace sigrun::sema {

void ReportUngroupedNovelty(const ir::RuleSet& rules, const ir::Rule& rule,
                            const ast::Rule& written, diag::Sink& sink);

}  // namespace sigrun::sema
