// Numbers, quantities and dates.
#include <fmt/format.h>

#include <string>
#include <string_view>

#include "compiler/diag/codes/syntax.h"
#include "compiler/syntax/foreign/cases.h"
#include "compiler/syntax/foreign/place.h"
#include "compiler/syntax/vocabulary/foreign_words.h"

namespace sigrun::syntax::foreign {

// 1,000,000
bool CommasInNumber(const Place& p) {
  if (p.Here() != Lexer::COMMA || p.Before() != Lexer::INT) return false;
  uint32_t last = p.at - 1;
  while (p.Type(last + 1) == Lexer::COMMA && p.Type(last + 2) == Lexer::INT && p.Touch(last) &&
         p.Touch(last + 1) && p.Text(last + 2).size() == 3)
    last += 2;
  if (last == p.at - 1) return false;
  std::string digits;
  for (uint32_t i = p.at - 1; i <= last; i += 2) digits += p.Text(i);
  p.sink.Emit(diag::codes::BadNumber, p.Cover(p.at - 1, last), "commas are not allowed in a number")
      .Help(fmt::format("write `{}`", digits))
      .FixWith(p.Cover(p.at - 1, last), digits);
  return true;
}

// 10 minutes
bool QuantityInTwo(const Place& p) {
  if (p.Before() != Lexer::INT && p.Before() != Lexer::FLOAT) return false;
  const std::string_view unit = p.at < p.end ? UnitFor(p.Text(p.at)) : std::string_view();
  if (unit.empty()) return false;
  const std::string ours = std::string(p.Text(p.at - 1)) + std::string(unit);
  p.sink
      .Emit(diag::codes::BadNumber, p.Cover(p.at - 1, p.at),
            "a quantity has no space before its unit")
      .Help(fmt::format("write `{}`", ours))
      .FixWith(p.Cover(p.at - 1, p.at), ours);
  return true;
}

// window 10m
bool WindowWithoutKind(const Place& p) {
  if (p.Before() != Lexer::WINDOW) return false;
  const bool two = p.Here() == Lexer::INT && !UnitFor(p.Text(p.at + 1)).empty();
  if (p.Here() != Lexer::QUANTITY && !two) return false;
  std::string length(p.Text(p.at));
  if (two) length += UnitFor(p.Text(p.at + 1));
  return p.Rewrite(p.Cover(p.at - 1, two ? p.at + 1 : p.at),
                   "expected `sliding` or `tumbling` after `window`", "window sliding " + length);
}

// window sliding "10m"
bool QuotedQuantity(const Place& p) {
  const size_t before = p.Before();
  const bool wanted = before == Lexer::SLIDING || before == Lexer::TUMBLING ||
                      before == Lexer::WITHIN || before == Lexer::EVERY || before == Lexer::AFTER;
  if (!IsText(p.Here()) || !wanted) return false;
  const std::string bare(p.Text(p.at).substr(1, p.Text(p.at).size() - 2));
  return p.Rewrite(p.tokens.span(p.at), "a quantity has no quotes", bare);
}

// date = 2026/01/02
bool DateWithSlashes(const Place& p) {
  if (p.Here() != Lexer::SLASH || p.Before() != Lexer::INT || p.Type(p.at + 1) != Lexer::INT ||
      p.Type(p.at + 2) != Lexer::SLASH || p.Type(p.at + 3) != Lexer::INT)
    return false;
  return p.Rewrite(
      p.Cover(p.at - 1, p.at + 3), "a date is written with dashes",
      fmt::format("{}-{:0>2}-{:0>2}", p.Text(p.at - 1), p.Text(p.at + 1), p.Text(p.at + 3)));
}

}  // namespace sigrun::syntax::foreign
