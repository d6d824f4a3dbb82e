// Escapes in JSON strings. Private to runtime/event.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace sigrun::event {

// True if one of the bytes is a backslash. Reads up to 31 bytes beyond the end: most strings are
// checked in one step, without an unpredictable loop end.
inline bool HasBackslash(const char* text, size_t size) {
#if defined(__SSE2__)
  const __m128i wanted = _mm_set1_epi8('\\');
  for (;; text += 32, size -= 32) {
    const auto half = [&](size_t at) {
      const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + at));
      return static_cast<uint64_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, wanted)));
    };
    const uint64_t found = half(0) | half(16) << 16;
    if (size <= 32) return (found & ((uint64_t{1} << size) - 1)) != 0;
    if (found != 0) return true;
  }
#else
  return size > 0 && std::memchr(text, '\\', size) != nullptr;
#endif
}

// Writes the text without its escapes to `out`, which must have room for text.size() bytes, and
// returns the number of bytes written, or kBadEscape. Half a surrogate pair becomes U+FFFD.
inline constexpr size_t kBadEscape = SIZE_MAX;
size_t Unescape(std::string_view text, char* out);

}  // namespace sigrun::event
