// Letter case: two texts are equal if their code points are, after Unicode simple case folding. One
// code point folds to one code point, so "ß" is not "ss", while "K" (Kelvin) is "k". ASCII has its
// own path, eight bytes at a time.
#pragma once

#include <utf8proc.h>

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "stdlib/native/basic/utf8.h"

namespace sigrun::stdlib::native {

inline constexpr unsigned char FoldAscii(unsigned char c) noexcept {
  return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
}

// Folds eight ASCII bytes at once.
inline constexpr uint64_t FoldAscii8(uint64_t word) noexcept {
  constexpr uint64_t kOnes = 0x0101010101010101;
  const uint64_t from_a = word + kOnes * (0x80 - 'A');
  const uint64_t beyond_z = word + kOnes * (0x7F - 'Z');
  return word | ((from_a ^ beyond_z) & kHighBits) >> 2;
}

// The lower case of the upper case merges what simple case folding merges (ς σ Σ, ſ s S), except
// for the dotted and the dotless i, which fold to themselves.
inline char32_t FoldWide(char32_t c) noexcept {
  if (c >= kInvalidByte || c == 0x130 || c == 0x131) return c;
  return static_cast<char32_t>(
      utf8proc_tolower(utf8proc_toupper(static_cast<utf8proc_int32_t>(c))));
}

inline char32_t Fold(char32_t c) noexcept {
  return c < 0x80 ? FoldAscii(static_cast<unsigned char>(c)) : FoldWide(c);
}

// The common prefix of two texts, letter case ignored.
struct Overlap {
  bool equal;             // no code point differed until one text ended
  size_t a_rest, b_rest;  // bytes left over
};

inline Overlap OverlapWide(std::string_view a, std::string_view b) noexcept {
  const char *p = a.data(), *p_end = p + a.size();
  const char *q = b.data(), *q_end = q + b.size();
  while (p < p_end && q < q_end) {
    const CodePoint x = Decode(p, p_end), y = Decode(q, q_end);
    if (x.value != y.value && Fold(x.value) != Fold(y.value)) return {false, 0, 0};
    p += x.size;
    q += y.size;
  }
  return {true, static_cast<size_t>(p_end - p), static_cast<size_t>(q_end - q)};
}

// As long as all bytes so far were ASCII on both sides, position i is a border between code points,
// and two ASCII bytes that differ settle the matter.
inline Overlap OverlapFolded(std::string_view a, std::string_view b) noexcept {
  const size_t common = std::min(a.size(), b.size());
  const char *p = a.data(), *q = b.data();
  size_t i = 0;
  for (; i + 8 <= common; i += 8) {
    const uint64_t x = Load8(p + i), y = Load8(q + i);
    if ((x | y) & kHighBits) return OverlapWide(a.substr(i), b.substr(i));
    if (x != y && FoldAscii8(x) != FoldAscii8(y)) return {false, 0, 0};
  }
  for (; i < common; ++i) {
    const auto x = static_cast<unsigned char>(p[i]), y = static_cast<unsigned char>(q[i]);
    if ((x | y) >= 0x80) return OverlapWide(a.substr(i), b.substr(i));
    if (x != y && FoldAscii(x) != FoldAscii(y)) return {false, 0, 0};
  }
  return {true, a.size() - common, b.size() - common};
}

// Two texts that begin with different ASCII characters.
inline bool BeginsDifferently(std::string_view a, std::string_view b) noexcept {
  if (a.empty() || b.empty()) return false;
  const auto x = static_cast<unsigned char>(a.front()), y = static_cast<unsigned char>(b.front());
  return (x | y) < 0x80 && FoldAscii(x) != FoldAscii(y);
}

inline bool EqualFolded(std::string_view a, std::string_view b) noexcept {
  if (BeginsDifferently(a, b)) return false;  // as most unequal texts do
  const Overlap overlap = OverlapFolded(a, b);
  return overlap.equal && overlap.a_rest == 0 && overlap.b_rest == 0;
}

inline bool StartsWithFolded(std::string_view text, std::string_view prefix) noexcept {
  if (BeginsDifferently(text, prefix)) return false;
  const Overlap overlap = OverlapFolded(text, prefix);
  return overlap.equal && overlap.b_rest == 0;
}

inline bool EndsWithWide(std::string_view text, std::string_view suffix) noexcept {
  const int64_t before = CountCodePoints(text) - CountCodePoints(suffix);
  return before >= 0 && EqualFolded(SkipCodePoints(text, before), suffix);
}

// The same reasoning as above, from the end.
inline bool EndsWithFolded(std::string_view text, std::string_view suffix) noexcept {
  const size_t common = std::min(text.size(), suffix.size());
  const char *p = text.data() + text.size(), *q = suffix.data() + suffix.size();
  for (size_t i = 1; i <= common; ++i) {
    const auto x = static_cast<unsigned char>(*(p - i)), y = static_cast<unsigned char>(*(q - i));
    if ((x | y) >= 0x80) return EndsWithWide(text, suffix);
    if (x != y && FoldAscii(x) != FoldAscii(y)) return false;
  }
  return common == suffix.size();
}

}  // namespace sigrun::stdlib::native
