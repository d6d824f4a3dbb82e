// Base64 and URL encoding. Decoding gives text: the result is absent if it is not valid UTF-8.
#pragma once

#include <optional>
#include <string_view>

#include "base/arena.h"
#include "base/text/base64.h"
#include "stdlib/native/basic/ip.h"
#include "stdlib/native/basic/utf8.h"

namespace sigrun::stdlib::native {

// Removes padding; false if there is too much of it or it is incomplete.
inline bool StripPadding(std::string_view& text) noexcept {
  const size_t padded = text.size();
  while (padded - text.size() < 2 && text.ends_with('=')) text.remove_suffix(1);
  return padded == text.size() || padded % 4 == 0;
}

inline std::optional<std::string_view> DecodeBase64(std::string_view text, Arena& arena) noexcept {
  if (!StripPadding(text)) return std::nullopt;
  if (text.empty()) return "";
  char* buffer = arena.Allocate(base64::DecodedRoom(text));
  if (buffer == nullptr) return std::nullopt;
  const auto size = base64::Decode(text, buffer);
  if (!size) return std::nullopt;
  const std::string_view decoded(buffer, *size);
  return IsValidUtf8(decoded) ? std::optional(decoded) : std::nullopt;
}

inline std::optional<std::string_view> EncodeBase64(std::string_view text, Arena& arena) noexcept {
  if (text.empty()) return "";
  const size_t size = base64::EncodedSize(text);
  char* const buffer = arena.Allocate(size);
  if (buffer == nullptr) return std::nullopt;
  base64::Encode(text, buffer);
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
