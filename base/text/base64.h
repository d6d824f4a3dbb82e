// Base64 (RFC 4648). Decoding takes the standard and the URL alphabet.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sigrun::base64 {

inline constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr uint8_t kNoDigit = 0xFF;
inline constexpr auto kDigits = [] {
  std::array<uint8_t, 256> digits{};
  digits.fill(kNoDigit);
  for (size_t i = 0; i < kAlphabet.size(); ++i)
    digits[static_cast<unsigned char>(kAlphabet[i])] = static_cast<uint8_t>(i);
  digits['-'] = digits['+'];
  digits['_'] = digits['/'];
  return digits;
}();

// The room that `Decode` needs.
constexpr size_t DecodedRoom(std::string_view digits) { return digits.size() / 4 * 3 + 2; }

// Writes the decoded bytes and returns their number; nullopt if a character is not a digit, or the
// last group has only one. The digits have no padding.
inline std::optional<size_t> Decode(std::string_view digits, char* out) noexcept {
  if (digits.size() % 4 == 1) return std::nullopt;
  char* const begin = out;
  uint32_t seen = 0;  // exceeds 63 after a character that is not a digit
  for (size_t at = 0; at < digits.size(); at += 4) {
    const std::string_view group = digits.substr(at, 4);
    uint32_t bits = 0;
    for (size_t i = 0; i < 4; ++i) {
      const uint32_t digit = i < group.size() ? kDigits[static_cast<unsigned char>(group[i])] : 0;
      seen |= digit;
      bits = bits << 6 | (digit & 63);
    }
    for (size_t i = 0; i + 1 < group.size(); ++i) *out++ = static_cast<char>(bits >> (16 - 8 * i));
  }
  if (seen > 63) return std::nullopt;
  return static_cast<size_t>(out - begin);
}

constexpr size_t EncodedSize(std::string_view bytes) { return (bytes.size() + 2) / 3 * 4; }

// Writes EncodedSize characters, padding included.
inline void Encode(std::string_view bytes, char* out) noexcept {
  for (size_t at = 0; at < bytes.size(); at += 3, out += 4) {
    const size_t size = std::min<size_t>(3, bytes.size() - at);
    uint32_t bits = 0;
    for (size_t i = 0; i < 3; ++i)
      bits = bits << 8 | (i < size ? static_cast<unsigned char>(bytes[at + i]) : 0u);
    for (size_t i = 0; i < 4; ++i) out[i] = i <= size ? kAlphabet[bits >> (18 - 6 * i) & 63] : '=';
  }
}
inline std::string Encode(std::string_view bytes) {
  std::string text(EncodedSize(bytes), '\0');
  Encode(bytes, text.data());
  return text;
}

}  // namespace sigrun::base64
