// UTF-8 as code points. A byte that is not part of valid UTF-8 counts as one "code point" outside
// of Unicode, so that it equals itself and nothing else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace sigrun::utf8 {

inline constexpr char32_t kInvalidByte = 0x110000;  // plus the byte

struct CodePoint {
  char32_t value;
  uint32_t size;  // in bytes
};

// A byte of a character after its first.
constexpr bool IsContinuation(char c) noexcept {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// The code point of a sequence of `size` bytes, or kInvalidByte when its continuation is broken.
inline char32_t Assemble(const char* p, uint32_t size) noexcept {
  char32_t value = static_cast<unsigned char>(*p) & (0xFFu >> (size + 1));
  for (uint32_t i = 1; i < size; ++i) {
    if (!IsContinuation(p[i])) return kInvalidByte;
    value = value << 6 | (static_cast<unsigned char>(p[i]) & 0x3F);
  }
  return value;
}

// The code point at `p`, which is before `end`. Overlong forms and surrogates are invalid.
inline CodePoint Decode(const char* p, const char* end) noexcept {
  constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const auto lead = static_cast<unsigned char>(*p);
  if (lead < 0x80) return {lead, 1};
  const uint32_t size = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
  if (size == 0 || end - p < static_cast<ptrdiff_t>(size)) return {kInvalidByte + lead, 1};
  const char32_t value = Assemble(p, size);
  const bool surrogate = value >= 0xD800 && value < 0xE000;
  if (value < kLeast[size] || value >= kInvalidByte || surrogate) return {kInvalidByte + lead, 1};
  return {value, size};
}

// Writes a code point, or the byte that an invalid one stands for; returns the end. Needs up to 4
// bytes.
inline char* Encode(char32_t c, char* out) noexcept {
  if (c < 0x80) {
    *out++ = static_cast<char>(c);
  } else if (c < 0x800) {
    *out++ = static_cast<char>(0xC0 | c >> 6);
    *out++ = static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    *out++ = static_cast<char>(0xE0 | c >> 12);
    *out++ = static_cast<char>(0x80 | (c >> 6 & 0x3F));
    *out++ = static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < kInvalidByte) {
    *out++ = static_cast<char>(0xF0 | c >> 18);
    *out++ = static_cast<char>(0x80 | (c >> 12 & 0x3F));
    *out++ = static_cast<char>(0x80 | (c >> 6 & 0x3F));
    *out++ = static_cast<char>(0x80 | (c & 0x3F));
  } else {
    *out++ = static_cast<char>(c - kInvalidByte);
  }
  return out;
}
inline std::string Encode(char32_t c) {
  char bytes[4];
  return {bytes, Encode(c, bytes)};
}

inline constexpr uint64_t kHighBits = 0x8080808080808080;

inline uint64_t Load8(const char* p) noexcept {
  uint64_t word;
  std::memcpy(&word, p, 8);
  return word;
}

// The last word overlaps the one before it.
inline bool IsAscii(std::string_view text) noexcept {
  const char* p = text.data();
  uint64_t seen = 0;
  if (text.size() < 8) {
    for (const char c : text) seen |= static_cast<unsigned char>(c);
    return (seen & 0x80) == 0;
  }
  for (size_t i = 0; i + 8 < text.size(); i += 8) seen |= Load8(p + i);
  seen |= Load8(p + text.size() - 8);
  return (seen & kHighBits) == 0;
}

// The bytes before the first that is not valid.
inline size_t ValidLength(std::string_view text) noexcept {
  if (IsAscii(text)) return text.size();
  const char* const end = text.data() + text.size();
  const char* p = text.data();
  while (p < end) {
    const CodePoint c = Decode(p, end);
    if (c.value >= kInvalidByte) break;
    p += c.size;
  }
  return static_cast<size_t>(p - text.data());
}
inline bool IsValid(std::string_view text) noexcept { return ValidLength(text) == text.size(); }

// At most `most` bytes from the beginning, without cutting a character.
inline std::string_view Prefix(std::string_view text, size_t most) noexcept {
  if (text.size() <= most) return text;
  while (most > 0 && IsContinuation(text[most])) --most;
  return text.substr(0, most);
}

// The text with U+FFFD for each byte that is not valid.
inline std::string Repaired(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (true) {
    const size_t valid = ValidLength(text);
    out += text.substr(0, valid);
    if (valid == text.size()) return out;
    out += "\xEF\xBF\xBD";
    text.remove_prefix(valid + 1);
  }
}

}  // namespace sigrun::utf8
