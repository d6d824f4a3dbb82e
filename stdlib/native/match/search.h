// Substring search, with and without letter case, in time linear in the text for any input: a
// block filter on the first and last byte of a short needle, a rolling hash for all others.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "stdlib/native/basic/fold.h"

namespace sigrun::stdlib::native {

// The longest needle for the block filter, which takes up to this many steps per byte of text.
inline constexpr size_t kShortNeedle = 64;

// A byte to look for; `mask` of 0x20 lets both cases of a letter pass.
struct ByteFilter {
  unsigned char byte, mask;
  bool Passes(char c) const noexcept { return (static_cast<unsigned char>(c) | mask) == byte; }
};

template <bool kFold>
ByteFilter FilterFor(char c) noexcept {
  const auto byte = static_cast<unsigned char>(c);
  const unsigned char folded = byte | 0x20;
  if (kFold && folded >= 'a' && folded <= 'z') return {folded, 0x20};
  return {byte, 0};
}

// Compares `size` bytes; with kFold `needle` is ASCII, and so is all that equals it.
template <bool kFold>
bool SameBytes(const char* text, const char* needle, size_t size) noexcept {
  if constexpr (!kFold) return std::memcmp(text, needle, size) == 0;
  for (size_t i = 0; i < size; ++i) {
    const auto x = static_cast<unsigned char>(text[i]), y = static_cast<unsigned char>(needle[i]);
    if (x != y && FoldAscii(x) != FoldAscii(y)) return false;
  }
  return true;
}

// The needle at `starts` successive places from `p` on.
template <bool kFold>
bool FindBytewise(const char* p, size_t starts, std::string_view needle) noexcept {
  const size_t last_at = needle.size() - 1;
  const ByteFilter first = FilterFor<kFold>(needle.front()), last = FilterFor<kFold>(needle.back());
  for (const char* end = p + starts; p < end; ++p)
    if (first.Passes(*p) && last.Passes(p[last_at]) && SameBytes<kFold>(p, needle.data(), last_at))
      return true;
  return false;
}

#if defined(__SSE2__)
class BlockFilter {
 public:
  explicit BlockFilter(ByteFilter filter) noexcept
      : byte_(_mm_set1_epi8(static_cast<char>(filter.byte))),
        mask_(_mm_set1_epi8(static_cast<char>(filter.mask))) {}
  __m128i operator()(const char* p) const noexcept {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    return _mm_cmpeq_epi8(_mm_or_si128(block, mask_), byte_);
  }

 private:
  __m128i byte_, mask_;
};

// `starts` is at least 16; the last block overlaps the one before it.
template <bool kFold>
bool FindBlockwise(const char* p, size_t starts, std::string_view needle) noexcept {
  const size_t last_at = needle.size() - 1;
  const BlockFilter first(FilterFor<kFold>(needle.front())), last(FilterFor<kFold>(needle.back()));
  for (size_t i = 0;; i = std::min(i + 16, starts - 16)) {
    const __m128i both = _mm_and_si128(first(p + i), last(p + i + last_at));
    for (int hits = _mm_movemask_epi8(both); hits != 0; hits &= hits - 1) {
      const char* at = p + i + __builtin_ctz(static_cast<unsigned>(hits));
      if (SameBytes<kFold>(at, needle.data(), last_at)) return true;
    }
    if (i + 16 == starts) return false;
  }
}
#else
template <bool kFold>
bool FindBlockwise(const char* p, size_t starts, std::string_view needle) noexcept {
  return FindBytewise<kFold>(p, starts, needle);
}
#endif

// A short needle that is not empty; ASCII where kFold.
template <bool kFold>
bool FindShort(std::string_view text, std::string_view needle) noexcept {
  if (text.size() < needle.size()) return false;
  const size_t starts = text.size() - needle.size() + 1;
  return starts < 16 ? FindBytewise<kFold>(text.data(), starts, needle)
                     : FindBlockwise<kFold>(text.data(), starts, needle);
}

// A hash over a window of code points that can move by one.
class RollingHash {
 public:
  static constexpr uint64_t kBase = 0x9E3779B97F4A7C15;
  void Add(char32_t c) noexcept { value_ = value_ * kBase + c + 1; }
  // Takes out the code point that was added `n` steps ago; `power` is kBase to the n.
  void Drop(char32_t c, uint64_t power) noexcept { value_ -= (c + 1) * power; }
  bool operator==(const RollingHash&) const noexcept = default;

 private:
  uint64_t value_ = 0;
};

// Any text and needle, letter case ignored (Rabin and Karp's search).
inline bool FindWide(std::string_view text, std::string_view needle) noexcept {
  RollingHash wanted, window;
  uint64_t power = 1;
  const char *head = text.data(), *tail = head, *end = head + text.size();
  const char* needle_end = needle.data() + needle.size();
  for (const char* q = needle.data(); q < needle_end;) {
    if (head == end) return false;
    const CodePoint n = Decode(q, needle_end), t = Decode(head, end);
    wanted.Add(Fold(n.value));
    window.Add(Fold(t.value));
    power *= RollingHash::kBase;
    q += n.size;
    head += t.size;
  }
  for (;;) {
    const std::string_view rest(tail, static_cast<size_t>(end - tail));
    if (window == wanted && StartsWithFolded(rest, needle)) return true;
    if (head == end) return false;
    const CodePoint in = Decode(head, end), out = Decode(tail, end);
    window.Add(Fold(in.value));
    window.Drop(Fold(out.value), power);
    head += in.size;
    tail += out.size;
  }
}

// Two ASCII letters have other code points that fold to them, K (Kelvin) to k and ſ (long s) to s,
// so that an ASCII needle may hide in a text that is not ASCII.
inline bool MayHide(std::string_view text, std::string_view needle) noexcept {
  bool has_letter = false;
  for (const char c : needle) has_letter |= (c | 0x20) == 'k' || (c | 0x20) == 's';
  if (!has_letter || IsAscii(text)) return false;
  return FindShort<false>(text, "\xE2\x84\xAA") || FindShort<false>(text, "\xC5\xBF");
}

inline bool ContainsFolded(std::string_view text, std::string_view needle) noexcept {
  if (needle.empty()) return true;
  if (needle.size() > kShortNeedle || !IsAscii(needle)) return FindWide(text, needle);
  return FindShort<true>(text, needle) || (MayHide(text, needle) && FindWide(text, needle));
}

inline bool ContainsExact(std::string_view text, std::string_view needle) noexcept {
  if (needle.empty()) return true;
  if (needle.size() <= kShortNeedle) return FindShort<false>(text, needle);
  return memmem(text.data(), text.size(), needle.data(), needle.size()) != nullptr;
}

}  // namespace sigrun::stdlib::native
