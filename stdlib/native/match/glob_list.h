// Several patterns for `like any`. Short lists are tried one by one. In long lists, only the
// patterns whose longest run without wildcards occurs in the text are tried, and those without a
// run.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "stdlib/native/match/folded_copy.h"
#include "stdlib/native/match/glob.h"
#include "stdlib/native/match/gram_index.h"

namespace sigrun::stdlib::native {

class GlobList {
 public:
  GlobList(const std::vector<std::string>& patterns, bool cased);

  // True if the text matches one of the patterns.
  bool Fits(std::string_view text, Arena& arena) const noexcept {
    if (!index_) return AnyOf(text);
    for (const uint32_t pattern : left_)
      if (Matches(pattern, text)) return true;
    if (cased_) return IndexFits(text, text, arena);
    const FoldedCopy folded(text, arena);
    return folded.ok() ? IndexFits(text, folded.text(), arena) : AnyOf(text);
  }

 private:
  bool Matches(size_t pattern, std::string_view text) const noexcept {
    return cased_ ? globs_[pattern].MatchesCased(text) : globs_[pattern].Matches(text);
  }
  bool AnyOf(std::string_view text) const noexcept {
    for (size_t i = 0; i < globs_.size(); ++i)
      if (Matches(i, text)) return true;
    return false;
  }
  // Tries each pattern once, wherever and however often its run is found.
  bool IndexFits(std::string_view text, std::string_view searched, Arena& arena) const noexcept {
    char* tried = nullptr;
    return index_->Any(searched, [&](uint32_t run, size_t at) {
      const std::string& wanted = runs_[run];
      if (wanted.size() > searched.size() - at ||
          std::memcmp(searched.data() + at, wanted.data(), wanted.size()) != 0)
        return false;
      if (tried == nullptr && (tried = arena.Allocate(runs_.size())) != nullptr)
        std::memset(tried, 0, runs_.size());
      if (tried != nullptr && std::exchange(tried[run], 1) != 0) return false;
      return Matches(pattern_of_[run], text);
    });
  }

  std::vector<Glob> globs_;
  std::vector<std::string> runs_;     // the longest of each pattern that has one
  std::vector<uint32_t> pattern_of_;  // the pattern of each of runs_
  std::vector<uint32_t> left_;        // the patterns without one
  bool cased_;
  std::optional<GramIndex> index_;
};

}  // namespace sigrun::stdlib::native
