#include "compiler/sema/expr/call_checker.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/text/suggest.h"
#include "compiler/diag/codes/names.h"
#include "compiler/diag/codes/state.h"
#include "compiler/diag/codes/types.h"
#include "compiler/sema/context/overload.h"
#include "compiler/sema/expr/common_type.h"
#include "compiler/sema/expr/foreign_functions.h"
#include "stdlib/constant_function.h"
#include "stdlib/type.h"

namespace sigrun::sema {

Typed CallChecker::Check(const ast::Call& call, Span span) {
  if (call.where.valid() || !call.options.empty() || IsStateCall(call.name.text)) {
    cx_.sink.Emit(codes::StateNotNamed, span, call.name.text)
        .Help(fmt::format("bind it to a name, `total = {}(…)`, and test the name: "
                          "`condition total > 5`",
                          call.name.text));
    return {};
  }
  if (stdlib::FindConstantFunction(call.name.text))
    return paths_.AddMembers(lists_.ComputeOne(call, span), call.members, 0, span);
  Typed result;
  if (call.name.text == "coalesce") {
    result = CheckCoalesce(call, span);
  } else if (call.name.text == "untyped") {
    result = CheckUntyped(call, span);
  } else if (call.name.text == "anywhere") {
    result = CheckAnywhere(call, span);
  } else {
    result = CheckFunction(call, span);
  }
  return paths_.AddMembers(result, call.members, 0, span);
}

Typed CallChecker::CheckFunction(const ast::Call& call, Span span) {
  std::vector<Typed> arguments;
  for (const ast::ExprId argument : call.arguments)
    arguments.push_back(operands_.CheckValue(argument));
  if (FunctionsNamed(call.name.text).empty()) {
    ReportUnknownFunction(call, span);
    return {};
  }
  if (!std::all_of(arguments.begin(), arguments.end(), [](Typed a) { return a.valid(); }))
    return {};
  return make_.AddCall(call.name.text, arguments, span);
}

Typed CallChecker::CheckCoalesce(const ast::Call& call, Span span) {
  if (call.arguments.empty()) {
    cx_.sink.Emit(codes::WrongArgumentCount, span, "coalesce", "at least one", 0);
    return {};
  }
  std::vector<ir::ExprId> operands;
  std::optional<ir::Type> type;
  for (const ast::ExprId argument : call.arguments) {
    const Typed value = operands_.CheckValue(argument);
    if (!value.valid()) return {};
    operands.push_back(value.id);
    type = type ? CommonType(*type, value.type) : value.type;
  }
  return make_.Add(ir::Coalesce{std::move(operands)}, *type, span);
}

Typed CallChecker::CheckUntyped(const ast::Call& call, Span span) {
  if (call.arguments.size() != 1) {
    cx_.sink.Emit(codes::WrongArgumentCount, span, "untyped", "one", call.arguments.size());
    return {};
  }
  const ast::Expr& argument = scope_.ast(call.arguments.front());
  const auto* path = std::get_if<ast::Path>(&argument.node);
  if (path == nullptr) {
    cx_.sink.Emit(codes::NeedsField, argument.span, "untyped")
        .Help("name a field, such as untyped(eventTime)");
    return {};
  }
  return paths_.CheckUntyped(*path, argument.span);
}

// Every scalar of the event: the field without a path.
Typed CallChecker::CheckAnywhere(const ast::Call& call, Span span) {
  if (call.arguments.empty())
    return make_.Add(ir::FieldRef{cx_.InternField({}, stdlib::kAny)}, stdlib::kAny, span);
  cx_.sink.Emit(codes::WrongArgumentCount, span, "anywhere", "none", call.arguments.size());
  return {};
}

void CallChecker::ReportUnknownFunction(const ast::Call& call, Span span) {
  auto diagnostic = cx_.sink.Emit(codes::UnknownFunction, call.name.span, call.name.text);
  std::vector<std::string> arguments;
  for (const ast::ExprId argument : call.arguments)
    arguments.push_back(scope_.TextOf(scope_.ast(argument).span));
  const FunctionAdvice advice = AdviceOnFunction(call.name.text, arguments);
  if (!advice.help.empty()) {
    diagnostic.Help(advice.help);
    if (!advice.ours.empty()) diagnostic.FixWith(span, advice.ours);
    return;
  }
  const std::string near(Suggest(call.name.text, CallableNames()));
  diagnostic.Help("docs/reference/functions.md lists the functions");
  if (!near.empty())
    diagnostic.Help(fmt::format("did you mean `{}`?", near)).FixWith(call.name.span, near);
}

}  // namespace sigrun::sema
