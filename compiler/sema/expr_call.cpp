// Calls of functions: overloads chosen by type from the catalogue.
#include <algorithm>

#include "base/suggest.h"
#include "compiler/diag/codes/names.h"
#include "compiler/diag/codes/state.h"
#include "compiler/diag/codes/types.h"
#include "compiler/sema/expr_checker.h"
#include "compiler/sema/foreign_functions.h"
#include "compiler/sema/overload.h"
#include "stdlib/constant_function.h"

namespace sigrun::sema {

Typed ExprChecker::CheckNode(const ast::Call& call, Span span) {
  if (call.where.valid() || !call.options.empty() || IsStateCall(call.name.text)) {
    cx_.sink.Emit(codes::StateNotNamed, span, call.name.text)
        .Help(fmt::format("bind it to a name, `total = {}(…)`, and test the name: "
                          "`condition total > 5`",
                          call.name.text));
    return Error();
  }
  if (stdlib::FindConstantFunction(call.name.text))
    return AddMembers(CheckComputed(call, span), call.members, 0, span);
  Typed result;
  if (call.name.text == "coalesce") {
    result = CheckCoalesce(call, span);
  } else if (call.name.text == "untyped") {
    result = CheckUntyped(call, span);
  } else if (call.name.text == "anywhere") {
    result = CheckAnywhere(call, span);
  } else {
    std::vector<Typed> arguments;
    for (const ast::ExprId argument : call.arguments) arguments.push_back(CheckValue(argument));
    if (FunctionsNamed(call.name.text).empty()) {
      ReportUnknownFunction(call, span);
      return Error();
    }
    if (!std::all_of(arguments.begin(), arguments.end(), [](Typed a) { return a.valid(); }))
      return Error();
    result = MakeCall(call.name.text, arguments, span);
  }
  return AddMembers(result, call.members, 0, span);
}

// A string computed at compile time. Several are a list, which is not a value.
Typed ExprChecker::CheckComputed(const ast::Call& call, Span span) {
  const auto computed = Compute(call, span);
  if (!computed) return Error();
  if (!computed->list) return AddConst(computed->texts.front(), stdlib::kString, span);
  cx_.sink.Emit(codes::MisplacedList, span)
      .Help(
          fmt::format("{}(…) gives several strings: use it after `in`, `contains any` and the like",
                      call.name.text));
  return Error();
}

std::optional<ConstantTexts> ExprChecker::Compute(const ast::Call& call, Span span) {
  const auto other = [this](ast::ExprId argument) -> std::optional<ConstantTexts> {
    if (const Declaration* named = NamedList(argument)) {
      const std::vector<std::string>* items = ListItems(*named);
      return items == nullptr ? std::nullopt : std::optional(ConstantTexts{*items, true});
    }
    const Typed value = CheckValue(argument);
    if (!value.valid()) return std::nullopt;
    if (const std::string* text = TextConstant(value)) return ConstantTexts{{*text}, false};
    return ReportNotConstant(cx_, ast(argument).span);
  };
  return TextComputer(cx_, file_, other).Compute(call, span);
}

// The field as in the record, whether or not the schema has it.
Typed ExprChecker::CheckUntyped(const ast::Call& call, Span span) {
  if (call.arguments.size() != 1) {
    cx_.sink.Emit(codes::WrongArgumentCount, span, "untyped", "one", call.arguments.size());
    return Error();
  }
  const ast::Expr& argument = ast(call.arguments.front());
  const auto* path = std::get_if<ast::Path>(&argument.node);
  if (path == nullptr) {
    cx_.sink.Emit(codes::NeedsField, argument.span, "untyped")
        .Help("name a field, such as untyped(eventTime)");
    return Error();
  }
  if (HasIndex(*path)) return Error();
  return AddField(*path, stdlib::kAny, argument.span);
}

// Every scalar of the event: the field without a path.
Typed ExprChecker::CheckAnywhere(const ast::Call& call, Span span) {
  if (call.arguments.empty())
    return Add(ir::FieldRef{cx_.InternField({}, stdlib::kAny)}, stdlib::kAny, span);
  cx_.sink.Emit(codes::WrongArgumentCount, span, "anywhere", "none", call.arguments.size());
  return Error();
}

Typed ExprChecker::MakeCall(std::string_view op, const std::vector<Typed>& arguments, Span span) {
  std::vector<ir::Type> types;
  std::vector<ir::ExprId> ids;
  for (const Typed& argument : arguments) {
    types.push_back(argument.type);
    ids.push_back(argument.id);
  }
  const auto kernel = ChooseFunction(op, types);
  if (!kernel) {
    ReportNoOverload(op, arguments, span);
    return Error();
  }
  const ir::Type result = stdlib::Kernels()[*kernel].result;
  return Add(ir::Call{*kernel, std::move(ids)}, result, span);
}

void ExprChecker::ReportUnknownFunction(const ast::Call& call, Span span) {
  auto diagnostic = cx_.sink.Emit(codes::UnknownFunction, call.name.span, call.name.text);
  std::vector<std::string> arguments;
  for (const ast::ExprId argument : call.arguments) arguments.push_back(TextOf(ast(argument).span));
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

void ExprChecker::ReportNoOverload(std::string_view name, const std::vector<Typed>& arguments,
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

}  // namespace sigrun::sema
