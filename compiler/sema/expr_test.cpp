// Tests: comparisons, contains, like, matches. Lists after `in` are in expr_in.cpp.
#include <algorithm>

#include "compiler/diag/codes/types.h"
#include "compiler/sema/expr_checker.h"
#include "compiler/sema/overload.h"
#include "compiler/sema/suspicious.h"

namespace sigrun::sema {
namespace {

using stdlib::PreparedKind;

bool IsEquality(std::string_view op) { return op == "==" || op == "!="; }
PreparedKind PatternKind(const ast::Test& test) {
  return test.op == "like" ? PreparedKind::kGlob : PreparedKind::kRegex;
}

// One pattern of several: its flags are written at its beginning.
std::string ItemText(const stdlib::PreparedSpec& pattern) {
  if (pattern.flags.empty()) return pattern.items.front();
  return fmt::format("(?{}){}", pattern.flags, pattern.items.front());
}

// The kind of list that a test such as `contains any` takes.
std::optional<PreparedKind> ListKindOf(std::string_view op, bool cased) {
  for (const stdlib::Kernel& kernel : stdlib::Kernels())
    if (kernel.is_test && kernel.op == op && kernel.cased == cased)
      return kernel.parameters.back().prepared;
  return std::nullopt;
}

bool IsOrder(std::string_view op) { return op == "<" || op == "<=" || op == ">" || op == ">="; }

}  // namespace

Typed ExprChecker::CheckNode(const ast::Test& written, Span span) {
  ast::Test test = written;
  const bool negated = test.negated != (test.op == "!=");
  // `all of f != x` says that every element differs, so none is equal.
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
    cx_.sink.Emit(codes::CasedWithoutText, test.op_span, test.op);
    return {};
  }
  if ((IsEquality(test.op) || IsOrder(test.op)) && !UnifyTimes(left, right)) return {};
  if (const std::string* text = TextConstant(right))
    ReportLiteralPattern(test.op, left.type, IsKnownField(left), *text,
                         cx_.out.exprs[right.id].span, cx_.sink);
  return MakeTest(test, test.op == "!=" ? "==" : test.op, {left, right}, span);
}

// A string compared with a time is read as a time: eventTime > "2026-01-01".
bool ExprChecker::UnifyTimes(Typed& left, Typed& right) {
  for (auto [time, text] : {std::pair{&left, &right}, std::pair{&right, &left}}) {
    const std::string* written = TextConstant(*text);
    if (time->type != stdlib::kTimestamp || written == nullptr) continue;
    const Span span = cx_.out.exprs[text->id].span;
    const auto parsed = ParseTimestamp(*written);
    if (!parsed) {
      cx_.sink.Emit(codes::NotATime, span, *written)
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
    cx_.sink.Emit(codes::ConstantTest, span)
        .Help("quoted text is never a field: write the field without quotes");
  const auto kernel = ChooseTest(op, test.cased, types);
  if (kernel)
    return Add(ir::Test{*kernel, test.all_of_left, std::move(ids)}, stdlib::kBool, span).id;
  if (test.cased && ChooseTest(op, false, types)) {
    cx_.sink.Emit(codes::CasedWithoutText, test.op_span, op)
        .Help("remove `cased`: there is no letter case to compare");
    return {};
  }
  auto diagnostic = cx_.sink.Emit(codes::TypeMismatch, span, Describe(arguments[0].type), test.op,
                                  Describe(arguments.back().type));
  diagnostic.Note(ast(test.left).span, "this is " + Describe(arguments[0].type));
  if (!types.back().prepared)
    diagnostic.Note(ast(test.right).span, "this is " + Describe(arguments.back().type));
  diagnostic.Help(AdviceOnTypes(test, arguments[0], arguments.back()));
  return {};
}

// The advice for two types that cannot be tested together.
std::string ExprChecker::AdviceOnTypes(const ast::Test& test, Typed left, Typed right) const {
  const std::string* text = TextConstant(right);
  const std::string field = TextOf(ast(test.left).span);
  const std::string value = TextOf(ast(test.right).span);
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

// contains any [..] and similar. `all` is equivalent to single tests joined by `and`.
ir::ExprId ExprChecker::CheckAnyOrAll(const ast::Test& test, Typed left, Span span) {
  const bool all = test.of_right == ast::Quantifier::kAll;
  const ast::Expr& right = ast(test.right);
  const auto* literal = std::get_if<ast::ListLiteral>(&right.node);
  TextsOfList list;
  if (literal == nullptr) list = ListTexts(test.right);
  if (literal == nullptr && !list.is_list) {
    cx_.sink.Emit(codes::NeedsList, right.span, test.op)
        .Help(fmt::format("write `{} any [\"…\", \"…\"]` or use a named list", test.op));
    return {};
  }
  if (literal == nullptr && !list.texts) return {};
  if (test.op == "like" || test.op == "matches") {
    std::vector<Pattern> patterns;
    bool ok = true;
    if (literal != nullptr)
      for (const ast::ExprId item : literal->items) ok &= AddPatterns(test, item, patterns);
    else
      for (const std::string& text : *list.texts)
        ok = ok && AddPattern({PatternKind(test), {text}, {}}, right.span, patterns);
    return ok && left.valid() ? TestPatterns(test, left, std::move(patterns), all, span)
                              : ir::ExprId{};
  }
  std::vector<Typed> items;
  if (literal != nullptr) {
    items = CheckItems(*literal);
    CheckListItems(test, left, items);
  } else {
    for (const std::string& text : *list.texts)
      items.push_back(AddConst(text, stdlib::kString, right.span));
  }
  for (const Typed& item : items)
    if (!item.valid()) return {};
  return left.valid() ? TestEach(test, left, items, all, span) : ir::ExprId{};
}

ir::ExprId ExprChecker::TestEach(const ast::Test& test, Typed left, const std::vector<Typed>& items,
                                 bool all, Span span) {
  const auto constants = ConstantList(items);
  const std::string any = test.op + " any";
  if (!all && constants && constants->element == stdlib::kString)
    if (const auto kind = ListKindOf(any, test.cased)) {
      const Typed list = AddConst(stdlib::PreparedSpec{*kind, constants->texts, {}},
                                  stdlib::ListOf(stdlib::TypeKind::kString), ast(test.right).span);
      if (ChooseTest(any, test.cased, {{left.type, {}}, {list.type, kind}}))
        return MakeTest(test, any, {left, list}, span);
    }
  std::vector<ir::ExprId> each;
  for (const Typed& item : items) {
    each.push_back(CheckPlainTest(test, left, item, span));
    if (!each.back().valid()) return {};
  }
  if (all) return Add(ir::And{std::move(each)}, stdlib::kBool, span).id;
  return Add(ir::Or{std::move(each)}, stdlib::kBool, span).id;
}

// like "Get*", matches /…/: the pattern must be constant, so that it is prepared and checked now.
ir::ExprId ExprChecker::CheckPattern(const ast::Test& test, Typed left, ast::ExprId pattern,
                                     Span span) {
  if (const ast::Call* call = ConstantCall(file_, pattern)) {
    const Typed computed = CheckComputed(*call, ast(pattern).span);
    if (!computed.valid()) return {};
  }
  std::vector<Pattern> patterns;
  if (!AddPatterns(test, pattern, patterns) || !left.valid()) return {};
  return TestPatterns(test, left, std::move(patterns), true, span);
}

// The patterns of one item of a list; false after an error.
bool ExprChecker::AddPatterns(const ast::Test& test, ast::ExprId item, std::vector<Pattern>& out) {
  const ast::Expr& written = ast(item);
  if (const ast::Call* call = ConstantCall(file_, item)) {
    const auto computed = Compute(*call, written.span);
    bool ok = computed.has_value();
    for (size_t i = 0; ok && i < computed->texts.size(); ++i)
      ok = AddPattern({PatternKind(test), {computed->texts[i]}, {}}, written.span, out);
    return ok;
  }
  stdlib::PreparedSpec spec{PatternKind(test), {}, {}};
  if (const auto* literal = std::get_if<ast::Literal>(&written.node)) {
    if (const auto* regex = std::get_if<ast::RegexText>(&literal->value)) {
      spec.items = {regex->pattern};
      spec.flags = regex->flags;
    } else if (const auto* text = std::get_if<std::string>(&literal->value)) {
      spec.items = {*text};
    }
  }
  const bool regex_for_like = test.op == "like" && !spec.flags.empty();
  if (test.op == "like" && !spec.items.empty() && !regex_for_like)
    ReportLiteralPattern("like", stdlib::kString, false, spec.items[0], written.span, cx_.sink);
  if (!spec.items.empty() && !regex_for_like) return AddPattern(std::move(spec), written.span, out);
  cx_.sink.Emit(codes::PatternNotConstant, written.span, test.op)
      .Help(test.op == "like" ? "write the pattern as text, such as \"Get*\""
                              : "write the pattern as /regex/ or as text");
  return false;
}

bool ExprChecker::AddPattern(stdlib::PreparedSpec spec, Span span, std::vector<Pattern>& out) {
  if (const auto prepared = stdlib::Prepare(spec); !prepared.ok()) {
    cx_.sink.Emit(codes::BadPattern, span, prepared.error().message)
        .Help(
            "regular expressions use RE2 syntax: linear time, so no look-around and no "
            "backreferences");
    return false;
  }
  out.push_back({std::move(spec), span});
  return true;
}

// Several patterns become one test, which need not try them all; also if each element of a list
// must match one.
ir::ExprId ExprChecker::TestPatterns(const ast::Test& test, Typed left,
                                     std::vector<Pattern> patterns, bool all, Span span) {
  constexpr size_t kMany = 32;
  const bool one_test = patterns.size() >= kMany || test.all_of_left;
  if (const auto kind = ListKindOf(test.op + " any", test.cased);
      kind && one_test && !all && patterns.size() > 1) {
    stdlib::PreparedSpec list{*kind, {}, {}};
    for (const Pattern& pattern : patterns) list.items.push_back(ItemText(pattern.spec));
    const Typed operand =
        AddConst(std::move(list), stdlib::ListOf(stdlib::TypeKind::kString), ast(test.right).span);
    return MakeTest(test, test.op + " any", {left, operand}, span);
  }
  std::vector<ir::ExprId> each;
  for (Pattern& pattern : patterns) {
    const Typed operand = AddConst(std::move(pattern.spec), stdlib::kRegexType, pattern.span);
    each.push_back(MakeTest(test, test.op, {left, operand}, span));
    if (!each.back().valid()) return {};
  }
  if (each.size() == 1) return each.front();
  if (all) return Add(ir::And{std::move(each)}, stdlib::kBool, span).id;
  return Add(ir::Or{std::move(each)}, stdlib::kBool, span).id;
}

}  // namespace sigrun::sema
