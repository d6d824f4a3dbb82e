#include "compiler/syntax/tree/builder.h"

#include "compiler/syntax/tree/literals.h"

namespace sigrun::syntax {

const antlr4::Token& Builder::TokenAt(const Node* tree, size_t child) {
  auto* terminal = dynamic_cast<Terminal*>(tree->children[child]);
  return *terminal->getSymbol();
}

size_t Builder::TypeAt(const Node* tree, size_t child) {
  if (child >= tree->children.size()) return 0;
  auto* terminal = dynamic_cast<Terminal*>(tree->children[child]);
  return terminal == nullptr ? 0 : terminal->getSymbol()->getType();
}

const Builder::Node* Builder::FirstRule(const Node* tree, size_t rule_index) {
  for (const auto* child : tree->children) {
    const auto* node = dynamic_cast<const Node*>(child);
    if (node != nullptr && node->getRuleIndex() == rule_index) return node;
  }
  return nullptr;
}

bool Builder::HasToken(const Node* tree, size_t type) {
  for (size_t i = 0; i < tree->children.size(); ++i)
    if (TypeAt(tree, i) == type) return true;
  return false;
}

ast::Name Builder::NameOf(const Node* tree) const {
  return {TextOf(*tree->start), SpanOf(*tree->start)};
}

ast::Name Builder::StringOf(const Node* tree) {
  const Span span = SpanOf(tree);
  return {StringValue(tokens_.text(*tree->start), span, sink_), span};
}

std::vector<ast::Name> Builder::Names(const Node* tree) const {
  std::vector<ast::Name> names;
  for (const auto* child : tree->children) {
    const auto* node = dynamic_cast<const Node*>(child);
    if (node != nullptr && node->getRuleIndex() == Parser::RuleName) names.push_back(NameOf(node));
  }
  return names;
}

std::vector<ast::ExprId> Builder::Exprs(const Node* tree) {
  std::vector<ast::ExprId> exprs;
  for (const auto* child : tree->children) {
    const auto* node = dynamic_cast<const Node*>(child);
    if (node != nullptr && node->getRuleIndex() == Parser::RuleExpr) exprs.push_back(Expr(node));
  }
  return exprs;
}

int64_t Builder::IntAt(const Node* tree, size_t child) {
  const antlr4::Token& token = TokenAt(tree, child);
  return IntValue(tokens_.text(token), false, SpanOf(token), sink_);
}

}  // namespace sigrun::syntax
