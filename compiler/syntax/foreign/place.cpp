#include "compiler/syntax/foreign/place.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text/ascii.h"
#include "compiler/diag/codes/syntax.h"
#include "compiler/syntax/lex/words.h"

namespace sigrun::syntax::foreign {

bool IsText(size_t type) { return type == Lexer::STRING || type == Lexer::RAW_STRING; }

bool IsWordOperator(size_t type) {
  switch (type) {
    case Lexer::CONTAINS:
    case Lexer::STARTSWITH:
    case Lexer::ENDSWITH:
    case Lexer::LIKE:
    case Lexer::MATCHES:
      return true;
    default:
      return false;
  }
}

size_t Place::Before(uint32_t n) const {
  return at >= section.begin + n ? tokens.type(at - n) : antlr4::Token::EOF;
}

std::string_view Place::Text(uint32_t i) const {
  return i < tokens.size() ? tokens.text(i) : std::string_view();
}

std::string Place::Lower(uint32_t i) const { return AsciiLower(Text(i)); }

bool Place::Touch(uint32_t i) const {
  return i + 1 < tokens.size() && tokens[i].end == tokens[i + 1].begin;
}

Span Place::Cover(uint32_t first, uint32_t last) const {
  return tokens.Between(tokens[first].begin, tokens[last].end);
}

std::string Place::Source(uint32_t first, uint32_t behind) const {
  if (first >= behind) return {};
  return std::string(tokens.source_text().substr(tokens[first].begin,
                                                 tokens[behind - 1].end - tokens[first].begin));
}

std::optional<uint32_t> Place::Opening() const {
  uint32_t closed = 0;
  for (uint32_t i = std::min(at, end); i > section.begin; --i) {
    if (IsClosing(Type(i - 1))) ++closed;
    if (IsOpening(Type(i - 1)) && closed-- == 0) return i - 1;
  }
  return std::nullopt;
}

std::optional<uint32_t> Place::ClosingOf(uint32_t opening) const {
  uint32_t depth = 0;
  for (uint32_t i = opening; i < end; ++i) {
    depth += IsOpening(Type(i));
    if (IsClosing(Type(i)) && --depth == 0) return i;
  }
  return std::nullopt;
}

uint32_t Place::PathBegin(uint32_t behind) const {
  uint32_t begin = behind;
  while (begin > section.begin) {
    const size_t type = Type(begin - 1);
    const bool dot_next = begin < behind && Type(begin) == Lexer::DOT;
    const bool dot_before = begin >= section.begin + 2 && Type(begin - 2) == Lexer::DOT;
    const bool part = IsName(type) || type == Lexer::QUOTED_NAME || IsReserved(type);
    const bool goes_on = begin == behind ? part : type == Lexer::DOT || (dot_next && part);
    if (!goes_on || (begin == behind && IsReserved(type) && !dot_before)) break;
    --begin;
  }
  return begin;
}

diag::Sink::Builder Place::Emit(Span span, const std::string& message,
                                const std::string& help) const {
  auto diagnostic = sink.Emit(diag::codes::SyntaxError, span, message);
  diagnostic.Help(help);
  return diagnostic;
}

bool Place::Rewrite(Span span, const std::string& message, const std::string& ours,
                    const std::string& more) const {
  Emit(span, message, fmt::format("write `{}`{}", ours, more)).FixWith(span, ours);
  return true;
}

}  // namespace sigrun::syntax::foreign
