// A pattern with wildcards, matched against the whole text: `*` any run of characters, `?` any one.
// `\*`, `\?` and `\\` stand for the second character; a backslash before anything else is itself.
// Time is bounded by text length times pattern length.
#pragma once

#include <string_view>
#include <vector>

#include "stdlib/native/fold.h"
#include "stdlib/native/search.h"

namespace sigrun::stdlib::native {

class Glob {
 public:
  explicit Glob(std::string_view pattern);

  bool Matches(std::string_view text) const noexcept { return Match<true>(text, folded_); }
  bool MatchesCased(std::string_view text) const noexcept { return Match<false>(text, exact_); }

 private:
  static constexpr char32_t kAnyRun = 0xFFFFFFFF, kAnyOne = 0xFFFFFFFE;
  using Elements = std::vector<char32_t>;

  // The first place that can begin with `wanted`, when that is seen from a single byte.
  template <bool kFold>
  static const char* NextStart(const char* p, const char* end, char32_t wanted) noexcept {
    const bool has_wide_forms = kFold && (wanted == 'k' || wanted == 's');
    if (wanted >= 0x80 || has_wide_forms) return p;
    const ByteFilter filter = FilterFor<kFold>(static_cast<char>(wanted));
    while (p < end && !filter.Passes(*p)) ++p;
    return p;
  }

  // On a mismatch only the latest `*` has to take one character more: what stands before it has
  // matched as early as it could.
  template <bool kFold>
  static bool Match(std::string_view text, const Elements& pattern) noexcept {
    const char *p = text.data(), *end = p + text.size(), *retry = nullptr;
    const char32_t *e = pattern.data(), *e_end = e + pattern.size(), *after_run = nullptr;
    while (p < end) {
      if (e < e_end && *e == kAnyRun) {
        after_run = ++e;
        if (e == e_end) return true;
        retry = p = NextStart<kFold>(p, end, *e);
        continue;
      }
      const CodePoint c = Decode(p, end);
      if (e < e_end && (*e == kAnyOne || *e == (kFold ? Fold(c.value) : c.value))) {
        p += c.size;
        ++e;
      } else if (after_run != nullptr) {
        retry = p = NextStart<kFold>(retry + Decode(retry, end).size, end, *after_run);
        e = after_run;
      } else {
        return false;
      }
    }
    while (e < e_end && *e == kAnyRun) ++e;
    return e == e_end;
  }

  Elements exact_, folded_;
};

}  // namespace sigrun::stdlib::native
