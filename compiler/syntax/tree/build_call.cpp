// Paths, calls, lists and literals.
#include "compiler/syntax/tree/builder.h"
#include "compiler/syntax/tree/literals.h"

namespace sigrun::syntax {

ast::ExprId Builder::Path(const Node* tree) {
  ast::Path path;
  path.segments.reserve(tree->children.size());
  path.segments.push_back(Key(*RuleAt(tree, 0)->start));
  for (size_t i = 1; i < tree->children.size(); ++i)
    path.segments.push_back(Segment(RuleAt(tree, i)));
  return Add(SpanOf(tree), std::move(path));
}

// name, "any text" or `any text`
ast::PathSegment Builder::Key(const antlr4::Token& token) {
  const std::string_view text = tokens_.text(token);
  const Span span = SpanOf(token);
  switch (token.getType()) {
    case Parser::STRING:
      return {StringValue(text, span, sink_), std::nullopt, true, span};
    case Parser::QUOTED_NAME:
      return {std::string(text.substr(1, text.size() - 2)), std::nullopt, true, span};
    default:
      return {std::string(text), std::nullopt, false, span};
  }
}

// .key or [0]
ast::PathSegment Builder::Segment(const Node* tail) {
  if (TypeAt(tail, 0) != Parser::LBRACK) return Key(*tail->stop);
  const auto index = static_cast<uint32_t>(std::min<int64_t>(IntAt(tail, 1), INT32_MAX));
  return {"", index, false, SpanOf(tail)};
}

ast::ExprId Builder::Call(const Node* tree) {
  ast::Call call;
  call.name = NameOf(RuleAt(tree, 0));
  for (size_t i = 2; i < tree->children.size(); ++i) {
    if (IsTerminal(tree->children[i])) continue;
    const Node* part = RuleAt(tree, i);
    if (part->getRuleIndex() == Parser::RuleCallArguments)
      CallArguments(part, call);
    else
      call.members.push_back(Segment(part));
  }
  return Add(SpanOf(tree), std::move(call));
}

void Builder::CallArguments(const Node* tree, ast::Call& call) {
  for (const auto* child : tree->children) {
    if (IsTerminal(child)) continue;
    const auto* part = static_cast<const Node*>(child);
    switch (part->getRuleIndex()) {
      case Parser::RuleCallArgument:
        CallArgument(part, call);
        break;
      case Parser::RuleWhereClause:
        call.where = Expr(RuleAt(part, 1));
        break;
      default:
        CallOptions(part, call);
    }
  }
}

void Builder::CallArgument(const Node* tree, ast::Call& call) {
  if (TypeAt(tree, 0) == 0) {
    call.arguments.push_back(Expr(RuleAt(tree, 0)));
    return;
  }
  const antlr4::Token& name = TokenAt(tree, 0);
  call.options.push_back({{TextOf(name), SpanOf(name)}, {Literal(RuleAt(tree, 1))}});
}

void Builder::CallOptions(const Node* tree, ast::Call& call) {
  for (size_t i = 1; i < tree->children.size(); i += 2) {
    const Node* option = RuleAt(tree, i);
    ast::CallOption built{NameOf(RuleAt(option, 0)), Exprs(option)};
    if (built.values.empty()) built.values.push_back(Amount(RuleAt(option, 1)));
    call.options.push_back(std::move(built));
  }
}

ast::ExprId Builder::ListLiteral(const Node* tree) {
  ast::ListLiteral list;
  for (const auto* item : tree->children)
    if (!IsTerminal(item)) list.items.push_back(Expr(RuleAt(static_cast<const Node*>(item), 0)));
  return Add(SpanOf(tree), std::move(list));
}

ast::ExprId Builder::Literal(const Node* tree) {
  return Add(SpanOf(tree), ast::Literal{LiteralOf(*tree->start)});
}

ast::LiteralValue Builder::LiteralOf(const antlr4::Token& token) {
  const std::string_view text = tokens_.text(token);
  const Span span = SpanOf(token);
  switch (token.getType()) {
    case Parser::INT:
      return IntValue(text, false, span, sink_);
    case Parser::FLOAT:
      return FloatValue(text);
    case Parser::QUANTITY:
      return QuantityValue(text, span, sink_);
    case Parser::PERCENTAGE:
      return PercentValue(text);
    case Parser::DATE:
    case Parser::TIMESTAMP:
      return TimeValue(text, span, sink_);
    case Parser::TRUE:
      return true;
    case Parser::FALSE:
      return false;
    case Parser::NULL_:
      return ast::NullLiteral{};
    case Parser::REGEX:
      return RegexValue(text);
    default:
      return StringValue(text, span, sink_);
  }
}

}  // namespace sigrun::syntax
