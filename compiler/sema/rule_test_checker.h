// Tests and fixtures of rules.
#pragma once

#include <cstdint>

#include "compiler/sema/context/context.h"
#include "compiler/sema/rule_test.h"

namespace sigrun::sema {

RuleTest CheckTest(Context& context, uint32_t module, const ast::RuleTest& test);
// Warns of events that are hardly records of the source: they have some of its keys, but not all.
void WarnOfOtherEvents(Context& context, const stdlib::LogSource& source, const RuleTest& test);
// Duplicate names and broken JSON of all fixtures, used or not.
void CheckFixtures(Context& context);

}  // namespace sigrun::sema
