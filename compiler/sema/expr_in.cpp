// `in`: lists as written, named lists, networks, and lists inside the event.
#include <algorithm>

#include "base/number_text.h"
#include "compiler/diag/codes/types.h"
#include "compiler/sema/expr_checker.h"
#include "compiler/sema/list_reader.h"
#include "compiler/sema/networks.h"
#include "compiler/sema/overload.h"
#include "compiler/sema/suspicious.h"

namespace sigrun::sema {
namespace {

using stdlib::PreparedKind;
using stdlib::PreparedSpec;

bool IsNetwork(const std::string& text) {
  return stdlib::Prepare({PreparedKind::kCidrSet, {text}, {}}).ok();
}

bool MayBeAddress(ir::Type type) { return type == stdlib::kIp || type == stdlib::kAny; }

}  // namespace

ir::ExprId ExprChecker::CheckIn(const ast::Test& test, Typed left, Span span) {
  const ast::Expr& right = ast(test.right);
  if (const TextsOfList list = ListTexts(test.right); list.is_list) {
    if (!list.texts || !left.valid()) return {};
    // If they are declared as strings, they are tested as text when the type is only known at run
    // time.
    if (list.declared_text && left.type == stdlib::kAny) {
      const PreparedKind kind = test.cased ? PreparedKind::kTextSetCased : PreparedKind::kTextSet;
      return MakeInSet(test, left, {kind, *list.texts, {}}, right.span, span);
    }
    return CheckInItems(test, left, *list.texts, list.element, right.span, span);
  }
  if (const auto* list = std::get_if<ast::ListLiteral>(&right.node)) {
    const std::vector<Typed> items = CheckItems(*list);
    for (const Typed& item : items)
      if (!item.valid()) return {};
    if (!left.valid()) return {};
    CheckListItems(test, left, items);
    if (const auto constants = ConstantList(items);
        constants && constants->element != stdlib::kAny) {
      if (MayBeAddress(left.type) && !CheckNetworks(*list, items)) return {};
      return CheckInItems(test, left, constants->texts, constants->element, right.span, span);
    }
    ast::Test equals = test;
    equals.op = "==";
    return TestEach(equals, left, items, false, span);
  }
  const Typed value = CheckValue(test.right);
  if (!left.valid() || !value.valid()) return {};
  if (const std::string* text = TextConstant(value)) {
    if (IsNetwork(*text)) return CheckInItems(test, left, {*text}, stdlib::kCidr, right.span, span);
    cx_.sink.Emit(codes::NeedsList, right.span, "in")
        .Help(fmt::format("write `in [\"{}\"]`, or `==` for a single value", *text));
    return {};
  }
  if (value.type != stdlib::kAny && value.type.kind != stdlib::TypeKind::kList) {
    auto diagnostic = cx_.sink.Emit(codes::NeedsList, right.span, "in");
    diagnostic.Help("write `==` to compare with a single value");
    // "Get" in eventName
    if (TextConstant(left) != nullptr && value.type.IsText()) {
      const std::string ours =
          fmt::format("{} contains {}", TextOf(right.span), TextOf(ast(test.left).span));
      diagnostic.Help(fmt::format("write `{}`", ours)).FixWith(span, ours);
    }
    return {};
  }
  // A list inside the event: the test is equality with any of its elements.
  ast::Test equals = test;
  equals.op = "==";
  return CheckPlainTest(equals, left, value, span);
}

ir::ExprId ExprChecker::CheckInItems(const ast::Test& test, Typed left,
                                     const std::vector<std::string>& items, ir::Type element,
                                     Span items_span, Span span) {
  const bool networks =
      element == stdlib::kCidr || element == stdlib::kIp ||
      (element == stdlib::kString && left.type == stdlib::kIp && AllAddressesOrNetworks(items));
  if (networks) return MakeInSet(test, left, {PreparedKind::kCidrSet, items, {}}, items_span, span);
  if (element.IsNumber())
    return MakeInSet(test, left, {PreparedKind::kNumberSet, items, {}}, items_span, span);
  // A field that may contain an address: a network is tested as a network, the rest as text.
  if (element == stdlib::kString && MayBeAddress(left.type) && HasNetwork(items)) {
    const PreparedKind mixed = test.cased ? PreparedKind::kMixedSetCased : PreparedKind::kMixedSet;
    return MakeInSet(test, left, {mixed, items, {}}, items_span, span);
  }
  const PreparedKind kind = test.cased ? PreparedKind::kTextSetCased : PreparedKind::kTextSet;
  return MakeInSet(test, left, {kind, items, {}}, items_span, span);
}

ir::ExprId ExprChecker::MakeInSet(const ast::Test& test, Typed left, PreparedSpec spec,
                                  Span items_span, Span span) {
  if (const auto prepared = stdlib::Prepare(spec); !prepared.ok()) {
    cx_.sink.Emit(codes::BadPattern, items_span, prepared.error().message)
        .Help("fix the item, or remove it from the list");
    return {};
  }
  const Typed set = AddConst(std::move(spec), stdlib::ListOf(stdlib::TypeKind::kAny), items_span);
  return MakeTest(test, "in", {left, set}, span);
}

// False if an item is clearly intended as a network but is invalid; reported.
bool ExprChecker::CheckNetworks(const ast::ListLiteral& list, const std::vector<Typed>& items) {
  bool ok = true;
  for (size_t i = 0; i < items.size(); ++i) {
    const std::string* text = TextConstant(items[i]);
    const NetworkForm form = text != nullptr ? FormOf(*text) : NetworkForm();
    if (form.fault.empty()) continue;
    const Span span = ast(list.items[std::min(i, list.items.size() - 1)]).span;
    cx_.sink.Emit(codes::BadPattern, span, form.fault)
        .Help("fix the network, or use `==` to compare text");
    ok = false;
  }
  return ok;
}

std::optional<ExprChecker::ConstantItems> ExprChecker::ConstantList(
    const std::vector<Typed>& items) const {
  ConstantItems result;
  bool first = true;
  for (const Typed& item : items) {
    const program::Constant* constant = ConstantOf(item);
    if (constant == nullptr) return std::nullopt;
    const bool text = std::holds_alternative<std::string>(*constant);
    if (!text && !item.type.IsNumber()) return std::nullopt;
    const ir::Type type = text ? stdlib::kString : stdlib::kFloat;
    if (!first && type != result.element) return std::nullopt;
    result.element = type;
    first = false;
    result.texts.push_back(text ? std::get<std::string>(*constant)
                           : std::holds_alternative<int64_t>(*constant)
                               ? fmt::format("{}", std::get<int64_t>(*constant))
                               : NumberText(std::get<double>(*constant)));
  }
  if (first) result.element = stdlib::kString;
  return result;
}

std::vector<Typed> ExprChecker::CheckItems(const ast::ListLiteral& list) {
  std::vector<Typed> items;
  for (const ast::ExprId item : list.items) {
    const ast::Call* call = ConstantCall(file_, item);
    if (call == nullptr) {
      items.push_back(CheckValue(item));
      continue;
    }
    const Span span = ast(item).span;
    const auto computed = Compute(*call, span);
    if (!computed) items.push_back(Error());
    if (computed)
      for (const std::string& text : computed->texts)
        items.push_back(AddConst(text, stdlib::kString, span));
  }
  return items;
}

void ExprChecker::CheckListItems(const ast::Test& test, Typed left,
                                 const std::vector<Typed>& items) {
  std::vector<std::pair<std::string, Span>> texts;
  for (const Typed& item : items)
    if (const std::string* text = item.valid() ? TextConstant(item) : nullptr) {
      texts.emplace_back(*text, cx_.out.exprs[item.id].span);
      // A list of tests checks each.
      if (test.op == "in" && left.valid())
        ReportLiteralPattern("in", left.type, IsKnownField(left), *text, texts.back().second,
                             cx_.sink);
    }
  ReportRepeatedItems(texts, test.cased, cx_.sink);
}

bool ExprChecker::IsKnownField(Typed value) const {
  // In Sigma, a star is a pattern unless it was escaped on purpose.
  return value.type != stdlib::kAny && !modules::IsSigmaFile(cx_.modules.modules[module_].path) &&
         std::holds_alternative<ir::FieldRef>(cx_.out.exprs[value.id].node);
}

ExprChecker::TextsOfList ExprChecker::ListTexts(ast::ExprId expr) {
  TextsOfList list;
  if (const Declaration* named = NamedList(expr)) {
    list.is_list = true;
    if (const std::vector<std::string>* items = ListItems(*named)) list.texts = *items;
    if (named->list->element_type)
      stdlib::ParseTypeName(named->list->element_type->name.text, list.element);
    list.declared_text = named->list->element_type && list.element == stdlib::kString;
  } else if (const ast::Call* call = ConstantCall(file_, expr)) {
    auto computed = Compute(*call, ast(expr).span);
    list.is_list = !computed || computed->list;
    if (computed) list.texts = std::move(computed->texts);
  }
  return list;
}

const Declaration* ExprChecker::NamedList(ast::ExprId expr) {
  const auto* path = std::get_if<ast::Path>(&ast(expr).node);
  if (path == nullptr || path->segments.size() != 1 || path->segments[0].quoted) return nullptr;
  const Declaration* declaration =
      cx_.Find(module_, path->segments[0].name, path->segments[0].span);
  return declaration != nullptr && declaration->list != nullptr ? declaration : nullptr;
}

const std::vector<std::string>* ExprChecker::ListItems(const Declaration& list) {
  return ReadListItems(cx_, list);
}

}  // namespace sigrun::sema
