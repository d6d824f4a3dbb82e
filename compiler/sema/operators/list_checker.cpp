#include "compiler/sema/operators/list_checker.h"

#include <fmt/format.h>

#include <utility>
#include <variant>

#include "compiler/diag/codes/types.h"
#include "compiler/sema/context/list_reader.h"

namespace sigrun::sema {

std::optional<ConstantTexts> ListChecker::Compute(const ast::Call& call, Span span) {
  const auto other = [this](ast::ExprId argument) -> std::optional<ConstantTexts> {
    if (const Declaration* named = Named(argument)) {
      const std::vector<std::string>* items = ReadListItems(cx_, *named);
      return items == nullptr ? std::nullopt : std::optional(ConstantTexts{*items, true});
    }
    const Typed value = operands_.CheckValue(argument);
    if (!value.valid()) return std::nullopt;
    if (const std::string* text = make_.TextConstant(value)) return ConstantTexts{{*text}, false};
    return ReportNotConstant(cx_, scope_.ast(argument).span);
  };
  return TextComputer(cx_, scope_.file, other).Compute(call, span);
}

// A string computed at compile time. Several are a list, which is not a value.
Typed ListChecker::ComputeOne(const ast::Call& call, Span span) {
  const auto computed = Compute(call, span);
  if (!computed) return {};
  if (!computed->list) return make_.AddConst(computed->texts.front(), stdlib::kString, span);
  cx_.sink.Emit(codes::MisplacedList, span)
      .Help(
          fmt::format("{}(…) gives several strings: use it after `in`, `contains any` and the like",
                      call.name.text));
  return {};
}

std::vector<Typed> ListChecker::CheckItems(const ast::ListLiteral& list) {
  std::vector<Typed> items;
  for (const ast::ExprId item : list.items) {
    const ast::Call* call = ConstantCall(scope_.file, item);
    if (call == nullptr) {
      items.push_back(operands_.CheckValue(item));
      continue;
    }
    const Span span = scope_.ast(item).span;
    const auto computed = Compute(*call, span);
    if (!computed) items.push_back({});
    if (computed)
      for (const std::string& text : computed->texts)
        items.push_back(make_.AddConst(text, stdlib::kString, span));
  }
  return items;
}

ListChecker::Texts ListChecker::TextsOf(ast::ExprId expr) {
  Texts list;
  if (const Declaration* named = Named(expr)) {
    list.is_list = true;
    if (const std::vector<std::string>* items = ReadListItems(cx_, *named)) list.texts = *items;
    if (named->list->element_type)
      stdlib::ParseTypeName(named->list->element_type->name.text, list.element);
    list.declared_text = named->list->element_type && list.element == stdlib::kString;
  } else if (const ast::Call* call = ConstantCall(scope_.file, expr)) {
    auto computed = Compute(*call, scope_.ast(expr).span);
    list.is_list = !computed || computed->list;
    if (computed) list.texts = std::move(computed->texts);
  }
  return list;
}

const Declaration* ListChecker::Named(ast::ExprId expr) {
  const auto* path = std::get_if<ast::Path>(&scope_.ast(expr).node);
  if (path == nullptr || path->segments.size() != 1 || path->segments[0].quoted) return nullptr;
  const Declaration* declaration =
      cx_.Find(scope_.module, path->segments[0].name, path->segments[0].span);
  return declaration != nullptr && declaration->list != nullptr ? declaration : nullptr;
}

}  // namespace sigrun::sema
