// One run of the generated parser over a slice of the tokens, stopped at the first error.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "SigrunParser.h"
#include "compiler/syntax/lex/tokens.h"

namespace sigrun::syntax {

using Parser = grammar::SigrunParser;

// Where and why the parser stopped.
struct Failure {
  uint32_t token;                // the unexpected token; the end of the slice if it ended too early
  uint32_t end;                  // of the slice
  std::vector<size_t> rules;     // grammar rules being read, innermost first; empty: text left over
  std::vector<size_t> expected;  // token types, if the parser knows them exactly
};

class Run {
 public:
  explicit Run(Tokens& tokens);
  ~Run();

  // Reads the whole slice [begin, end) as the grammar rule `entry` (a member function of Parser).
  // The tree lives until the next call. nullptr after a failure.
  template <class Context>
  Context* Read(Context* (Parser::*entry)(), uint32_t begin, uint32_t end) {
    using antlr4::atn::PredictionMode;
    for (const PredictionMode mode : {PredictionMode::SLL, PredictionMode::LL}) {
      Prepare(begin, end, mode);
      Context* tree = nullptr;
      const bool read = Guarded([&] { tree = (parser_.*entry)(); });
      if (read && AtEnd()) return tree;
    }
    return nullptr;
  }

  const Failure& failure() const { return failure_; }

 private:
  class Stop;
  class Strategy;

  void Prepare(uint32_t begin, uint32_t end, antlr4::atn::PredictionMode mode);
  template <class Body>
  bool Guarded(const Body& body);
  bool AtEnd();

  TokenSlice slice_;
  Parser parser_;
  Failure failure_;
};

// Thrown by the error strategy, caught by Run.
class Run::Stop {};

template <class Body>
bool Run::Guarded(const Body& body) {
  try {
    body();
    return true;
  } catch (const Stop&) {
    return false;
  }
}

}  // namespace sigrun::syntax
