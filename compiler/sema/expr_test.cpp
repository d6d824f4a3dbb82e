// Tests: comparisons, contains, like, matches. Lists after `in` are in expr_in.cpp.
#include <algorithm>

#include "compiler/sema/expr_checker.h"
#include "compiler/sema/overload.h"

namespace sigrun::sema {
namespace {

using stdlib::PreparedKind;

bool IsEquality(std::string_view op) { return op == "==" || op == "!="; }
bool IsOrder(std::string_view op) { return op == "<" || op == "<=" || op == ">" || op == ">="; }

}  // namespace

Typed ExprChecker::CheckNode(const ast::Test& written, Span span) {
  ast::Test test = written;
  const bool negated = test.negated != (test.op == "!=");
  // `all of f != x` says that every element differs: that none is equal.
  if (negated) test.all_of_left = false;
  const Typed left = CheckValue(test.left);
  ir::ExprId made;
  if (test.op == "in") {
    made = CheckIn(test, left, span);
  } else if (test.of_right != ast::Quantifier::kNone) {
    made = CheckAnyOrAll(test, left, span);
  } else if (test.op == "like" || test.op == "matches") {
    made = CheckPattern(test, left, test.right, span);
  } else {
    made = CheckPlainTest(test, left, CheckValue(test.right), span);
  }
  if (!made.valid()) return Error();
  return negated ? Add(ir::Not{made}, stdlib::kBool, span) : Typed{made, stdlib::kBool};
}

ir::ExprId ExprChecker::CheckPlainTest(const ast::Test& test, Typed left, Typed right, Span span) {
  if (!left.valid() || !right.valid()) return {};
  if (test.cased && IsOrder(test.op)) {
    cx_.sink.Emit(Code::CasedWithoutText, test.op_span, test.op);
    return {};
  }
  if ((IsEquality(test.op) || IsOrder(test.op)) && !UnifyTimes(left, right)) return {};
  return MakeTest(test, test.op == "!=" ? "==" : test.op, {left, right}, span);
}

// A text beside a time is read as a time: eventTime > "2026-01-01".
bool ExprChecker::UnifyTimes(Typed& left, Typed& right) {
  for (auto [time, text] : {std::pair{&left, &right}, std::pair{&right, &left}}) {
    const std::string* written = TextConstant(*text);
    if (time->type != stdlib::kTimestamp || written == nullptr) continue;
    const Span span = cx_.out.exprs[text->id].span;
    const auto parsed = ParseTimestamp(*written);
    if (!parsed) {
      cx_.sink.Emit(Code::NotATime, span, *written)
          .Help("write it as 2026-11-23 or 2026-11-23T10:00:00Z");
      return false;
    }
    *text = AddConst(*parsed, stdlib::kTimestamp, span);
  }
  return true;
}

ir::ExprId ExprChecker::MakeTest(const ast::Test& test, std::string_view op,
                                 std::vector<Typed> arguments, Span span) {
  std::vector<TestArgument> types;
  std::vector<ir::ExprId> ids;
  for (const Typed& argument : arguments) {
    std::optional<PreparedKind> prepared;
    if (const program::Constant* constant = ConstantOf(argument))
      if (const auto* spec = std::get_if<stdlib::PreparedSpec>(constant)) prepared = spec->kind;
    types.push_back({argument.type, prepared});
    ids.push_back(argument.id);
  }
  const bool constant = std::all_of(arguments.begin(), arguments.end(),
                                    [&](const Typed& a) { return ConstantOf(a) != nullptr; });
  if (constant)
    cx_.sink.Emit(Code::ConstantTest, span)
        .Help("text in quotes is itself, never a field: write the field without quotes");
  const auto kernel = ChooseTest(op, test.cased, types);
  if (kernel)
    return Add(ir::Test{*kernel, test.all_of_left, std::move(ids)}, stdlib::kBool, span).id;
  if (test.cased && ChooseTest(op, false, types)) {
    cx_.sink.Emit(Code::CasedWithoutText, test.op_span, op)
        .Help("remove `cased`: there is no letter case to compare");
    return {};
  }
  auto diagnostic = cx_.sink.Emit(Code::TypeMismatch, span, Describe(arguments[0].type), test.op,
                                  Describe(arguments.back().type));
  diagnostic.Note(ast(test.left).span, "this is " + Describe(arguments[0].type));
  if (!types.back().prepared)
    diagnostic.Note(ast(test.right).span, "this is " + Describe(arguments.back().type));
  const std::string* text = TextConstant(arguments.back());
  if (text != nullptr && arguments[0].type.IsNumber())
    diagnostic.Help("write the number without quotes");
  if (arguments[0].type.IsText() && arguments.back().type.IsNumber())
    diagnostic.Help(IsOrder(test.op) ? "compare numbers: number(…) reads text as one"
                                     : "write the value in quotes");
  return {};
}

// contains any [..] and its kind. `all` is the same as joining single tests with `and`.
ir::ExprId ExprChecker::CheckAnyOrAll(const ast::Test& test, Typed left, Span span) {
  const bool all = test.of_right == ast::Quantifier::kAll;
  const auto* literal = std::get_if<ast::ListLiteral>(&ast(test.right).node);
  const Declaration* named = literal == nullptr ? NamedList(test.right) : nullptr;
  if (literal == nullptr && named == nullptr) {
    cx_.sink.Emit(Code::NeedsList, ast(test.right).span, test.op)
        .Help(fmt::format("write `{} any [\"…\", \"…\"]` or name a list", test.op));
    return {};
  }
  const bool pattern = test.op == "like" || test.op == "matches";
  std::vector<Typed> items;
  if (named != nullptr) {
    const std::vector<std::string>* texts = ListItems(*named);
    if (texts == nullptr) return {};
    for (const std::string& text : *texts)
      items.push_back(AddConst(text, stdlib::kString, ast(test.right).span));
  } else if (pattern) {
    std::vector<ir::ExprId> each;
    for (const ast::ExprId item : literal->items)
      each.push_back(CheckPattern(test, left, item, span));
    for (const ir::ExprId id : each)
      if (!id.valid()) return {};
    return (all ? Add(ir::And{each}, stdlib::kBool, span) : Add(ir::Or{each}, stdlib::kBool, span))
        .id;
  } else {
    for (const ast::ExprId item : literal->items) items.push_back(CheckValue(item));
  }
  for (const Typed& item : items)
    if (!item.valid()) return {};
  return left.valid() ? TestEach(test, left, items, all, span) : ir::ExprId{};
}

ir::ExprId ExprChecker::TestEach(const ast::Test& test, Typed left, const std::vector<Typed>& items,
                                 bool all, Span span) {
  const auto constants = ConstantList(items);
  if (!all && constants && constants->element == stdlib::kString && test.op != "like" &&
      test.op != "matches") {
    const std::string op = test.op + " any";
    const Typed list = AddConst(stdlib::PreparedSpec{PreparedKind::kTextList, constants->texts, {}},
                                stdlib::ListOf(stdlib::TypeKind::kString), ast(test.right).span);
    if (ChooseTest(op, test.cased, {{left.type, {}}, {list.type, PreparedKind::kTextList}}))
      return MakeTest(test, op, {left, list}, span);
  }
  std::vector<ir::ExprId> each;
  for (const Typed& item : items) {
    const std::string* text = TextConstant(item);
    const bool pattern = test.op == "like" || test.op == "matches";
    const Typed operand =
        pattern && text != nullptr
            ? AddConst(
                  stdlib::PreparedSpec{
                      test.op == "like" ? PreparedKind::kGlob : PreparedKind::kRegex, {*text}, {}},
                  stdlib::kRegex, ast(test.right).span)
            : item;
    each.push_back(pattern ? MakeTest(test, test.op, {left, operand}, span)
                           : CheckPlainTest(test, left, operand, span));
    if (!each.back().valid()) return {};
  }
  if (all) return Add(ir::And{std::move(each)}, stdlib::kBool, span).id;
  return Add(ir::Or{std::move(each)}, stdlib::kBool, span).id;
}

// like "Get*", matches /…/: the pattern must be constant, so that it is prepared and checked now.
ir::ExprId ExprChecker::CheckPattern(const ast::Test& test, Typed left, ast::ExprId pattern,
                                     Span span) {
  const ast::Expr& written = ast(pattern);
  stdlib::PreparedSpec spec{test.op == "like" ? PreparedKind::kGlob : PreparedKind::kRegex, {}, {}};
  if (const auto* literal = std::get_if<ast::Literal>(&written.node)) {
    if (const auto* regex = std::get_if<ast::RegexText>(&literal->value)) {
      spec.items = {regex->pattern};
      spec.flags = regex->flags;
    } else if (const auto* text = std::get_if<std::string>(&literal->value)) {
      spec.items = {*text};
    }
  }
  const bool regex_for_like = test.op == "like" && !spec.flags.empty();
  if (spec.items.empty() || regex_for_like) {
    cx_.sink.Emit(Code::PatternNotConstant, written.span, test.op)
        .Help(test.op == "like" ? "write the pattern as text, such as \"Get*\""
                                : "write the pattern as /regex/ or as text");
    return {};
  }
  if (const auto prepared = stdlib::Prepare(spec); !prepared.ok()) {
    cx_.sink.Emit(Code::BadPattern, written.span, prepared.error().message);
    return {};
  }
  if (!left.valid()) return {};
  return MakeTest(test, test.op, {left, AddConst(std::move(spec), stdlib::kRegex, written.span)},
                  span);
}

}  // namespace sigrun::sema
