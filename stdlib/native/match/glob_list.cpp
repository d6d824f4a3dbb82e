#include "stdlib/native/match/glob_list.h"

#include "stdlib/native/match/text_list.h"

namespace sigrun::stdlib::native {

GlobList::GlobList(const std::vector<std::string>& patterns, bool cased) : cased_(cased) {
  globs_.reserve(patterns.size());
  for (const std::string& pattern : patterns) globs_.emplace_back(pattern);
  if (globs_.size() < kIndexedFrom) return;
  for (uint32_t i = 0; i < globs_.size(); ++i) {
    const std::string run = globs_[i].LongestRun();
    if (run.empty() || (!cased && !IsValidUtf8(run))) {
      left_.push_back(i);
    } else {
      runs_.push_back(cased ? run : FoldedString(run));
      pattern_of_.push_back(i);
    }
  }
  index_.emplace(runs_);
}

}  // namespace sigrun::stdlib::native
