// Declarations.
#include "compiler/syntax/tree/builder.h"

namespace sigrun::syntax {

void Builder::Item(Parser::ItemContext& tree) {
  file_.items.push_back(BuildItem(RuleAt(&tree, 0)));
}

ast::Item Builder::BuildItem(const Node* tree) {
  auto* node = const_cast<Node*>(tree);
  switch (tree->getRuleIndex()) {
    case Parser::RuleImportDecl:
      return Import(tree);
    case Parser::RuleLetDecl:
      return Let(tree);
    case Parser::RuleListDecl:
      return List(*static_cast<Parser::ListDeclContext*>(node));
    case Parser::RuleTableDecl:
      return Table(*static_cast<Parser::TableDeclContext*>(node));
    case Parser::RuleRuleDecl:
      return Rule(tree);
    case Parser::RuleExceptionDecl:
      return Exception(tree);
    case Parser::RuleFixtureDecl:
      return Fixture(*static_cast<Parser::FixtureDeclContext*>(node));
    default:
      return Test(tree);
  }
}

ast::Import Builder::Import(const Node* tree) { return {Names(RuleAt(tree, 1)), SpanOf(tree)}; }

ast::Let Builder::Let(const Node* tree) {
  ast::Let let;
  let.name = NameOf(FirstRule(tree, Parser::RuleName));
  let.is_public = HasToken(tree, Parser::PUB);
  let.value = Expr(FirstRule(tree, Parser::RuleExpr));
  let.span = SpanOf(tree);
  return let;
}

ast::List Builder::List(Parser::ListDeclContext& tree) {
  ast::List list;
  list.name = NameOf(tree.name());
  list.is_public = tree.PUB() != nullptr;
  if (tree.typeName() != nullptr) list.element_type = TypeName(*tree.typeName());
  if (tree.listLiteral() != nullptr) list.items = ListLiteral(tree.listLiteral());
  if (tree.stringLiteral() != nullptr) list.from_file = StringOf(tree.stringLiteral());
  list.span = SpanOf(&tree);
  return list;
}

ast::Table Builder::Table(Parser::TableDeclContext& tree) {
  ast::Table table;
  table.name = NameOf(tree.name(0));
  table.key = NameOf(tree.name(1));
  table.is_public = tree.PUB() != nullptr;
  table.from_file = StringOf(tree.stringLiteral());
  for (auto* column : tree.tableColumn())
    table.columns.push_back({NameOf(column->name()), TypeName(*column->typeName())});
  table.span = SpanOf(&tree);
  return table;
}

ast::TypeName Builder::TypeName(Parser::TypeNameContext& tree) {
  ast::TypeName type{NameOf(tree.name()), {}};
  if (tree.typeName() != nullptr) type.parameters.push_back(TypeName(*tree.typeName()));
  return type;
}

ast::Rule Builder::Rule(const Node* tree) {
  ast::Rule rule;
  rule.name = NameOf(RuleAt(tree, 1));
  for (size_t i = 3; i + 1 < tree->children.size(); ++i)
    RuleItem(*static_cast<Parser::RuleItemContext*>(tree->children[i]), rule);
  rule.span = SpanOf(tree);
  return rule;
}

ast::Exception Builder::Exception(const Node* tree) {
  ast::Exception exception;
  exception.rule = NameOf(RuleAt(tree, 2));
  for (size_t i = 4; i + 1 < tree->children.size(); ++i)
    ExceptionItem(*static_cast<Parser::ExceptionItemContext*>(tree->children[i]), exception);
  exception.span = SpanOf(tree);
  return exception;
}

void Builder::ExceptionItem(Parser::ExceptionItemContext& tree, ast::Exception& exception) {
  if (tree.metaItem() != nullptr)
    exception.items.push_back(MetaItem(*tree.metaItem()));
  else
    exception.when.push_back(Expr(tree.expr()));
}

}  // namespace sigrun::syntax
