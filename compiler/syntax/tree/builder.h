// Builds the syntax tree from a parse tree. The parse tree is complete: the parser stops at an
// error, and nothing is then built from its input.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/syntax/lex/run.h"

namespace sigrun::syntax {

class Builder {
 public:
  using Node = antlr4::ParserRuleContext;

  Builder(const Tokens& tokens, ast::File& file, diag::Sink& sink)
      : tokens_(tokens), file_(file), sink_(sink) {}

  // Adds a declaration to the file (build_item.cpp).
  void Item(Parser::ItemContext& tree);

  // Parts of a declaration, for reading a declaration with errors piece by piece.
  void RuleItem(Parser::RuleItemContext& tree, ast::Rule& rule);            // build_rule.cpp
  ast::MetaItem MetaItem(Parser::MetaItemContext& tree);                    // build_meta.cpp
  ast::AlertItem AlertItem(Parser::AlertItemContext& tree);                 // build_rule.cpp
  void ExceptionItem(Parser::ExceptionItemContext& tree, ast::Exception&);  // build_item.cpp
  ast::Expectation Expectation(Parser::ExpectationContext& tree);           // build_test.cpp

  // Any expression node, from `expr` down to `literal` (build_expr.cpp).
  ast::ExprId Expr(const Node* tree);

 private:
  using Terminal = antlr4::tree::TerminalNode;

  // build_item.cpp
  ast::Item BuildItem(const Node* tree);
  ast::Import Import(const Node* tree);
  ast::Let Let(const Node* tree);
  ast::List List(Parser::ListDeclContext& tree);
  ast::Table Table(Parser::TableDeclContext& tree);
  ast::Rule Rule(const Node* tree);
  ast::Exception Exception(const Node* tree);
  ast::TypeName TypeName(Parser::TypeNameContext& tree);

  // build_rule.cpp
  void Meta(const Node* tree, ast::Rule& rule);
  void Alert(const Node* tree, ast::Rule& rule);
  void On(const Node* tree, ast::Rule& rule);
  void Param(Parser::ParamDeclContext& tree, ast::Rule& rule);
  void Window(Parser::WindowClauseContext& tree, ast::Rule& rule);
  void Sequence(const Node* tree, ast::Rule& rule);
  ast::SequenceAlternative Alternative(const Node* tree);
  ast::SequenceStep Step(const Node* tree);

  // build_meta.cpp
  ast::MetaValue MetaValue(const Node* tree);
  ast::MetaValue MetaLiteral(const Node* tree);

  // build_test.cpp
  ast::Fixture Fixture(Parser::FixtureDeclContext& tree);
  ast::RuleTest Test(const Node* tree);
  ast::StreamStep StreamStep(const Node* tree);
  ast::JsonText Json(const Node* tree) const;

  // build_expr.cpp
  ast::ExprId If(const Node* tree);
  template <class Kind>
  ast::ExprId Nary(const Node* tree);
  ast::ExprId Not(const Node* tree);
  ast::ExprId TestOrSelection(const Node* tree);
  ast::ExprId Quantified(const Node* tree);
  uint32_t AtLeast(const Node* quantifier);
  std::string OperatorText(const antlr4::Token& token) const;
  ast::ExprId Compare(const Node* whole, ast::ExprId left, bool all_of_left, const Node* tail);
  ast::ExprId PresenceOf(const Node* whole, ast::ExprId left, const Node* tail);
  ast::ExprId Chain(const Node* tree);
  ast::ExprId Unary(const Node* tree);
  ast::ExprId Amount(const Node* tree);
  ast::ExprId NegatedLiteral(const Node* whole, const antlr4::Token& number);

  // build_call.cpp
  ast::ExprId Path(const Node* tree);
  ast::PathSegment Key(const antlr4::Token& token);
  ast::PathSegment Segment(const Node* tail);
  ast::ExprId Call(const Node* tree);
  void CallArguments(const Node* tree, ast::Call& call);
  void CallArgument(const Node* tree, ast::Call& call);
  void CallOptions(const Node* tree, ast::Call& call);
  ast::ExprId ListLiteral(const Node* tree);
  ast::ExprId Literal(const Node* tree);
  ast::LiteralValue LiteralOf(const antlr4::Token& token);

  // Small helpers (builder.cpp).
  static bool IsTerminal(const antlr4::tree::ParseTree* tree) {
    return dynamic_cast<const Terminal*>(tree) != nullptr;
  }
  static const antlr4::Token& TokenAt(const Node* tree, size_t child);
  // The token type of a child; 0 for a child that is a rule.
  static size_t TypeAt(const Node* tree, size_t child);
  static const Node* RuleAt(const Node* tree, size_t child) {
    return static_cast<const Node*>(tree->children[child]);
  }
  static const Node* FirstRule(const Node* tree, size_t rule_index);
  static bool HasToken(const Node* tree, size_t type);
  Span SpanOf(const Node* tree) const { return tokens_.span(*tree->start, *tree->stop); }
  Span SpanOf(const antlr4::Token& token) const { return tokens_.span(token, token); }
  std::string TextOf(const antlr4::Token& token) const { return std::string(tokens_.text(token)); }
  ast::Name NameOf(const Node* tree) const;              // a rule that consists of one token
  ast::Name StringOf(const Node* tree);                  // a stringLiteral's value
  std::vector<ast::Name> Names(const Node* tree) const;  // all `name` children
  std::vector<ast::ExprId> Exprs(const Node* tree);      // all `expr` children
  int64_t IntAt(const Node* tree, size_t child);
  template <class Kind>
  ast::ExprId Add(Span span, Kind node) {
    return file_.exprs.Add({span, std::move(node)});
  }

  const Tokens& tokens_;
  ast::File& file_;
  diag::Sink& sink_;
};

}  // namespace sigrun::syntax
