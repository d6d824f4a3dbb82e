#include "compiler/sema/operators/in_checker.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <utility>
#include <variant>

#include "compiler/diag/codes/types.h"
#include "compiler/sema/context/networks.h"
#include "compiler/sema/operators/constant_list.h"
#include "stdlib/type.h"

namespace sigrun::sema {
namespace {

using stdlib::PreparedKind;
using stdlib::PreparedSpec;

bool IsNetwork(const std::string& text) {
  return stdlib::Prepare({PreparedKind::kCidrSet, {text}, {}}).ok();
}

bool MayBeAddress(ir::Type type) { return type == stdlib::kIp || type == stdlib::kAny; }

PreparedKind TextSet(const ast::Test& test) {
  return test.cased ? PreparedKind::kTextSetCased : PreparedKind::kTextSet;
}

ast::Test Equality(const ast::Test& test) {
  ast::Test equals = test;
  equals.op = "==";
  return equals;
}

}  // namespace

ir::ExprId InChecker::Check(const ast::Test& test, Typed left, Span span) {
  if (const ListChecker::Texts list = lists_.TextsOf(test.right); list.is_list)
    return CheckTexts(test, left, list, span);
  if (const auto* list = std::get_if<ast::ListLiteral>(&scope_.ast(test.right).node))
    return CheckLiteral(test, left, *list, span);
  return CheckValue(test, left, span);
}

ir::ExprId InChecker::CheckTexts(const ast::Test& test, Typed left, const ListChecker::Texts& list,
                                 Span span) {
  if (!list.texts || !left.valid()) return {};
  // If they are declared as strings, they are tested as text when the type is only known at run
  // time.
  if (list.declared_text && left.type == stdlib::kAny)
    return MakeInSet(test, left, {TextSet(test), *list.texts, {}}, span);
  return MakeOfItems(test, left, *list.texts, list.element, span);
}

ir::ExprId InChecker::CheckLiteral(const ast::Test& test, Typed left, const ast::ListLiteral& list,
                                   Span span) {
  const std::vector<Typed> items = lists_.CheckItems(list);
  for (const Typed& item : items)
    if (!item.valid()) return {};
  if (!left.valid()) return {};
  tests_.WarnOfItems(test, left, items);
  if (const auto constants = ConstantList(make_, items);
      constants && constants->element != stdlib::kAny) {
    if (MayBeAddress(left.type) && !CheckNetworks(list, items)) return {};
    return MakeOfItems(test, left, constants->texts, constants->element, span);
  }
  return tests_.CompareEach(Equality(test), left, items, false, span);
}

ir::ExprId InChecker::CheckValue(const ast::Test& test, Typed left, Span span) {
  const Span right = scope_.ast(test.right).span;
  const Typed value = operands_.CheckValue(test.right);
  if (!left.valid() || !value.valid()) return {};
  if (const std::string* text = make_.TextConstant(value)) {
    if (IsNetwork(*text)) return MakeOfItems(test, left, {*text}, stdlib::kCidr, span);
    cx_.sink.Emit(codes::NeedsList, right, "in")
        .Help(fmt::format("write `in [\"{}\"]`, or `==` for a single value", *text));
    return {};
  }
  // A list inside the event: the test is equality with any of its elements.
  if (value.type == stdlib::kAny || value.type.kind == stdlib::TypeKind::kList)
    return tests_.Compare(Equality(test), left, value, span);
  auto diagnostic = cx_.sink.Emit(codes::NeedsList, right, "in");
  diagnostic.Help("write `==` to compare with a single value");
  // "Get" in eventName
  if (make_.TextConstant(left) != nullptr && value.type.IsText()) {
    const std::string ours = fmt::format("{} contains {}", scope_.TextOf(right),
                                         scope_.TextOf(scope_.ast(test.left).span));
    diagnostic.Help(fmt::format("write `{}`", ours)).FixWith(span, ours);
  }
  return {};
}

ir::ExprId InChecker::MakeOfItems(const ast::Test& test, Typed left,
                                  const std::vector<std::string>& items, ir::Type element,
                                  Span span) {
  const bool networks =
      element == stdlib::kCidr || element == stdlib::kIp ||
      (element == stdlib::kString && left.type == stdlib::kIp && AllAddressesOrNetworks(items));
  if (networks) return MakeInSet(test, left, {PreparedKind::kCidrSet, items, {}}, span);
  if (element.IsNumber()) return MakeInSet(test, left, {PreparedKind::kNumberSet, items, {}}, span);
  // A field that may contain an address: a network is tested as a network, the rest as text.
  if (element == stdlib::kString && MayBeAddress(left.type) && HasNetwork(items)) {
    const PreparedKind mixed = test.cased ? PreparedKind::kMixedSetCased : PreparedKind::kMixedSet;
    return MakeInSet(test, left, {mixed, items, {}}, span);
  }
  return MakeInSet(test, left, {TextSet(test), items, {}}, span);
}

ir::ExprId InChecker::MakeInSet(const ast::Test& test, Typed left, PreparedSpec spec, Span span) {
  const Span items_span = scope_.ast(test.right).span;
  if (const auto prepared = stdlib::Prepare(spec); !prepared.ok()) {
    cx_.sink.Emit(codes::BadPattern, items_span, prepared.error().message)
        .Help("fix the item, or remove it from the list");
    return {};
  }
  const Typed set =
      make_.AddConst(std::move(spec), stdlib::ListOf(stdlib::TypeKind::kAny), items_span);
  return tests_.Make(test, "in", {left, set}, span);
}

bool InChecker::CheckNetworks(const ast::ListLiteral& list, const std::vector<Typed>& items) {
  bool ok = true;
  for (size_t i = 0; i < items.size(); ++i) {
    const std::string* text = make_.TextConstant(items[i]);
    const NetworkForm form = text != nullptr ? FormOf(*text) : NetworkForm();
    if (form.fault.empty()) continue;
    const Span span = scope_.ast(list.items[std::min(i, list.items.size() - 1)]).span;
    cx_.sink.Emit(codes::BadPattern, span, form.fault)
        .Help("fix the network, or use `==` to compare text");
    ok = false;
  }
  return ok;
}

}  // namespace sigrun::sema
