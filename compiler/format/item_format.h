// Formats declarations. Private to format; the implementation is in format.cpp, rule_format.cpp and
// test_format.cpp.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "compiler/format/expr_format.h"

namespace sigrun::format {

class ItemFormat {
 public:
  ItemFormat(const ast::File& file, const Comments& comments);

  // Without the final line break.
  std::string Text(const ast::Item& item);

 private:
  // One of several lines with aligned `=`.
  struct Row {
    const Span* span;
    std::string key;
    std::function<void(Writer&)> value;
  };

  void Write(Writer& out, const ast::Import& item);
  void Write(Writer& out, const ast::Let& item);
  void Write(Writer& out, const ast::List& item);
  void Write(Writer& out, const ast::Table& item);
  void Write(Writer& out, const ast::Fixture& item);    // test_format.cpp
  void Write(Writer& out, const ast::RuleTest& item);   // test_format.cpp
  void Write(Writer& out, const ast::Rule& rule);       // rule_format.cpp
  void Write(Writer& out, const ast::Exception& item);  // rule_format.cpp

  // rule_format.cpp
  void Meta(Writer& out, const ast::Rule& rule);
  void On(Writer& out, const ast::Rule& rule);
  void Params(Writer& out, const ast::Rule& rule);
  void GroupsAndWindows(Writer& out, const ast::Rule& rule);
  void Bindings(Writer& out, const ast::Rule& rule);
  void Sequences(Writer& out, const ast::Rule& rule);
  void Conditions(Writer& out, const ast::Rule& rule);
  void Alert(Writer& out, const ast::Rule& rule);
  void Rows(Writer& out, const std::vector<Row>& rows, size_t indent);
  Row MetaRow(const ast::MetaItem& item, size_t indent);
  void Line(Writer& out, const Span& span, const std::string& text);
  Scope ScopeOf(const ast::Rule& rule) const;
  Scope ScopeOf(const ast::Exception& exception) const;

  // test_format.cpp
  std::string Expectation(const ast::Expectation& expectation) const;
  std::string StreamStep(const ast::StreamStep& step) const;

  // A value after `=`.
  void Value(Writer& out, ast::ExprId id, size_t indent, size_t tail = 0) const;
  const Comments::Attached& CommentsOf(const Span& span) const { return comments_.Of(span); }
  void CommentsAtEnd(Writer& out, const Span& span, size_t indent) const;

  const ast::File& file_;
  const Comments& comments_;
  ExprFormat exprs_;
  Scope global_;  // the declarations of the file
};

}  // namespace sigrun::format
