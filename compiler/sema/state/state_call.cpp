#include "compiler/sema/state/state_call.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "base/text/suggest.h"
#include "compiler/diag/codes/state.h"
#include "stdlib/type.h"

namespace sigrun::sema {

void StateCall::CheckOptions(const std::vector<std::string_view>& known) const {
  for (const ast::CallOption& option : call_.options) {
    if (std::find(known.begin(), known.end(), option.name.text) != known.end()) continue;
    const std::string_view near =
        Suggest(option.name.text, std::span<const std::string_view>(known));
    auto diagnostic =
        cx_.sink.Emit(codes::UnknownOption, option.name.span, call_.name.text, option.name.text);
    if (!near.empty()) diagnostic.Help(fmt::format("did you mean `{}`?", near));
  }
}

ir::ExprId StateCall::Where() const {
  if (!call_.where.valid()) return cx_.out.Add(ir::Truth{true}, stdlib::kBool, span_);
  const ir::ExprId where = exprs_.Checker().CheckPredicate(call_.where);
  return exprs_.RequireStateless(where) ? where : ir::ExprId{};
}

std::vector<ir::ExprId> StateCall::Arguments() const {
  std::vector<ir::ExprId> arguments;
  for (const ast::ExprId argument : call_.arguments) {
    const Typed value = exprs_.Checker().CheckValue(argument);
    if (value.valid() && exprs_.RequireEventOnly(value.id)) arguments.push_back(value.id);
  }
  return arguments;
}

const ast::CallOption* StateCall::Option(std::string_view name) const {
  for (const ast::CallOption& option : call_.options)
    if (option.name.text == name) return &option;
  return nullptr;
}

ir::ExprId StateCall::DurationOption(std::string_view name) const {
  const ast::CallOption* option = Option(name);
  if (option == nullptr || option->values.size() != 1) {
    cx_.sink.Emit(codes::MissingOption, span_, call_.name.text, name)
        .Help(fmt::format("write `{}(…; {} 14d)`", call_.name.text, name));
    return {};
  }
  return exprs_.Checker().CheckDuration(option->values[0]);
}

}  // namespace sigrun::sema
