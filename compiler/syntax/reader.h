// Reads a file declaration by declaration; a declaration with an error is read item by item.
#pragma once

#include <cstdint>

#include "compiler/syntax/errors.h"
#include "compiler/syntax/outline/brackets.h"
#include "compiler/syntax/outline/limits.h"
#include "compiler/syntax/tree/builder.h"
#include "compiler/syntax/vocabulary/error_limit.h"

namespace sigrun::syntax {

class Reader {
 public:
  Reader(Tokens& tokens, ast::File& file, diag::Sink& sink)
      : tokens_(tokens),
        file_(file),
        sink_(sink),
        errors_before_(sink.error_count()),
        first_(sink.all().size()),
        run_(tokens),
        builder_(tokens, file, sink) {}

  void ReadFile();
  ast::ExprId ReadExpression();

 private:
  // Why a section could not be read.
  struct Problem {
    Failure failure;
    std::optional<Excess> excess;  // then parsing was not tried
  };

  void Declaration(Section section);
  // Reads a declaration with an error: keeps the valid items, and reports the error of each other
  // one.
  void InPieces(Section section, const Problem& problem);
  void RuleInPieces(Section section, Section body);
  void RuleItemInPieces(Section section, ast::Rule& rule);
  void ExceptionInPieces(Section section, Section body);
  void TestInPieces(Section section, Section body);

  // nullptr if it cannot be read; the error was then reported, or repeats a known one.
  template <class Context>
  Context* Read(Context* (Parser::*entry)(), Section section, Part part);
  template <class Context>
  Context* ReadQuietly(Context* (Parser::*entry)(), Section section);
  // Calls `body` with the tree of every readable item.
  template <class Context, class Body>
  void Each(Section body, Starts starts, Context* (Parser::*entry)(), Part part, const Body& use);

  // Marks the declarations that have errors (broken.cpp).
  void NoteBroken(const std::vector<Section>& sections);
  void NoteBroken(Section section);

  Problem Latest() const { return {run_.failure(), excess_}; }
  void Report(Section section, Part part, const Problem& problem);
  bool IsEcho(Section section) const;
  // Whether the limit of reported errors was reached.
  bool Enough() const { return sink_.error_count() - errors_before_ >= kMaxErrors; }
  // The contents of the first { } of a section; empty if there is none.
  Section BodyOf(Section section) const;
  // The name at a token; empty if there is none.
  ast::Name NameAt(uint32_t i) const;

  Tokens& tokens_;
  ast::File& file_;
  diag::Sink& sink_;
  size_t errors_before_;
  size_t first_;  // our first diagnostic in the sink
  Run run_;
  Builder builder_;
  std::optional<Excess> excess_;  // of the last section read
  Brackets brackets_;
  std::vector<Damage> lexical_;
};

}  // namespace sigrun::syntax
