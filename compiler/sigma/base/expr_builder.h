// Builds expressions in a file.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "compiler/ast/ast.h"

namespace sigrun::sigma {

using ast::ExprId;

class ExprBuilder {
 public:
  explicit ExprBuilder(ast::File& file) : file_(file) {}

  template <class Node>
  ExprId Add(Node node, Span span) {
    return file_.exprs.Add({span, std::move(node)});
  }
  template <class Value>
  ExprId Literal(Value value, Span span) {
    return Add(ast::Literal{ast::LiteralValue(std::move(value))}, span);
  }
  ExprId Text(std::string text, Span span) { return Literal(std::move(text), span); }
  ExprId Not(ExprId operand, Span span) { return Add(ast::Not{operand}, span); }
  // A single operand is returned unchanged.
  ExprId And(std::vector<ExprId> operands, Span span) {
    return operands.size() == 1 ? operands[0] : Add(ast::And{std::move(operands)}, span);
  }
  ExprId Or(std::vector<ExprId> operands, Span span) {
    return operands.size() == 1 ? operands[0] : Add(ast::Or{std::move(operands)}, span);
  }
  ExprId List(std::vector<ExprId> items, Span span) {
    return Add(ast::ListLiteral{std::move(items)}, span);
  }
  ExprId Call(std::string name, std::vector<ExprId> arguments, Span span) {
    return Add(ast::Call{{std::move(name), span}, std::move(arguments), {}, {}, {}}, span);
  }
  // A single name: a binding or a rule.
  ExprId Name(const std::string& name, Span span) {
    return Add(ast::Path{{{name, {}, false, span}}}, span);
  }
  // left OP right.
  ExprId Test(std::string op, ExprId left, ExprId right, Span span) {
    ast::Test test;
    test.op = std::move(op);
    test.op_span = span;
    test.left = left;
    test.right = right;
    return Add(std::move(test), span);
  }
  ExprId Exists(ExprId operand, Span span) {
    return Add(ast::Presence{ast::PresenceMode::kExists, false, operand}, span);
  }
  const ast::Expr& operator[](ExprId id) const { return file_.exprs[id]; }
  ast::File& file() { return file_; }

 private:
  ast::File& file_;
};

}  // namespace sigrun::sigma
