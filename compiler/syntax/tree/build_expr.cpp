// Expressions, from `if` down to arithmetic.
#include "compiler/diag/codes/syntax.h"
#include "compiler/syntax/tree/builder.h"
#include "compiler/syntax/tree/literals.h"

namespace sigrun::syntax {

ast::ExprId Builder::Expr(const Node* tree) {
  while (true) {
    const size_t size = tree->children.size();
    switch (tree->getRuleIndex()) {
      case Parser::RuleExpr:
        if (size > 1) return If(tree);
        break;
      case Parser::RuleOrExpr:
        if (size > 1) return Nary<ast::Or>(tree);
        break;
      case Parser::RuleAndExpr:
        if (size > 1) return Nary<ast::And>(tree);
        break;
      case Parser::RuleNotExpr:
        if (size > 1) return Not(tree);
        break;
      case Parser::RuleTestExpr:
        if (size > 1) return TestOrSelection(tree);
        break;
      case Parser::RuleAdditive:
      case Parser::RuleMultiplicative:
        if (size > 1) return Chain(tree);
        break;
      case Parser::RuleUnary:
        if (size > 1) return Unary(tree);
        break;
      case Parser::RulePrimary:
        if (size > 1) return Expr(RuleAt(tree, 1));
        break;
      case Parser::RuleCall:
        return Call(tree);
      case Parser::RulePath:
        return Path(tree);
      case Parser::RuleListLiteral:
        return ListLiteral(tree);
      default:
        return Literal(tree);
    }
    tree = RuleAt(tree, 0);
  }
}

ast::ExprId Builder::If(const Node* tree) {
  const auto condition = Expr(RuleAt(tree, 1));
  const auto then = Expr(RuleAt(tree, 3));
  const auto otherwise = Expr(RuleAt(tree, 5));
  return Add(SpanOf(tree), ast::If{condition, then, otherwise});
}

template <class Kind>
ast::ExprId Builder::Nary(const Node* tree) {
  Kind node;
  for (size_t i = 0; i < tree->children.size(); i += 2)
    node.operands.push_back(Expr(RuleAt(tree, i)));
  return Add(SpanOf(tree), std::move(node));
}

ast::ExprId Builder::Not(const Node* tree) {
  const auto operand = Expr(RuleAt(tree, 1));
  return Add(SpanOf(tree), ast::Not{operand});
}

ast::ExprId Builder::TestOrSelection(const Node* tree) {
  if (TypeAt(tree, 0) == Parser::EXISTS) {
    const auto operand = Expr(RuleAt(tree, 1));
    return Add(SpanOf(tree), ast::Presence{ast::PresenceMode::kExists, false, operand});
  }
  if (TypeAt(tree, 0) == Parser::ALL)
    return Compare(tree, Path(RuleAt(tree, 2)), true, RuleAt(tree, 3));
  const Node* first = RuleAt(tree, 0);
  if (first->getRuleIndex() == Parser::RuleQuantifier) return Quantified(tree);
  const auto left = Expr(first);
  const Node* tail = RuleAt(tree, 1);
  if (TypeAt(tail, 0) == Parser::IS) return PresenceOf(tree, left, tail);
  return Compare(tree, left, false, RuleAt(tail, 0));
}

ast::ExprId Builder::Quantified(const Node* tree) {
  ast::Quantified node;
  const Node* quantifier = RuleAt(tree, 0);
  switch (TypeAt(quantifier, 0)) {
    case Parser::ANY:
      node.at_least = 1;
      break;
    case Parser::ALL:
      node.at_least = 0;
      break;
    default:
      node.at_least = AtLeast(quantifier);
  }
  const Node* set = RuleAt(tree, 2);
  node.them = TypeAt(set, 0) == Parser::THEM;
  for (size_t i = 0; i < set->children.size(); ++i)
    if (!IsTerminal(set->children[i])) node.patterns.push_back(NameOf(RuleAt(set, i)));
  return Add(SpanOf(tree), std::move(node));
}

// `0 of …` would always hold, and in the tree 0 means `all`.
uint32_t Builder::AtLeast(const Node* quantifier) {
  const int64_t count = IntAt(quantifier, 0);
  if (count >= 1 && count <= INT32_MAX) return static_cast<uint32_t>(count);
  if (count != 0 || TextOf(*quantifier->start).find_first_not_of('0') == std::string::npos)
    sink_.Emit(diag::codes::BadNumber, SpanOf(quantifier),
               "the count before `of` must be at least 1");
  return 1;
}

// [cased] op [cased] [any|all] right, with `not` before a word.
ast::ExprId Builder::Compare(const Node* whole, ast::ExprId left, bool all_of_left,
                             const Node* tail) {
  ast::Test test;
  test.left = left;
  test.all_of_left = all_of_left;
  const size_t last = tail->children.size() - 1;
  for (size_t i = 0; i < last; ++i) {
    const size_t type = TypeAt(tail, i);
    const antlr4::Token& token = type == 0 ? *RuleAt(tail, i)->start : TokenAt(tail, i);
    if (type == Parser::NOT) test.negated = true;
    if (type == Parser::CASED) test.cased = true;
    if (type == Parser::ANY) test.of_right = ast::Quantifier::kAny;
    if (type == Parser::ALL) test.of_right = ast::Quantifier::kAll;
    if (type != 0 && type != Parser::IN) continue;
    test.op = OperatorText(token);
    test.op_span = SpanOf(token);
  }
  test.right = Expr(RuleAt(tail, last));
  return Add(SpanOf(whole), std::move(test));
}

// Operators of other languages (`===`, `<>`) were reported and are read as ours.
std::string Builder::OperatorText(const antlr4::Token& token) const {
  switch (token.getType()) {
    case Parser::EQ:
      return "==";
    case Parser::NE:
      return "!=";
    default:
      return TextOf(token);
  }
}

ast::ExprId Builder::PresenceOf(const Node* whole, ast::ExprId left, const Node* tail) {
  ast::Presence node;
  node.operand = left;
  node.negated = TypeAt(tail, 1) == Parser::NOT;
  switch (TypeAt(tail, tail->children.size() - 1)) {
    case Parser::NULL_:
      node.mode = ast::PresenceMode::kNull;
      break;
    case Parser::ABSENT:
      node.mode = ast::PresenceMode::kAbsent;
      break;
    default:
      node.mode = ast::PresenceMode::kEmpty;
  }
  return Add(SpanOf(whole), node);
}

// a + b - c, grouped to the left.
ast::ExprId Builder::Chain(const Node* tree) {
  const auto op = [](size_t type) {
    switch (type) {
      case Parser::PLUS:
        return ast::ArithmeticOp::kAdd;
      case Parser::MINUS:
        return ast::ArithmeticOp::kSubtract;
      case Parser::STAR:
        return ast::ArithmeticOp::kMultiply;
      case Parser::SLASH:
        return ast::ArithmeticOp::kDivide;
      default:
        return ast::ArithmeticOp::kModulo;
    }
  };
  ast::ExprId left = Expr(RuleAt(tree, 0));
  for (size_t i = 2; i < tree->children.size(); i += 2) {
    const Node* operand = RuleAt(tree, i);
    const ast::ExprId right = Expr(operand);
    left = Add(tokens_.span(*tree->start, *operand->stop),
               ast::Arithmetic{op(TypeAt(tree, i - 1)), left, right});
  }
  return left;
}

ast::ExprId Builder::Unary(const Node* tree) {
  const antlr4::Token& operand = *tree->stop;
  const bool literal = operand.getTokenIndex() == tree->start->getTokenIndex() + 1;
  if (literal && (operand.getType() == Parser::INT || operand.getType() == Parser::FLOAT))
    return NegatedLiteral(tree, operand);
  const auto inner = Expr(RuleAt(tree, 1));
  return Add(SpanOf(tree), ast::Negate{inner});
}

// -5 is one literal, so that the smallest integer can be written.
ast::ExprId Builder::NegatedLiteral(const Node* whole, const antlr4::Token& number) {
  const Span span = SpanOf(whole);
  const std::string_view text = tokens_.text(number);
  if (number.getType() == Parser::FLOAT) return Add(span, ast::Literal{-FloatValue(text)});
  return Add(span, ast::Literal{IntValue(text, true, span, sink_)});
}

// [-] number, or a path.
ast::ExprId Builder::Amount(const Node* tree) {
  if (TypeAt(tree, 0) == 0) return Path(RuleAt(tree, 0));
  const antlr4::Token& number = *tree->stop;
  if (TypeAt(tree, 0) != Parser::MINUS) return Add(SpanOf(tree), ast::Literal{LiteralOf(number)});
  if (number.getType() == Parser::INT || number.getType() == Parser::FLOAT)
    return NegatedLiteral(tree, number);
  const auto inner = Add(SpanOf(number), ast::Literal{LiteralOf(number)});
  return Add(SpanOf(tree), ast::Negate{inner});
}

}  // namespace sigrun::syntax
