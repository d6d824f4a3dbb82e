#include "compiler/sema/operators/pattern_checker.h"

#include <fmt/format.h>

#include <cstddef>
#include <utility>
#include <variant>

#include "compiler/diag/codes/types.h"
#include "compiler/sema/context/constant_text.h"
#include "compiler/sema/context/overload.h"
#include "compiler/sema/operators/suspicious.h"
#include "stdlib/type.h"

namespace sigrun::sema {
namespace {

using stdlib::PreparedKind;

PreparedKind PatternKind(const ast::Test& test) {
  return test.op == "like" ? PreparedKind::kGlob : PreparedKind::kRegex;
}

// One pattern of several: its flags are written at its beginning.
std::string ItemText(const stdlib::PreparedSpec& pattern) {
  if (pattern.flags.empty()) return pattern.items.front();
  return fmt::format("(?{}){}", pattern.flags, pattern.items.front());
}

}  // namespace

ir::ExprId PatternChecker::CheckOne(const ast::Test& test, Typed left, Span span) {
  if (const ast::Call* call = ConstantCall(scope_.file, test.right)) {
    const Typed computed = lists_.ComputeOne(*call, scope_.ast(test.right).span);
    if (!computed.valid()) return {};
  }
  std::vector<Pattern> patterns;
  if (!AddPatterns(test, test.right, patterns) || !left.valid()) return {};
  return Make(test, left, std::move(patterns), true, span);
}

ir::ExprId PatternChecker::CheckList(const ast::Test& test, Typed left,
                                     const ast::ListLiteral& list, Span span) {
  std::vector<Pattern> patterns;
  bool ok = true;
  for (const ast::ExprId item : list.items) ok &= AddPatterns(test, item, patterns);
  if (!ok || !left.valid()) return {};
  return Make(test, left, std::move(patterns), test.of_right == ast::Quantifier::kAll, span);
}

ir::ExprId PatternChecker::CheckTexts(const ast::Test& test, Typed left,
                                      const std::vector<std::string>& texts, Span span) {
  std::vector<Pattern> patterns;
  for (const std::string& text : texts)
    if (!AddPattern({PatternKind(test), {text}, {}}, scope_.ast(test.right).span, patterns))
      return {};
  if (!left.valid()) return {};
  return Make(test, left, std::move(patterns), test.of_right == ast::Quantifier::kAll, span);
}

// The patterns of one item of a list; false after an error.
bool PatternChecker::AddPatterns(const ast::Test& test, ast::ExprId item,
                                 std::vector<Pattern>& out) {
  const ast::Expr& written = scope_.ast(item);
  if (const ast::Call* call = ConstantCall(scope_.file, item)) {
    const auto computed = lists_.Compute(*call, written.span);
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

bool PatternChecker::AddPattern(stdlib::PreparedSpec spec, Span span, std::vector<Pattern>& out) {
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
ir::ExprId PatternChecker::Make(const ast::Test& test, Typed left, std::vector<Pattern> patterns,
                                bool all, Span span) {
  constexpr size_t kMany = 32;
  const bool one_test = patterns.size() >= kMany || test.all_of_left;
  if (const auto kind = ListKindOf(test.op + " any", test.cased);
      kind && one_test && !all && patterns.size() > 1) {
    stdlib::PreparedSpec list{*kind, {}, {}};
    for (const Pattern& pattern : patterns) list.items.push_back(ItemText(pattern.spec));
    const Typed operand = make_.AddConst(std::move(list), stdlib::ListOf(stdlib::TypeKind::kString),
                                         scope_.ast(test.right).span);
    return tests_.Make(test, test.op + " any", {left, operand}, span);
  }
  std::vector<ir::ExprId> each;
  for (Pattern& pattern : patterns) {
    const Typed operand = make_.AddConst(std::move(pattern.spec), stdlib::kRegexType, pattern.span);
    each.push_back(tests_.Make(test, test.op, {left, operand}, span));
    if (!each.back().valid()) return {};
  }
  if (each.size() == 1) return each.front();
  if (all) return make_.Add(ir::And{std::move(each)}, stdlib::kBool, span).id;
  return make_.Add(ir::Or{std::move(each)}, stdlib::kBool, span).id;
}

}  // namespace sigrun::sema
