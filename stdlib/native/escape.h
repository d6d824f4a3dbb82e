// Removes the escapes of JSON strings anywhere in a text.
#pragma once

#include <optional>
#include <string_view>

#include "base/arena.h"
#include "base/value.h"
#include "stdlib/native/basic/ip.h"
#include "stdlib/native/basic/utf8.h"

namespace sigrun::stdlib::native {

// The character of a short escape after a backslash; 0 if it is not one.
inline char ShortEscape(char c) noexcept {
  constexpr std::string_view kFrom = "\"\\/bfnrt", kTo = "\"\\/\b\f\n\r\t";
  const size_t at = kFrom.find(c);
  return at == std::string_view::npos ? '\0' : kTo[at];
}

// The value of \uXXXX at the start of `text`, or -1.
inline int EscapedUnit(std::string_view text) noexcept {
  if (text.size() < 6 || text[0] != '\\' || text[1] != 'u') return -1;
  int unit = 0;
  for (size_t i = 2; i < 6; ++i) {
    const int digit = HexDigit(text[i]);
    if (digit < 0) return -1;
    unit = unit << 4 | digit;
  }
  return unit;
}

// The code point escaped at the start of `text`, two units where it needs them; size 0 when there
// is none. Half of a pair is none.
inline CodePoint TakeEscaped(std::string_view text) noexcept {
  const int high = EscapedUnit(text);
  if (high < 0 || (high >= 0xDC00 && high < 0xE000)) return {0, 0};
  if (high < 0xD800 || high >= 0xE000) return {static_cast<char32_t>(high), 6};
  const int low = EscapedUnit(text.substr(6));
  if (low < 0xDC00 || low >= 0xE000) return {0, 0};
  return {static_cast<char32_t>(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)), 12};
}

// A backslash that does not begin an escape stays.
inline std::optional<std::string_view> UnescapeJson(std::string_view text, Arena& arena) noexcept {
  if (text.find('\\') == std::string_view::npos) return text;
  char* const begin = arena.Allocate(text.size());
  if (begin == nullptr) return std::nullopt;
  char* out = begin;
  while (!text.empty()) {
    const char escape = text[0] == '\\' && text.size() > 1 ? ShortEscape(text[1]) : '\0';
    const CodePoint wide = TakeEscaped(text);
    if (wide.size > 0) {
      out = Encode(wide.value, out);
    } else {
      *out++ = escape != '\0' ? escape : text[0];
    }
    text.remove_prefix(wide.size > 0 ? wide.size : escape != '\0' ? 2 : 1);
  }
  return std::string_view(begin, static_cast<size_t>(out - begin));
}

// The second form of an object for text tests: its JSON without escapes, if it has any.
inline std::optional<std::string_view> UnescapedObject(const Value& value, Arena& arena) noexcept {
  const bool escapes =
      value.kind == Kind::kObject && value.text().find('\\') != std::string_view::npos;
  return escapes ? UnescapeJson(value.text(), arena) : std::nullopt;
}

}  // namespace sigrun::stdlib::native
