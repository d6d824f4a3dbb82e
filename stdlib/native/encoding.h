// Base64 and URL encoding. Decoding gives text: the result is absent if it is not valid UTF-8.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/arena.h"
#include "stdlib/native/ip.h"
#include "stdlib/native/utf8.h"

namespace sigrun::stdlib::native {

// The value of a character in the standard or the URL alphabet, -1 for any other.
inline int Base64Digit(char c) noexcept {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  return c == '/' || c == '_' ? 63 : -1;
}

// Removes padding; false if there is too much of it or it is incomplete.
inline bool StripPadding(std::string_view& text) noexcept {
  const size_t padded = text.size();
  while (padded - text.size() < 2 && text.ends_with('=')) text.remove_suffix(1);
  return padded == text.size() || padded % 4 == 0;
}

// Writes the bytes; returns their number, or -1 if a character is not a digit.
inline int64_t WriteDecoded(std::string_view digits, char* out) noexcept {
  uint32_t bits = 0;
  int count = 0;
  char* const begin = out;
  for (const char c : digits) {
    const int digit = Base64Digit(c);
    if (digit < 0) return -1;
    bits = bits << 6 | static_cast<uint32_t>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    *out++ = static_cast<char>(bits >> count);
  }
  return out - begin;
}

inline std::optional<std::string_view> DecodeBase64(std::string_view text, Arena& arena) noexcept {
  if (!StripPadding(text) || text.size() % 4 == 1) return std::nullopt;
  if (text.empty()) return "";
  char* buffer = arena.Allocate(text.size());
  if (buffer == nullptr) return std::nullopt;
  const int64_t size = WriteDecoded(text, buffer);
  if (size < 0) return std::nullopt;
  const std::string_view decoded(buffer, static_cast<size_t>(size));
  return IsValidUtf8(decoded) ? std::optional(decoded) : std::nullopt;
}

// Three bytes, of which `size` count, as four characters.
inline void WriteEncoded(const char* p, size_t size, char* out) noexcept {
  constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  uint32_t bits = 0;
  for (size_t i = 0; i < 3; ++i) bits = bits << 8 | (i < size ? static_cast<uint8_t>(p[i]) : 0u);
  for (size_t i = 0; i < 4; ++i) out[i] = i <= size ? kDigits[bits >> (18 - 6 * i) & 63] : '=';
}

inline std::optional<std::string_view> EncodeBase64(std::string_view text, Arena& arena) noexcept {
  if (text.empty()) return "";
  const size_t size = (text.size() + 2) / 3 * 4;
  char* const buffer = arena.Allocate(size);
  if (buffer == nullptr) return std::nullopt;
  char* out = buffer;
  for (size_t i = 0; i < text.size(); i += 3, out += 4)
    WriteEncoded(text.data() + i, std::min<size_t>(3, text.size() - i), out);
  return std::string_view(buffer, size);
}

// %41 is A (RFC 3986). A plus sign is unchanged, and so is a % without two digits after it.
inline std::optional<std::string_view> DecodeUrl(std::string_view text, Arena& arena) noexcept {
  if (text.find('%') == std::string_view::npos) return text;
  char* const buffer = arena.Allocate(text.size());
  if (buffer == nullptr) return std::nullopt;
  char* out = buffer;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool code = text[i] == '%' && i + 2 < text.size() && HexDigit(text[i + 1]) >= 0 &&
                      HexDigit(text[i + 2]) >= 0;
    *out++ = code ? static_cast<char>(HexDigit(text[i + 1]) << 4 | HexDigit(text[i + 2])) : text[i];
    if (code) i += 2;
  }
  const std::string_view decoded(buffer, static_cast<size_t>(out - buffer));
  return IsValidUtf8(decoded) ? std::optional(decoded) : std::nullopt;
}

}  // namespace sigrun::stdlib::native
