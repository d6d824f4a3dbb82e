// The deprecated form of a condition: `selection | count(field) by group > 5`, `a | near b and not
// c`. It is translated like the equivalent correlation.
#pragma once

#include "compiler/sigma/detection/condition_emitter.h"
#include "compiler/sigma/rule_scope.h"
#include "compiler/yaml/yaml.h"

namespace sigrun::sigma {

// The text of the condition contains a `|`. Errors are reported.
void TranslateLegacy(const yaml::Node& condition, RuleScope& scope, ConditionEmitter& emitter);

}  // namespace sigrun::sigma
