#include "compiler/sema/rule/rule_exprs.h"

#include <string>

#include "compiler/diag/codes/state.h"

namespace sigrun::sema {

std::vector<ir::Named> RuleExprs::CheckNamed(const std::vector<ast::ExprId>& exprs, size_t most,
                                             std::string_view what) const {
  std::vector<ir::Named> named;
  if (exprs.size() > most) {
    scope_.Fits(exprs.size(), most, what, scope_.ast(exprs[most]).span);
    return named;
  }
  for (const ast::ExprId id : exprs) {
    const Typed value = Checker().CheckValue(id);
    if (value.valid())
      named.push_back({std::string(scope_.cx.sources.Text(scope_.ast(id).span)), value.id});
  }
  return named;
}

bool RuleExprs::RequireStateless(ir::ExprId expr) const {
  if (!expr.valid() || !scope_.cx.out.exprs[expr].reads_cells) return true;
  scope_.cx.sink.Emit(codes::StateFeedsState, scope_.cx.out.exprs[expr].span)
      .Help("the input of state is evaluated on each event alone; compare state in the condition");
  return false;
}

bool RuleExprs::RequireEventOnly(ir::ExprId expr) const {
  if (!RequireStateless(expr)) return false;
  if (!expr.valid() || !scope_.cx.out.exprs[expr].stateful) return true;
  scope_.cx.sink.Emit(codes::StateFeedsState, scope_.cx.out.exprs[expr].span)
      .Help(
          "a stateful rule that this one depends on can be used in `where`, the condition "
          "and the alert");
  return false;
}

}  // namespace sigrun::sema
