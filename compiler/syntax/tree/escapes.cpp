#include "compiler/syntax/tree/escapes.h"

#include <optional>

#include "base/text/parse_number.h"
#include "base/text/utf8.h"

namespace sigrun::syntax {
namespace {

std::optional<uint32_t> Hex4(std::string_view text) {
  return text.size() < 4 ? std::nullopt : ParseNumber<uint32_t>(text.substr(0, 4), 16);
}

Escape Wrong(std::string_view text, uint32_t length, const char* problem) {
  return {length, std::string(text.substr(0, length)), problem};
}

// \uXXXX, where two surrogates make one character.
Escape ReadUnicode(std::string_view text) {
  const auto first = Hex4(text.substr(2));
  if (!first) return Wrong(text, 2, "`\\u` takes four hexadecimal digits");
  if (*first < 0xD800 || *first > 0xDFFF) return {6, utf8::Encode(*first)};
  const bool paired = *first < 0xDC00 && text.substr(6, 2) == "\\u";
  const auto second = paired ? Hex4(text.substr(8)) : std::nullopt;
  if (!second || *second < 0xDC00 || *second > 0xDFFF)
    return Wrong(text, 6, "half a surrogate pair is not a character");
  return {12, utf8::Encode(0x10000 + ((*first - 0xD800) << 10) + (*second - 0xDC00))};
}

}  // namespace

Escape ReadEscape(std::string_view text) {
  if (text[0] != '\\' || text.size() < 2) return {1, std::string(1, text[0])};
  switch (text[1]) {
    case '"':
    case '\\':
    case '/':
      return {2, std::string(1, text[1])};
    case 'n':
      return {2, "\n"};
    case 't':
      return {2, "\t"};
    case 'r':
      return {2, "\r"};
    case 'u':
      return ReadUnicode(text);
    default:
      break;
  }
  uint32_t length = 2;  // the whole character after the backslash
  while (length < text.size() && utf8::IsContinuation(text[length])) ++length;
  return Wrong(text, length, "unknown escape sequence");
}

}  // namespace sigrun::syntax
