#include "compiler/sema/operators/test_maker.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "base/time/event_time.h"
#include "compiler/diag/codes/types.h"
#include "compiler/modules/module.h"
#include "compiler/sema/context/overload.h"
#include "compiler/sema/operators/constant_list.h"
#include "compiler/sema/operators/suspicious.h"
#include "stdlib/prepared.h"
#include "stdlib/type.h"

namespace sigrun::sema {
namespace {

using stdlib::PreparedKind;

bool IsEquality(std::string_view op) { return op == "==" || op == "!="; }
bool IsOrder(std::string_view op) { return op == "<" || op == "<=" || op == ">" || op == ">="; }

}  // namespace

ir::ExprId TestMaker::Make(const ast::Test& test, std::string_view op, std::vector<Typed> arguments,
                           Span span) {
  std::vector<TestArgument> types;
  std::vector<ir::ExprId> ids;
  for (const Typed& argument : arguments) {
    std::optional<PreparedKind> prepared;
    if (const program::Constant* constant = make_.ConstantOf(argument))
      if (const auto* spec = std::get_if<stdlib::PreparedSpec>(constant)) prepared = spec->kind;
    types.push_back({argument.type, prepared});
    ids.push_back(argument.id);
  }
  const bool constant = std::all_of(arguments.begin(), arguments.end(),
                                    [&](const Typed& a) { return make_.ConstantOf(a) != nullptr; });
  if (constant)
    cx_.sink.Emit(codes::ConstantTest, span)
        .Help("quoted text is never a field: write the field without quotes");
  const auto kernel = ChooseTest(op, test.cased, types);
  if (kernel)
    return make_.Add(ir::Test{*kernel, test.all_of_left, std::move(ids)}, stdlib::kBool, span).id;
  if (test.cased && ChooseTest(op, false, types)) {
    cx_.sink.Emit(codes::CasedWithoutText, test.op_span, op)
        .Help("remove `cased`: there is no letter case to compare");
    return {};
  }
  auto diagnostic = cx_.sink.Emit(codes::TypeMismatch, span, Describe(arguments[0].type), test.op,
                                  Describe(arguments.back().type));
  diagnostic.Note(scope_.ast(test.left).span, "this is " + Describe(arguments[0].type));
  if (!types.back().prepared)
    diagnostic.Note(scope_.ast(test.right).span, "this is " + Describe(arguments.back().type));
  diagnostic.Help(AdviceOnTypes(test, arguments[0], arguments.back()));
  return {};
}

// The advice for two types that cannot be tested together.
std::string TestMaker::AdviceOnTypes(const ast::Test& test, Typed left, Typed right) const {
  const std::string* text = make_.TextConstant(right);
  const std::string field = scope_.TextOf(scope_.ast(test.left).span);
  const std::string value = scope_.TextOf(scope_.ast(test.right).span);
  if (left.type == stdlib::kBool) {
    const bool no = text != nullptr ? *text == "false" || *text == "no" : value == "0";
    return fmt::format("write `{}{}`: the field is a boolean", no ? "not " : "", field);
  }
  if (text != nullptr && left.type.IsNumber()) return "write the number without quotes";
  if (left.type.IsText() && right.type.IsNumber() && value.starts_with('['))
    return "write each item in quotes: the field is text";
  if (left.type.IsText() && right.type.IsNumber())
    return IsOrder(test.op)
               ? fmt::format("compare numbers: `number({}) {} {}`", field, test.op, value)
               : fmt::format("write the value in quotes: `\"{}\"`", value);
  if (left.type.IsText() && right.type == stdlib::kBool)
    return fmt::format(
        "write the value in quotes: `\"{}\"`; to test whether it is present, write `exists {}`",
        value, field);
  if (left.type == stdlib::kTimestamp && right.type == stdlib::kDuration)
    return "compare a time with a time, such as \"2026-11-23\"; a rule has no `now`";
  if (!left.type.IsText() && (test.op == "contains" || test.op == "startswith" ||
                              test.op == "endswith" || test.op == "like" || test.op == "matches"))
    return fmt::format("`{}` tests text; compare {} with `==`, `<` and the like", test.op,
                       Describe(left.type));
  if (left.type == stdlib::kAny) return "change one of the two sides";
  return fmt::format("compare it with {}, such as {}", Describe(left.type),
                     stdlib::Example(left.type));
}

ir::ExprId TestMaker::Compare(const ast::Test& test, Typed left, Typed right, Span span) {
  if (!left.valid() || !right.valid()) return {};
  if (test.cased && IsOrder(test.op)) {
    cx_.sink.Emit(codes::CasedWithoutText, test.op_span, test.op);
    return {};
  }
  if ((IsEquality(test.op) || IsOrder(test.op)) && !UnifyTimes(left, right)) return {};
  if (const std::string* text = make_.TextConstant(right))
    ReportLiteralPattern(test.op, left.type, IsKnownField(left), *text,
                         cx_.out.exprs[right.id].span, cx_.sink);
  return Make(test, test.op == "!=" ? "==" : test.op, {left, right}, span);
}

// A string compared with a time is read as a time: eventTime > "2026-01-01".
bool TestMaker::UnifyTimes(Typed& left, Typed& right) {
  for (auto [time, text] : {std::pair{&left, &right}, std::pair{&right, &left}}) {
    const std::string* written = make_.TextConstant(*text);
    if (time->type != stdlib::kTimestamp || written == nullptr) continue;
    const Span span = cx_.out.exprs[text->id].span;
    const auto parsed = ParseTimestamp(*written);
    if (!parsed) {
      cx_.sink.Emit(codes::NotATime, span, *written)
          .Help("write it as 2026-11-23 or 2026-11-23T10:00:00Z");
      return false;
    }
    *text = make_.AddConst(*parsed, stdlib::kTimestamp, span);
  }
  return true;
}

ir::ExprId TestMaker::CompareEach(const ast::Test& test, Typed left,
                                  const std::vector<Typed>& items, bool all, Span span) {
  const auto constants = ConstantList(make_, items);
  const std::string any = test.op + " any";
  if (!all && constants && constants->element == stdlib::kString)
    if (const auto kind = ListKindOf(any, test.cased)) {
      const Typed list =
          make_.AddConst(stdlib::PreparedSpec{*kind, constants->texts, {}},
                         stdlib::ListOf(stdlib::TypeKind::kString), scope_.ast(test.right).span);
      if (ChooseTest(any, test.cased, {{left.type, {}}, {list.type, kind}}))
        return Make(test, any, {left, list}, span);
    }
  std::vector<ir::ExprId> each;
  for (const Typed& item : items) {
    each.push_back(Compare(test, left, item, span));
    if (!each.back().valid()) return {};
  }
  if (all) return make_.Add(ir::And{std::move(each)}, stdlib::kBool, span).id;
  return make_.Add(ir::Or{std::move(each)}, stdlib::kBool, span).id;
}

void TestMaker::WarnOfItems(const ast::Test& test, Typed left, const std::vector<Typed>& items) {
  std::vector<std::pair<std::string, Span>> texts;
  for (const Typed& item : items)
    if (const std::string* text = item.valid() ? make_.TextConstant(item) : nullptr) {
      texts.emplace_back(*text, cx_.out.exprs[item.id].span);
      // A list of tests checks each.
      if (test.op == "in" && left.valid())
        ReportLiteralPattern("in", left.type, IsKnownField(left), *text, texts.back().second,
                             cx_.sink);
    }
  ReportRepeatedItems(texts, test.cased, cx_.sink);
}

bool TestMaker::IsKnownField(Typed value) const {
  // In Sigma, a star is a pattern unless it was escaped on purpose.
  return value.type != stdlib::kAny &&
         !modules::IsSigmaFile(cx_.modules.modules[scope_.module].path) &&
         std::holds_alternative<ir::FieldRef>(cx_.out.exprs[value.id].node);
}

}  // namespace sigrun::sema
