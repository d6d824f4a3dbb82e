// The meta block: what a rule says about itself.
#pragma once

#include <cstdint>

#include "compiler/sema/context/context.h"

namespace sigrun::sema {

// Fills in what `info` does not know yet; it has the rule's name and place.
void CheckMeta(Context& context, uint32_t module, const ast::Rule& rule, program::RuleInfo& info);

}  // namespace sigrun::sema
