// Tests and fixtures of rules. Private to sema.
#pragma once

#include <cstdint>

#include "compiler/sema/context.h"
#include "compiler/sema/rule_test.h"

namespace sigrun::sema {

RuleTest CheckTest(Context& context, uint32_t module, const ast::RuleTest& test);
// Reports duplicate names and broken JSON of all fixtures, used or not. Warns of events that no
// rule on CloudTrail sees.
void WarnOfOtherEvents(Context& cx, const RuleTest& test);

void CheckFixtures(Context& context);

}  // namespace sigrun::sema
