// The values of meta and exception blocks.
#include "compiler/syntax/tree/builder.h"
#include "compiler/syntax/tree/literals.h"

namespace sigrun::syntax {

ast::MetaItem Builder::MetaItem(Parser::MetaItemContext& tree) {
  return {NameOf(tree.name()), MetaValue(tree.metaValue())};
}

ast::MetaValue Builder::MetaValue(const Node* tree) {
  if (TypeAt(tree, 0) != Parser::LBRACK) return MetaLiteral(tree);
  std::vector<ast::MetaValue> items;
  for (size_t i = 1; i + 1 < tree->children.size(); ++i)
    if (!IsTerminal(tree->children[i])) items.push_back(MetaValue(RuleAt(tree, i)));
  return {std::move(items), SpanOf(tree)};
}

ast::MetaValue Builder::MetaLiteral(const Node* tree) {
  using Text = ast::MetaValue::Text;
  const Span span = SpanOf(tree);
  const bool negative = TypeAt(tree, 0) == Parser::MINUS;
  const std::string_view last = tokens_.text(*tree->stop);
  switch (TypeAt(tree, negative ? 1 : 0)) {
    case Parser::DATE:
    case Parser::TIMESTAMP:
      return {TimeValue(last, span, sink_), span};
    case Parser::INT:
      return {IntValue(last, negative, span, sink_), span};
    case Parser::FLOAT:
      return {negative ? -FloatValue(last) : FloatValue(last), span};
    case Parser::TRUE:
      return {true, span};
    case Parser::FALSE:
      return {false, span};
    default:
      break;
  }
  const Node* child = RuleAt(tree, 0);
  if (child->getRuleIndex() == Parser::RuleStringLiteral)
    return {Text{StringOf(child).text, true}, span};
  // The words, dots and dashes of a tag, without spaces between them.
  return {
      Text{tokens_.Joined(tree->start->getTokenIndex(), tree->stop->getTokenIndex() + 1), false},
      span};
}

}  // namespace sigrun::syntax
