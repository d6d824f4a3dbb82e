#include "stdlib/native/match/edge_trie.h"

#include <algorithm>
#include <bit>
#include <map>
#include <tuple>

namespace sigrun::stdlib::native {

template <Edge edge>
EdgeTrie<edge>::EdgeTrie(const std::vector<std::pair<std::string_view, uint32_t>>& texts) {
  if (texts.empty()) return;
  std::map<std::tuple<uint32_t, uint32_t, uint64_t>, Step> steps;
  sizes_.push_back(0);
  for (const auto& [text, number] : texts) {
    longest_ = std::max(longest_, text.size());
    uint32_t node = 0;
    for (size_t done = 0; done < text.size(); done += 8) {
      const auto size = static_cast<uint32_t>(std::min<size_t>(text.size() - done, 8));
      const uint64_t word = Cut(WordAt(text, done), size);
      sizes_[node] = static_cast<uint8_t>(sizes_[node] | 1u << (size - 1));
      Step& step = steps.try_emplace({node, size, word}, Step{word, node, size}).first->second;
      if (done + size == text.size()) {
        step.text = number;
      } else if (step.next == kNone) {
        step.next = static_cast<uint32_t>(sizes_.size());
        sizes_.push_back(0);
      }
      node = step.next;
    }
  }
  steps_.resize(std::bit_ceil(steps.size() * 2 + 1));
  const size_t mask = steps_.size() - 1;
  for (const auto& [key, step] : steps) {
    size_t at = Hash(step.node, step.size, step.word) & mask;
    while (steps_[at].node != kNone) at = (at + 1) & mask;
    steps_[at] = step;
  }
}

template class EdgeTrie<Edge::kBeginning>;
template class EdgeTrie<Edge::kEnd>;

}  // namespace sigrun::stdlib::native
