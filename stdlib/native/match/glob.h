// A pattern with wildcards, matched against the whole text: `*` matches any run of characters, `?`
// any one. `\*`, `\?` and `\\` mean the second character; any other backslash is literal. Time is
// bounded by text length times pattern length.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "stdlib/native/basic/fold.h"
#include "stdlib/native/match/search.h"

namespace sigrun::stdlib::native {

class Glob {
 public:
  explicit Glob(std::string_view pattern);

  bool Matches(std::string_view text) const noexcept {
    if (!EndsWithFolded(text, ending_)) return false;
    return IsAscii(text) ? Match<true, true>(text, folded_) : Match<true, false>(text, folded_);
  }
  bool MatchesCased(std::string_view text) const noexcept {
    if (!text.ends_with(ending_)) return false;
    return IsAscii(text) ? Match<false, true>(text, exact_) : Match<false, false>(text, exact_);
  }

  // The longest run of characters without a wildcard, as it occurs in matching texts.
  std::string LongestRun() const;

 private:
  static constexpr char32_t kAnyRun = 0xFFFFFFFF, kAnyOne = 0xFFFFFFFE;
  using Elements = std::vector<char32_t>;

  // The first place that can begin with `wanted`, when that is seen from a single byte.
  template <bool kFold, bool kAscii>
  static const char* NextStart(const char* p, const char* end, char32_t wanted) noexcept {
    const bool has_wide_forms = kFold && !kAscii && (wanted == 'k' || wanted == 's');
    if (wanted >= 0x80 || has_wide_forms) return p;
    const ByteFilter filter = FilterFor<kFold>(static_cast<char>(wanted));
    while (p < end && !filter.Passes(*p)) ++p;
    return p;
  }

  // On a mismatch, only the latest `*` must take one more character: everything before it has
  // matched as early as possible.
  template <bool kFold, bool kAscii>
  static CodePoint Next(const char* p, const char* end) noexcept {
    if constexpr (kAscii) {
      const auto byte = static_cast<unsigned char>(*p);
      return {kFold ? FoldAscii(byte) : byte, 1};
    } else {
      const CodePoint c = Decode(p, end);
      return {kFold ? Fold(c.value) : c.value, c.size};
    }
  }

  // kAscii: the text is ASCII throughout.
  template <bool kFold, bool kAscii>
  static bool Match(std::string_view text, const Elements& pattern) noexcept {
    const char *p = text.data(), *end = p + text.size(), *retry = nullptr;
    const char32_t *e = pattern.data(), *e_end = e + pattern.size(), *after_run = nullptr;
    while (p < end) {
      if (e < e_end && *e == kAnyRun) {
        after_run = ++e;
        if (e == e_end) return true;
        retry = p = NextStart<kFold, kAscii>(p, end, *e);
        continue;
      }
      const CodePoint c = Next<kFold, kAscii>(p, end);
      if (e < e_end && (*e == kAnyOne || *e == c.value)) {
        p += c.size;
        ++e;
      } else if (after_run != nullptr) {
        const char* const from = retry + Next<kFold, kAscii>(retry, end).size;
        retry = p = NextStart<kFold, kAscii>(from, end, *after_run);
        e = after_run;
      } else {
        return false;
      }
    }
    while (e < e_end && *e == kAnyRun) ++e;
    return e == e_end;
  }

  Elements exact_, folded_;
  std::string ending_;  // the text after the last wildcard: most texts that do not match have a
                        // different end
};

}  // namespace sigrun::stdlib::native
