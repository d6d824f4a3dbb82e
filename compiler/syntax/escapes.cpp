#include "compiler/syntax/escapes.h"

#include <charconv>
#include <optional>

#include "compiler/syntax/parse.h"

namespace sigrun::syntax {
namespace {

std::optional<uint32_t> Hex4(std::string_view text) {
  if (text.size() < 4) return std::nullopt;
  uint32_t value = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + 4, value, 16);
  if (error != std::errc() || rest != text.data() + 4) return std::nullopt;
  return value;
}

std::string Utf8(uint32_t c) {
  const auto tail = [&](int shift) { return static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
  if (c < 0x80) return {static_cast<char>(c)};
  if (c < 0x800) return {static_cast<char>(0xC0 | (c >> 6)), tail(0)};
  if (c < 0x10000) return {static_cast<char>(0xE0 | (c >> 12)), tail(6), tail(0)};
  return {static_cast<char>(0xF0 | (c >> 18)), tail(12), tail(6), tail(0)};
}

Escape Wrong(std::string_view text, uint32_t length, const char* problem) {
  return {length, std::string(text.substr(0, length)), problem};
}

// \uXXXX, where two surrogates make one character.
Escape ReadUnicode(std::string_view text) {
  const auto first = Hex4(text.substr(2));
  if (!first) return Wrong(text, 2, "`\\u` takes four hexadecimal digits");
  if (*first < 0xD800 || *first > 0xDFFF) return {6, Utf8(*first)};
  const bool paired = *first < 0xDC00 && text.substr(6, 2) == "\\u";
  const auto second = paired ? Hex4(text.substr(8)) : std::nullopt;
  if (!second || *second < 0xDC00 || *second > 0xDFFF)
    return Wrong(text, 6, "half a surrogate pair is not a character");
  return {12, Utf8(0x10000 + ((*first - 0xD800) << 10) + (*second - 0xDC00))};
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
  while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80)
    ++length;
  return Wrong(text, length, "unknown escape sequence");
}

uint32_t OffsetInLiteral(std::string_view written, uint32_t offset) {
  const bool raw = written.starts_with('\'');
  uint32_t at = 1;
  for (size_t value = 0; value < offset && at + 1 < written.size();) {
    const Escape escape =
        raw ? Escape{1, "x"} : ReadEscape(written.substr(at, written.size() - 1 - at));
    value += escape.value.size();
    at += escape.length;
  }
  return at;
}

}  // namespace sigrun::syntax
