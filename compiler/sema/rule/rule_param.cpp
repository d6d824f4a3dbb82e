#include "compiler/sema/rule/rule_param.h"

#include <utility>
#include <variant>

#include "compiler/diag/codes/types.h"
#include "compiler/ir/ir.h"
#include "compiler/sema/expr/expr_checker.h"
#include "runtime/program/vocabulary/constant.h"
#include "stdlib/type.h"

namespace sigrun::sema {

std::optional<uint32_t> CheckParam(RuleScope& scope, const ast::Param& param) {
  Context& cx = scope.cx;
  using stdlib::TypeKind;
  ir::Type type;
  const bool known = stdlib::ParseTypeName(param.type.name.text, type);
  if (!known || type.kind == TypeKind::kList || type.kind == TypeKind::kAny ||
      type.kind == TypeKind::kRegex || type.kind == TypeKind::kCidr) {
    cx.sink.Emit(codes::UnknownType, param.type.name.span, param.type.name.text)
        .Help("parameters are of type bool, int, float, string, duration, bytes or timestamp");
    return std::nullopt;
  }
  const Typed value = ExprChecker(cx, scope.module, *scope.schema, nullptr).CheckValue(param.value);
  if (!value.valid()) return std::nullopt;
  const auto* constant = std::get_if<ir::Const>(&cx.out.exprs[value.id].node);
  const bool widened = type == stdlib::kFloat && value.type == stdlib::kInt;
  const bool fits = constant && (value.type == type || widened ||
                                 (type.IsText() && value.type == stdlib::kString) ||
                                 (type == stdlib::kBytes && value.type == stdlib::kInt));
  if (!fits) {
    cx.sink.Emit(codes::ParamType, cx.out.exprs[value.id].span, param.name.text,
                 stdlib::TypeName(type), Describe(value.type));
    return std::nullopt;
  }
  program::Constant stored = constant->value;
  if (widened) stored = static_cast<double>(std::get<int64_t>(stored));
  cx.out.params.push_back(
      {scope.written.name.text, param.name.text, param.help, type, std::move(stored)});
  return static_cast<uint32_t>(cx.out.params.size() - 1);
}

}  // namespace sigrun::sema
