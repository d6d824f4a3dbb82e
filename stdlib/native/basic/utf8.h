// Text as code points, for kernels; see base/text/utf8.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/text/utf8.h"

namespace sigrun::stdlib::native {

using utf8::CodePoint;
using utf8::Decode;
using utf8::Encode;
using utf8::IsAscii;
using utf8::IsContinuation;
using utf8::kHighBits;
using utf8::kInvalidByte;
using utf8::Load8;

inline bool IsValidUtf8(std::string_view text) noexcept { return utf8::IsValid(text); }

inline int64_t CountCodePoints(std::string_view text) noexcept {
  if (IsAscii(text)) return static_cast<int64_t>(text.size());
  int64_t count = 0;
  const char* end = text.data() + text.size();
  for (const char* p = text.data(); p < end; p += Decode(p, end).size) ++count;
  return count;
}

// What is left of `text` after its first `count` code points.
inline std::string_view SkipCodePoints(std::string_view text, int64_t count) noexcept {
  const char* p = text.data();
  const char* end = p + text.size();
  for (; count > 0 && p < end; --count) p += Decode(p, end).size;
  return {p, static_cast<size_t>(end - p)};
}

}  // namespace sigrun::stdlib::native
