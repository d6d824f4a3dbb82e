#include "compiler/sema/context/expr_maker.h"

#include <utility>
#include <variant>

#include "base/check.h"
#include "compiler/diag/codes/types.h"
#include "compiler/sema/context/overload.h"
#include "stdlib/kernel.h"
#include "stdlib/type.h"

namespace sigrun::sema {

Typed ExprMaker::Add(ir::Node node, ir::Type type, Span span) {
  return {cx_.out.Add(std::move(node), type, span), type};
}

Typed ExprMaker::AddConst(program::Constant value, ir::Type type, Span span) {
  return Add(ir::Const{std::move(value)}, type, span);
}

Typed ExprMaker::AddCall(std::string_view op, const std::vector<Typed>& arguments, Span span) {
  std::vector<ir::Type> types;
  std::vector<ir::ExprId> ids;
  for (const Typed& argument : arguments) {
    types.push_back(argument.type);
    ids.push_back(argument.id);
  }
  const auto kernel = ChooseFunction(op, types);
  if (!kernel) {
    ReportNoOverload(op, arguments, span);
    return {};
  }
  const ir::Type result = stdlib::Kernels()[*kernel].result;
  return Add(ir::Call{*kernel, std::move(ids)}, result, span);
}

void ExprMaker::ReportNoOverload(std::string_view name, const std::vector<Typed>& arguments,
                                 Span span) {
  std::string given;
  for (const Typed& argument : arguments)
    given += (given.empty() ? "" : ", ") + Describe(argument.type);
  const std::vector<std::string> signatures = Signatures(name);
  std::string help;
  for (const std::string& signature : signatures)
    help += (help.empty() ? "it takes " : ", or ") + signature;
  cx_.sink.Emit(codes::WrongArguments, span, name, given.empty() ? "nothing" : given).Help(help);
}

ir::ExprId ExprMaker::ToPredicate(Typed expr, Span span) {
  if (!expr.valid() || cx_.out.exprs[expr.id].IsPredicate()) return expr.id;
  if (const program::Constant* constant = ConstantOf(expr))
    if (const bool* value = std::get_if<bool>(constant))
      return Add(ir::Truth{*value}, stdlib::kBool, span).id;
  if (expr.type == stdlib::kBool || expr.type == stdlib::kAny) {
    const auto kernel = stdlib::FindKernel("is_true");
    SIGRUN_CHECK(kernel);
    return Add(ir::Test{*kernel, false, {expr.id}}, stdlib::kBool, span).id;
  }
  cx_.sink.Emit(codes::NotACondition, span, cx_.sources.Text(span), Describe(expr.type))
      .Help("compare it with a value, or write `exists` before it");
  return {};
}

Typed ExprMaker::ToValue(Typed expr) {
  if (!expr.valid()) return expr;
  const ir::Expr& made = cx_.out.exprs[expr.id];
  if (!made.IsPredicate()) return expr;
  const Span span = made.span;
  if (const auto* truth = std::get_if<ir::Truth>(&made.node))
    return AddConst(truth->value, stdlib::kBool, span);
  return Add(ir::BoolOf{expr.id}, stdlib::kBool, span);
}

const program::Constant* ExprMaker::ConstantOf(Typed expr) const {
  if (!expr.valid()) return nullptr;
  const auto* constant = std::get_if<ir::Const>(&cx_.out.exprs[expr.id].node);
  return constant == nullptr ? nullptr : &constant->value;
}

const std::string* ExprMaker::TextConstant(Typed expr) const {
  const program::Constant* constant = ConstantOf(expr);
  return constant == nullptr ? nullptr : std::get_if<std::string>(constant);
}

}  // namespace sigrun::sema
