#include "compiler/format/tidy.h"

namespace sigrun::format {
namespace {

// x != y for not (x == y): the exact negation, also for absent values.
bool Negate(ast::Test& test) {
  if (test.all_of_left) return false;
  if (test.op == "==" || test.op == "!=") {
    test.op = test.op == "==" ? "!=" : "==";
    return true;
  }
  const bool word = test.op.find_first_of("<>") == std::string::npos;
  if (word) test.negated = !test.negated;
  return word;
}

void TidyNot(ast::File& file, ast::Expr& expr) {
  while (const auto* negation = std::get_if<ast::Not>(&expr.node)) {
    auto operand = file.exprs[negation->operand].node;
    if (const auto* inner = std::get_if<ast::Not>(&operand)) {
      operand = file.exprs[inner->operand].node;
    } else {
      auto* test = std::get_if<ast::Test>(&operand);
      if (test == nullptr || !Negate(*test)) return;
    }
    expr.node = std::move(operand);
  }
}

}  // namespace

// Operands come before the expressions that use them, so each one has already been processed.
void Tidy(ast::File& file) {
  for (ast::Expr& expr : file.exprs) TidyNot(file, expr);
}

}  // namespace sigrun::format
