// A regular expression in RE2 syntax: matches anywhere in the text, in time linear in its length;
// case-sensitive unless the flag i is given. RE2 builds its automaton lazily, within kRegexMemory;
// when that is exhausted, it falls back to slower methods, never to a wrong result.
#pragma once

#include <re2/re2.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sigrun::stdlib::native {

inline constexpr size_t kRegexMemory = size_t{8} << 20;  // bytes of RE2's program and cache

class Regex {
 public:
  // `flags` of i (letter case ignored), m (^ and $ at every line), s (. takes line ends).
  static Result<Regex> Make(const std::string& pattern, const std::string& flags);

  bool FoundIn(std::string_view text) const noexcept {
    return regex_->Match({text.data(), text.size()}, 0, text.size(), re2::RE2::UNANCHORED, nullptr,
                         0);
  }

 private:
  explicit Regex(std::unique_ptr<re2::RE2> regex) : regex_(std::move(regex)) {}
  std::unique_ptr<re2::RE2> regex_;
};

// Texts of which one is part of every text that the expression matches, once that is folded: ASCII,
// in lower case, as long and as few as can be found. Empty if none are known. The expression must
// be valid.
std::vector<std::string> RequiredParts(const std::string& pattern, const std::string& flags);

}  // namespace sigrun::stdlib::native
