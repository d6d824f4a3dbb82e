// The place of a failure of the parser, and the tokens around it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/source_map.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/syntax/lex/run.h"
#include "compiler/syntax/lex/tokens.h"
#include "compiler/syntax/outline/outline.h"

namespace sigrun::syntax::foreign {

bool IsText(size_t type);
// contains, like, …
bool IsWordOperator(size_t type);

struct Place {
  Place(const Tokens& all, const Failure& failure, Section failed, bool is_item, diag::Sink& to)
      : tokens(all),
        section(failed),
        item(is_item),
        sink(to),
        at(failure.token),
        end(failure.end) {}

  const Tokens& tokens;
  Section section;
  bool item;  // of a rule, other than metadata
  diag::Sink& sink;
  uint32_t at;   // the unexpected token
  uint32_t end;  // of what the parser saw

  size_t Type(uint32_t i) const { return i < end ? tokens.type(i) : antlr4::Token::EOF; }
  size_t Here() const { return Type(at); }
  // The token `n` before the failure; EOF before the section.
  size_t Before(uint32_t n = 1) const;
  std::string_view Text(uint32_t i) const;
  // In lower case.
  std::string Lower(uint32_t i) const;
  // Whether nothing is between the token and the next one.
  bool Touch(uint32_t i) const;
  Span Cover(uint32_t first, uint32_t last) const;
  // The source text of the tokens [first, behind).
  std::string Source(uint32_t first, uint32_t behind) const;

  // The innermost open bracket; nullopt outside brackets.
  std::optional<uint32_t> Opening() const;
  std::optional<uint32_t> ClosingOf(uint32_t opening) const;
  // The start of the path that ends before `behind`.
  uint32_t PathBegin(uint32_t behind) const;

  diag::Sink::Builder Emit(Span span, const std::string& message, const std::string& help) const;
  // Reports that all of `span` is written differently. Returns true.
  bool Rewrite(Span span, const std::string& message, const std::string& ours,
               const std::string& more = "") const;
};

}  // namespace sigrun::syntax::foreign
