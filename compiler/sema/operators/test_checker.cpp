#include "compiler/sema/operators/test_checker.h"

#include <fmt/format.h>

#include <string>
#include <variant>
#include <vector>

#include "compiler/diag/codes/types.h"
#include "stdlib/type.h"

namespace sigrun::sema {

Typed TestChecker::Check(const ast::Test& written, Span span) {
  ast::Test test = written;
  const bool negated = test.negated != (test.op == "!=");
  // `all of f != x` says that every element differs, so none is equal.
  if (negated) test.all_of_left = false;
  const Typed left = operands_.CheckValue(test.left);
  ir::ExprId made;
  if (test.op == "in") {
    made = in_.Check(test, left, span);
  } else if (test.of_right != ast::Quantifier::kNone) {
    made = CheckAnyOrAll(test, left, span);
  } else if (PatternChecker::Takes(test)) {
    made = patterns_.CheckOne(test, left, span);
  } else {
    made = tests_.Compare(test, left, operands_.CheckValue(test.right), span);
  }
  if (!made.valid()) return {};
  return negated ? make_.Add(ir::Not{made}, stdlib::kBool, span) : Typed{made, stdlib::kBool};
}

// contains any [..] and similar. `all` is equivalent to single tests joined by `and`.
ir::ExprId TestChecker::CheckAnyOrAll(const ast::Test& test, Typed left, Span span) {
  const ast::Expr& right = scope_.ast(test.right);
  const auto* literal = std::get_if<ast::ListLiteral>(&right.node);
  ListChecker::Texts list;
  if (literal == nullptr) list = lists_.TextsOf(test.right);
  if (literal == nullptr && !list.is_list) {
    cx_.sink.Emit(codes::NeedsList, right.span, test.op)
        .Help(fmt::format("write `{} any [\"…\", \"…\"]` or use a named list", test.op));
    return {};
  }
  if (literal == nullptr && !list.texts) return {};
  if (PatternChecker::Takes(test))
    return literal != nullptr ? patterns_.CheckList(test, left, *literal, span)
                              : patterns_.CheckTexts(test, left, *list.texts, span);
  std::vector<Typed> items;
  if (literal != nullptr) {
    items = lists_.CheckItems(*literal);
    tests_.WarnOfItems(test, left, items);
  } else {
    for (const std::string& text : *list.texts)
      items.push_back(make_.AddConst(text, stdlib::kString, right.span));
  }
  for (const Typed& item : items)
    if (!item.valid()) return {};
  if (!left.valid()) return {};
  return tests_.CompareEach(test, left, items, test.of_right == ast::Quantifier::kAll, span);
}

}  // namespace sigrun::sema
