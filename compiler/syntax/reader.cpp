#include "compiler/syntax/reader.h"

#include "compiler/diag/codes/syntax.h"
#include "compiler/syntax/lex/words.h"
#include "compiler/syntax/outline/lexical.h"

namespace sigrun::syntax {

void Reader::ReadFile() {
  lexical_ = CheckTokens(tokens_, sink_);
  brackets_ = MatchBrackets(tokens_, lexical_, sink_);
  const std::vector<Section> sections = Declarations(tokens_, brackets_);
  for (const Section section : sections) {
    if (Enough()) break;
    Declaration(section);
  }
  NoteBroken(sections);
}

ast::ExprId Reader::ReadExpression() {
  lexical_ = CheckTokens(tokens_, sink_);
  brackets_ = MatchBrackets(tokens_, lexical_, sink_);
  const auto* tree = Read(&Parser::expr, {0, tokens_.size()}, Part::kExpression);
  return tree == nullptr ? ast::ExprId{} : builder_.Expr(tree);
}

template <class Context>
Context* Reader::ReadQuietly(Context* (Parser::*entry)(), Section section) {
  excess_ = FindExcess(tokens_, section);
  return excess_ ? nullptr : run_.Read(entry, section.begin, section.end);
}

template <class Context>
Context* Reader::Read(Context* (Parser::*entry)(), Section section, Part part) {
  Context* tree = ReadQuietly(entry, section);
  if (tree == nullptr) Report(section, part, Latest());
  return tree;
}

void Reader::Report(Section section, Part part, const Problem& problem) {
  if (problem.excess)
    sink_.Emit(diag::codes::TooLarge, tokens_.span(problem.excess->token), problem.excess->message)
        .Help(problem.excess->help);
  else if (!IsEcho(section))
    Explain(tokens_, problem.failure, section, part, sink_);
}

bool Reader::IsEcho(Section section) const {
  return Overlaps(lexical_, section.begin, section.end) ||
         Overlaps(brackets_.damage, section.begin, section.end);
}

void Reader::Declaration(Section section) {
  if (!IsDeclarationWord(tokens_.type(section.begin))) {
    if (!IsEcho(section)) ExplainStray(tokens_, section, sink_);
    return;
  }
  if (auto* tree = ReadQuietly(&Parser::item, section)) return builder_.Item(*tree);
  const Problem problem = Latest();
  const size_t errors = sink_.error_count();
  InPieces(section, problem);
  if (sink_.error_count() == errors) Report(section, Part::kDeclaration, problem);
}

void Reader::InPieces(Section section, const Problem& problem) {
  const size_t first = tokens_.type(section.begin);
  const Section body = BodyOf(section);
  if (body.begin == 0) return;
  const bool in_head = !problem.excess && problem.failure.token < body.begin;
  if (in_head) Report(section, Part::kDeclaration, problem);
  if (first == Lexer::RULE) RuleInPieces(section, body);
  if (first == Lexer::EXCEPTION) ExceptionInPieces(section, body);
  if (first == Lexer::TEST) TestInPieces(section, body);
}

Section Reader::BodyOf(Section section) const {
  const uint32_t depth = brackets_.depth[section.begin];
  for (uint32_t i = section.begin; i < section.end; ++i) {
    if (tokens_.type(i) != Lexer::LBRACE || brackets_.depth[i] != depth) continue;
    uint32_t end = i + 1;
    while (end < section.end && brackets_.depth[end] > depth) ++end;
    return {i + 1, end};
  }
  return {0, 0};
}

ast::Name Reader::NameAt(uint32_t i) const {
  if (!IsName(tokens_.type(i))) return {"", tokens_.span(i)};
  return {std::string(tokens_.text(i)), tokens_.span(i)};
}

template <class Context, class Body>
void Reader::Each(Section body, Starts starts, Context* (Parser::*entry)(), Part part,
                  const Body& use) {
  for (const Section item : Items(tokens_, brackets_, body, starts)) {
    if (Enough()) return;
    if (auto* tree = Read(entry, item, part)) use(*tree);
  }
}

void Reader::RuleInPieces(Section section, Section body) {
  ast::Rule rule;
  rule.name = NameAt(section.begin + 1);
  rule.span = Cover(tokens_.span(section.begin), tokens_.span(section.end - 1));
  for (const Section item : Items(tokens_, brackets_, body, StartsRuleItem)) {
    if (Enough()) break;
    if (auto* tree = ReadQuietly(&Parser::ruleItem, item))
      builder_.RuleItem(*tree, rule);
    else
      RuleItemInPieces(item, rule);
  }
  if (!rule.name.text.empty()) file_.items.emplace_back(std::move(rule));
}

void Reader::RuleItemInPieces(Section section, ast::Rule& rule) {
  const Problem problem = Latest();
  const Section body = BodyOf(section);
  const size_t first = tokens_.type(section.begin);
  const bool block = body.begin == section.begin + 2 && body.end + 1 >= section.end;
  if (block && first == Lexer::META) {
    Each(body, StartsKeyItem, &Parser::metaItem, Part::kMetaItem,
         [&](auto& tree) { rule.meta.push_back(builder_.MetaItem(tree)); });
    rule.meta_span = Cover(tokens_.span(section.begin), tokens_.span(section.end - 1));
  } else if (block && first == Lexer::ALERT) {
    Each(body, StartsKeyItem, &Parser::alertItem, Part::kAlertItem,
         [&](auto& tree) { rule.alert.push_back(builder_.AlertItem(tree)); });
    rule.alert_spans.push_back(Cover(tokens_.span(section.begin), tokens_.span(section.end - 1)));
  } else {
    Report(section, Part::kRuleItem, problem);
  }
}

void Reader::ExceptionInPieces(Section section, Section body) {
  ast::Exception exception;
  exception.rule = NameAt(section.begin + 2);
  exception.span = Cover(tokens_.span(section.begin), tokens_.span(section.end - 1));
  Each(body, StartsKeyItem, &Parser::exceptionItem, Part::kExceptionItem,
       [&](auto& tree) { builder_.ExceptionItem(tree, exception); });
  if (!exception.rule.text.empty()) file_.items.emplace_back(std::move(exception));
}

void Reader::TestInPieces(Section section, Section body) {
  ast::RuleTest test;
  test.rule = NameAt(section.begin + 1);
  test.span = Cover(tokens_.span(section.begin), tokens_.span(section.end - 1));
  Each(body, StartsExpectation, &Parser::expectation, Part::kExpectation,
       [&](auto& tree) { test.expectations.push_back(builder_.Expectation(tree)); });
  if (!test.rule.text.empty()) file_.items.emplace_back(std::move(test));
}

}  // namespace sigrun::syntax
