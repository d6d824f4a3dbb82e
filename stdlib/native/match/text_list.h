// Several texts for the tests with `any`, prepared for one of them: substrings, beginnings or ends,
// with or without letter case. Short lists are tried one by one; long ones have an index, and only
// texts that it cannot contain (not UTF-8) are tried one by one.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "stdlib/native/basic/fold.h"
#include "stdlib/native/match/edge_trie.h"
#include "stdlib/native/match/folded_copy.h"
#include "stdlib/native/match/gram_index.h"
#include "stdlib/native/match/search.h"

namespace sigrun::stdlib::native {

// From this many texts on, an index pays.
inline constexpr size_t kIndexedFrom = 32;

// The texts in the index, and the others. If letter case is ignored, texts are folded.
struct Indexable {
  Indexable(const std::vector<std::string>& items, bool cased);
  std::vector<std::string> taken, left;
  bool has_empty = false;  // which every text has
};

class PartList {
 public:
  PartList(std::vector<std::string> items, bool cased);

  // True when one of the list is part of the text.
  bool Fits(std::string_view text, Arena& arena) const noexcept {
    if (!index_) return AnyOf(text, items_);
    if (has_empty_ || AnyOf(text, left_)) return true;
    if (cased_) return IndexFits(text);
    const FoldedCopy folded(text, arena);
    return folded.ok() ? IndexFits(folded.text()) : AnyOf(text, items_);
  }

 private:
  bool AnyOf(std::string_view text, const std::vector<std::string>& items) const noexcept {
    for (const std::string& item : items)
      if (cased_ ? ContainsExact(text, item) : ContainsFolded(text, item)) return true;
    return false;
  }
  bool IndexFits(std::string_view text) const noexcept {
    return index_->Any(text, [&](uint32_t needle, size_t at) {
      const std::string& wanted = taken_[needle];
      return wanted.size() <= text.size() - at &&
             std::memcmp(text.data() + at, wanted.data(), wanted.size()) == 0;
    });
  }

  std::vector<std::string> items_;
  std::vector<std::string> taken_, left_;  // as Indexable has them
  bool cased_, has_empty_ = false;
  std::optional<GramIndex> index_;
};

template <Edge edge>
class EdgeList {
 public:
  EdgeList(std::vector<std::string> items, bool cased);

  // True when the text begins with, or ends in, one of the list.
  bool Fits(std::string_view text, Arena& arena) const noexcept {
    if (!index_) return AnyOf(text, items_);
    if (has_empty_ || AnyOf(text, left_)) return true;
    if (cased_) return index_->Has(text);
    const FoldedCopy folded(Margin(text), arena);
    return folded.ok() ? index_->Has(folded.text()) : AnyOf(text, items_);
  }

 private:
  static bool Test(std::string_view text, std::string_view item, bool cased) noexcept {
    if constexpr (edge == Edge::kBeginning)
      return cased ? text.starts_with(item) : StartsWithFolded(text, item);
    return cased ? text.ends_with(item) : EndsWithFolded(text, item);
  }
  bool AnyOf(std::string_view text, const std::vector<std::string>& items) const noexcept {
    for (const std::string& item : items)
      if (Test(text, item, cased_)) return true;
    return false;
  }

  // As much of the text as can fold to the longest item, and not less. Code points have up to four
  // bytes; where the cut might be inside of one, it moves to where that begins.
  std::string_view Margin(std::string_view text) const noexcept {
    const size_t size = index_->longest() * 4;
    if (text.size() <= size || size == 0) return text.substr(0, size);
    if constexpr (edge == Edge::kBeginning) return text.substr(0, size);
    size_t begin = text.size() - size;
    for (size_t back = 0; back < 3 && begin > 0 && IsContinuation(text[begin]); ++back) --begin;
    return text.substr(begin);
  }

  std::vector<std::string> items_;
  std::vector<std::string> left_;
  bool cased_, has_empty_ = false;
  std::optional<EdgeTrie<edge>> index_;
};

using PrefixList = EdgeList<Edge::kBeginning>;
using SuffixList = EdgeList<Edge::kEnd>;

}  // namespace sigrun::stdlib::native
