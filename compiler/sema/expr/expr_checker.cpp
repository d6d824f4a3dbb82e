#include "compiler/sema/expr/expr_checker.h"

#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "base/overloaded.h"
#include "compiler/diag/codes/names.h"
#include "compiler/diag/codes/rules.h"
#include "compiler/diag/codes/types.h"
#include "compiler/sema/expr/common_type.h"
#include "compiler/sema/expr/quantifier.h"
#include "runtime/program/vocabulary/level.h"
#include "stdlib/type.h"

namespace sigrun::sema {
namespace {

std::string_view OpText(ast::ArithmeticOp op) {
  switch (op) {
    case ast::ArithmeticOp::kAdd:
      return "+";
    case ast::ArithmeticOp::kSubtract:
      return "-";
    case ast::ArithmeticOp::kMultiply:
      return "*";
    case ast::ArithmeticOp::kDivide:
      return "/";
    case ast::ArithmeticOp::kModulo:
      return "%";
  }
  return "";
}

}  // namespace

ExprChecker::ExprChecker(Context& context, uint32_t module, const stdlib::Schema& schema,
                         RuleNames* rule, const ast::File* file)
    : scope_{context, module, schema, rule, file ? *file : context.modules.modules[module].file},
      cx_(context),
      make_(context),
      lists_(scope_, *this),
      paths_(scope_),
      calls_(scope_, *this, paths_, lists_),
      tests_(scope_, *this, lists_) {}

Typed ExprChecker::Check(ast::ExprId id) {
  const ast::Expr& expr = scope_.ast(id);
  // A name leads to its definition, so the limits on one piece of source text do not bound this
  // recursion.
  static constexpr int kMaxOpen = 1'100;
  if (cx_.open_expressions >= kMaxOpen) {
    // Report once: the rest of the chain is not another mistake.
    if (cx_.names_too_deep)
      cx_.Echo();
    else
      cx_.sink.Emit(codes::NamesTooDeep, expr.span, kMaxOpen)
          .Help("define names before they are used, and nest fewer of them");
    cx_.names_too_deep = true;
    return {};
  }
  const Context::Opened opened(cx_);
  const Typed checked =
      std::visit([&](const auto& node) { return CheckNode(node, expr.span); }, expr.node);
  if (!checked.valid()) return checked;
  const ir::Expr& made = cx_.out.exprs[checked.id];
  static constexpr uint32_t kMaxDepth = 1'000, kMaxWeight = 200'000;
  if (made.depth <= kMaxDepth && made.weight <= kMaxWeight) return checked;
  cx_.sink.Emit(codes::ExpressionTooLarge, expr.span, kMaxWeight, kMaxDepth)
      .Help("split the rule, or move long alternatives into a list and use `in`");
  return {};
}

ir::ExprId ExprChecker::CheckPredicate(ast::ExprId expr) {
  return make_.ToPredicate(Check(expr), scope_.ast(expr).span);
}

Typed ExprChecker::CheckValue(ast::ExprId expr) { return make_.ToValue(Check(expr)); }

ir::ExprId ExprChecker::CheckDuration(ast::ExprId id) {
  const Typed value = CheckValue(id);
  if (!value.valid()) return {};
  const ir::Node& node = cx_.out.exprs[value.id].node;
  const bool constant =
      std::holds_alternative<ir::Const>(node) || std::holds_alternative<ir::ParamRef>(node);
  if (constant && value.type == stdlib::kDuration) return value.id;
  cx_.sink.Emit(codes::NotADuration, scope_.ast(id).span, scope_.TextOf(scope_.ast(id).span))
      .Help(
          "write a number with a unit, such as 500ms, 10m, 2h or 14d, or name a duration "
          "parameter");
  return {};
}

ir::ExprId ExprChecker::CheckLevel(ast::ExprId id) {
  const ast::Expr& expr = scope_.ast(id);
  if (const auto* path = std::get_if<ast::Path>(&expr.node); path && path->segments.size() == 1) {
    if (const auto level = FindNamed<program::Level>(path->segments[0].name))
      return make_.AddConst(static_cast<int64_t>(*level), stdlib::kInt, expr.span).id;
  }
  if (const auto* choice = std::get_if<ast::If>(&expr.node)) {
    const ir::ExprId condition = CheckPredicate(choice->condition);
    const ir::ExprId then = CheckLevel(choice->then), otherwise = CheckLevel(choice->otherwise);
    if (!condition.valid() || !then.valid() || !otherwise.valid()) return {};
    return make_.Add(ir::If{condition, then, otherwise}, stdlib::kInt, expr.span).id;
  }
  cx_.sink.Emit(codes::UnknownLevel, expr.span, scope_.TextOf(expr.span))
      .Help(
          "the levels are informational, low, medium, high and critical; `if … then high else low` "
          "chooses");
  return {};
}

Typed ExprChecker::CheckNode(const ast::Literal& literal, Span span) {
  return std::visit(
      Overloaded{
          [&](bool value) { return make_.Add(ir::Truth{value}, stdlib::kBool, span); },
          [&](int64_t value) { return make_.AddConst(value, stdlib::kInt, span); },
          [&](double value) { return make_.AddConst(value, stdlib::kFloat, span); },
          [&](const std::string& value) { return make_.AddConst(value, stdlib::kString, span); },
          [&](Duration value) { return make_.AddConst(value, stdlib::kDuration, span); },
          [&](ast::Bytes value) { return make_.AddConst(value.count, stdlib::kBytes, span); },
          [&](Timestamp value) { return make_.AddConst(value, stdlib::kTimestamp, span); },
          [&](const ast::RegexText&) {
            cx_.sink.Emit(codes::MisplacedRegex, span).Help("write `field matches /…/`");
            return Typed{};
          },
          [&](ast::NullLiteral) {
            cx_.sink.Emit(codes::NullComparison, span)
                .Help("write `field is null`, `field is absent` or `not exists field`");
            return Typed{};
          },
      },
      literal.value);
}

Typed ExprChecker::CheckNode(const ast::Negate& negate, Span span) {
  const Typed operand = CheckValue(negate.operand);
  if (const program::Constant* constant = make_.ConstantOf(operand)) {
    if (const auto* whole = std::get_if<int64_t>(constant))
      return make_.AddConst(*whole == INT64_MIN ? INT64_MAX : -*whole, operand.type, span);
    if (const auto* number = std::get_if<double>(constant))
      return make_.AddConst(-*number, operand.type, span);
  }
  if (!operand.valid()) return {};
  return make_.AddCall("negate", {operand}, span);
}

Typed ExprChecker::CheckNode(const ast::Arithmetic& arithmetic, Span span) {
  const Typed left = CheckValue(arithmetic.left), right = CheckValue(arithmetic.right);
  if (!left.valid() || !right.valid()) return {};
  Typed result = make_.AddCall(OpText(arithmetic.op), {left, right}, span);
  const bool whole = left.type != stdlib::kFloat && right.type != stdlib::kFloat &&
                     left.type.IsNumber() && right.type.IsNumber() &&
                     arithmetic.op != ast::ArithmeticOp::kDivide;
  if (result.valid() && whole) {
    const bool bytes = left.type == stdlib::kBytes || right.type == stdlib::kBytes;
    result.type = cx_.out.exprs[result.id].type = bytes ? stdlib::kBytes : stdlib::kInt;
  }
  return result;
}

std::vector<ir::ExprId> ExprChecker::CheckPredicates(const std::vector<ast::ExprId>& exprs) {
  std::vector<ir::ExprId> predicates;
  for (const ast::ExprId expr : exprs)
    if (const ir::ExprId predicate = CheckPredicate(expr); predicate.valid())
      predicates.push_back(predicate);
  return predicates;
}

Typed ExprChecker::CheckNode(const ast::And& node, Span span) {
  std::vector<ir::ExprId> operands = CheckPredicates(node.operands);
  if (operands.size() != node.operands.size()) return {};
  return make_.Add(ir::And{std::move(operands)}, stdlib::kBool, span);
}

Typed ExprChecker::CheckNode(const ast::Or& node, Span span) {
  std::vector<ir::ExprId> operands = CheckPredicates(node.operands);
  if (operands.size() != node.operands.size()) return {};
  return make_.Add(ir::Or{std::move(operands)}, stdlib::kBool, span);
}

Typed ExprChecker::CheckNode(const ast::Not& node, Span span) {
  const ir::ExprId operand = CheckPredicate(node.operand);
  return operand.valid() ? make_.Add(ir::Not{operand}, stdlib::kBool, span) : Typed{};
}

Typed ExprChecker::CheckNode(const ast::If& node, Span span) {
  const ir::ExprId condition = CheckPredicate(node.condition);
  const Typed then = CheckValue(node.then), otherwise = CheckValue(node.otherwise);
  if (!condition.valid() || !then.valid() || !otherwise.valid()) return {};
  return make_.Add(ir::If{condition, then.id, otherwise.id}, CommonType(then.type, otherwise.type),
                   span);
}

Typed ExprChecker::CheckNode(const ast::Presence& node, Span span) {
  const Typed operand = CheckValue(node.operand);
  if (!operand.valid()) return {};
  const auto mode = static_cast<ir::PresenceMode>(node.mode);
  const Typed presence = make_.Add(ir::Presence{mode, operand.id}, stdlib::kBool, span);
  return node.negated ? make_.Add(ir::Not{presence.id}, stdlib::kBool, span) : presence;
}

Typed ExprChecker::CheckNode(const ast::ListLiteral&, Span span) {
  cx_.sink.Emit(codes::MisplacedList, span)
      .Help("use a list after `in`, `contains any`, `contains all` and the like");
  return {};
}

Typed ExprChecker::CheckNode(const ast::Quantified& node, Span span) {
  return CheckQuantifier(scope_, node, span);
}

}  // namespace sigrun::sema
