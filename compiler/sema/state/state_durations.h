// The limits of the verifier on durations, reported in the source.
#pragma once

#include "compiler/ir/ir.h"
#include "compiler/sema/context/context.h"

namespace sigrun::sema {

// Of the window, first_seen, baselines and suppression.
void CheckDurations(Context& context, const ir::Rule& rule);

}  // namespace sigrun::sema
