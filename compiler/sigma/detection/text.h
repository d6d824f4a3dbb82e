// Sigma's strings: literal text, wildcards and placeholders, parsed from what was written.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sigrun::sigma {

struct Token {
  enum Kind : uint8_t { kLiteral, kAny, kOne, kPlaceholder } kind;
  std::string text;  // of a literal; the name of a placeholder
  friend bool operator==(const Token&, const Token&) = default;
};

struct Text {
  std::vector<Token> tokens;  // no two literals stand side by side
  bool cased = false;
  std::vector<std::string>
      functions;  // functions applied to the text, innermost first: utf16le, base64

  bool HasWildcards() const;
  // The text without its wildcards at both ends, and whether there were any.
  struct Core {
    std::string literal;  // valid if `simple`
    bool any_before = false, any_after = false;
    bool simple = true;  // no wildcard within
  };
  Core ToCore() const;
};

// `*` and `?` are wildcards; `\*`, `\?` and `\\` mean the second character; any other backslash is
// literal.
std::vector<Token> ReadText(std::string_view written);
// Splits literals at `%name%`; `\%` is a percent sign.
std::vector<Token> ReadPlaceholders(const std::vector<Token>& tokens);
// Merges neighbouring literals and drops empty ones.
void Normalise(std::vector<Token>& tokens);
// As a regular expression that matches exactly the text.
std::string EscapedForRegex(std::string_view text);
// As a pattern of the language's `like`.
std::string ToLike(const std::vector<Token>& tokens);

}  // namespace sigrun::sigma
