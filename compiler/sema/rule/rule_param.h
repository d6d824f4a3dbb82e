// A parameter of a rule: its type and its default value.
#pragma once

#include <cstdint>
#include <optional>

#include "compiler/ast/ast.h"
#include "compiler/sema/rule/rule_scope.h"

namespace sigrun::sema {

// Its index in RuleSet::params; nullopt after an error.
std::optional<uint32_t> CheckParam(RuleScope& scope, const ast::Param& param);

}  // namespace sigrun::sema
