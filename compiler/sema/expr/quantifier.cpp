#include "compiler/sema/expr/quantifier.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "compiler/diag/codes/names.h"
#include "compiler/ir/ir.h"
#include "compiler/sema/context/expr_maker.h"
#include "compiler/sema/context/rule_names.h"
#include "stdlib/type.h"

namespace sigrun::sema {

Typed CheckQuantifier(const ExprScope& scope, const ast::Quantified& node, Span span) {
  if (scope.rule == nullptr) {
    scope.cx.sink.Emit(codes::QuantifierOutsideRule, span)
        .Help("`any of …` counts the bindings of a rule: move it into a rule");
    return {};
  }
  std::vector<ir::ExprId> operands;
  std::vector<ast::Name> patterns = node.patterns;
  if (node.them) patterns = {{"them", span}};
  for (const ast::Name& pattern : patterns) {
    const std::vector<ir::ExprId> found = scope.rule->Selections(pattern.text);
    if (found.empty()) {
      scope.cx.sink.Emit(codes::NoSuchSelection, pattern.span, pattern.text)
          .Help(
              "a pattern selects predicates bound in this rule: `filter_*` matches `filter_office "
              "= …`");
      return {};
    }
    for (const ir::ExprId operand : found)
      if (std::find(operands.begin(), operands.end(), operand) == operands.end())
        operands.push_back(operand);
  }
  if (std::any_of(operands.begin(), operands.end(), [](ir::ExprId id) { return !id.valid(); }))
    return {};
  ExprMaker make(scope.cx);
  const auto count = static_cast<uint32_t>(operands.size());
  if (node.at_least > count) {
    scope.cx.sink.Emit(codes::QuantifierTooLarge, span, node.at_least, count);
    return {};
  }
  const uint32_t needed = node.at_least == 0 ? count : node.at_least;
  if (needed == count) return make.Add(ir::And{std::move(operands)}, stdlib::kBool, span);
  if (needed == 1) return make.Add(ir::Or{std::move(operands)}, stdlib::kBool, span);
  return make.Add(ir::AtLeast{needed, std::move(operands)}, stdlib::kBool, span);
}

}  // namespace sigrun::sema
