#include "runtime/event/json/unescape.h"

#include <algorithm>

namespace sigrun::event {
namespace {

constexpr uint32_t kReplacement = 0xFFFD;
constexpr uint32_t kBadHex = UINT32_MAX;

uint32_t HexDigit(char c) {
  if (c >= '0' && c <= '9') return static_cast<uint32_t>(c - '0');
  const char lower = static_cast<char>(c | 0x20);
  if (lower >= 'a' && lower <= 'f') return static_cast<uint32_t>(lower - 'a' + 10);
  return kBadHex;
}

// Consumes the four digits of \uXXXX.
uint32_t TakeHex(std::string_view& text) {
  if (text.size() < 4) return kBadHex;
  uint32_t code = 0;
  for (int i = 0; i < 4; ++i) {
    const uint32_t digit = HexDigit(text[i]);
    if (digit == kBadHex) return kBadHex;
    code = code << 4 | digit;
  }
  text.remove_prefix(4);
  return code;
}

// What follows "\u": one code unit or a pair of them.
uint32_t TakeCodePoint(std::string_view& text) {
  const uint32_t first = TakeHex(text);
  if (first == kBadHex || first < 0xD800 || first > 0xDFFF) return first;
  if (first > 0xDBFF || text.substr(0, 2) != "\\u") return kReplacement;
  std::string_view rest = text.substr(2);
  const uint32_t second = TakeHex(rest);
  if (second < 0xDC00 || second > 0xDFFF) return kReplacement;
  text = rest;
  return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
}

char* WriteUtf8(uint32_t code, char* out) {
  const auto put = [&](uint32_t byte) { *out++ = static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | code >> 6);
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | code >> 18);
    put(0x80 | (code >> 12 & 0x3F));
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  }
  return out;
}

// The character of a one-letter escape; 0 if there is none.
char SimpleEscape(char c) {
  switch (c) {
    case '"':
    case '\\':
    case '/':
      return c;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return 0;
  }
}

}  // namespace

size_t Unescape(std::string_view text, char* out) {
  char* const begin = out;
  while (!text.empty()) {
    const size_t plain = std::min(text.find('\\'), text.size());
    std::memcpy(out, text.data(), plain);
    out += plain;
    text.remove_prefix(plain);
    if (text.empty()) break;
    if (text.size() < 2) return kBadEscape;
    const char escape = text[1];
    text.remove_prefix(2);
    if (escape == 'u') {
      const uint32_t code = TakeCodePoint(text);
      if (code == kBadHex) return kBadEscape;
      out = WriteUtf8(code, out);
    } else {
      *out = SimpleEscape(escape);
      if (*out++ == 0) return kBadEscape;
    }
  }
  return static_cast<size_t>(out - begin);
}

}  // namespace sigrun::event
