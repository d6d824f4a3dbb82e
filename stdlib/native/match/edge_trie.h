// Many strings, any number of which may be the beginning or the end of a text: a tree whose steps
// are up to eight bytes long, so that a text takes a few steps however many strings share them.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "stdlib/native/basic/utf8.h"

namespace sigrun::stdlib::native {

enum class Edge : uint8_t { kBeginning, kEnd };

template <Edge edge>
class EdgeTrie {
 public:
  EdgeTrie() = default;
  // Strings with their numbers; none is empty. Of equal ones the last counts.
  explicit EdgeTrie(const std::vector<std::pair<std::string_view, uint32_t>>& texts);

  size_t longest() const noexcept { return longest_; }

  bool Has(std::string_view text) const noexcept {
    bool has = false;
    ForEach(text, [&](uint32_t) { has = true; });
    return has;
  }

  // Calls visit(number) for each string that the text begins with (or ends in).
  template <class Visit>
  void ForEach(std::string_view text, const Visit& visit) const noexcept {
    uint32_t node = 0;
    for (size_t done = 0; !sizes_.empty() && done < text.size(); done += 8) {
      const uint64_t word = WordAt(text, done);
      const size_t left = text.size() - done;
      const Step* on = nullptr;
      for (uint32_t sizes = sizes_[node]; sizes != 0; sizes &= sizes - 1) {
        const auto size = static_cast<uint32_t>(__builtin_ctz(sizes)) + 1;
        if (size > left) break;
        const Step* const step = Find(node, size, word);
        if (step == nullptr) continue;
        if (step->text != kNone) visit(step->text);
        if (size == 8) on = step;
      }
      if (on == nullptr || on->next == kNone) return;
      node = on->next;
    }
  }

 private:
  static constexpr uint32_t kNone = UINT32_MAX;
  struct Step {
    uint64_t word = 0;
    uint32_t node = kNone;  // from which it leads; kNone marks a free place
    uint32_t size = 0;      // bytes of the word, 1 to 8
    uint32_t text = kNone;  // the string that ends with it
    uint32_t next = kNone;  // the node to which it leads
  };

  // The next eight bytes from the edge on, or as many as there are: the one next to the edge is the
  // lowest (at the beginning) or the highest (at the end).
  static uint64_t WordAt(std::string_view text, size_t done) noexcept {
    const size_t left = text.size() - done;
    if constexpr (edge == Edge::kBeginning) {
      if (left >= 8) return Load8(text.data() + done);
      uint64_t word = 0;
      std::memcpy(&word, text.data() + done, left);
      return word;
    } else {
      if (left >= 8) return Load8(text.data() + left - 8);
      uint64_t word = 0;
      std::memcpy(reinterpret_cast<char*>(&word) + (8 - left), text.data(), left);
      return word;
    }
  }
  // The `size` bytes of it that are next to the edge.
  static uint64_t Cut(uint64_t word, uint32_t size) noexcept {
    const uint32_t bits = 64 - 8 * size;
    return edge == Edge::kBeginning ? word << bits >> bits : word >> bits << bits;
  }
  static uint64_t Hash(uint32_t node, uint32_t size, uint64_t word) noexcept {
    const uint64_t hash =
        (word ^ (uint64_t{node} << 4 | size) * 0xD6E8FEB86659FD93) * 0x9E3779B97F4A7C15;
    return hash ^ hash >> 32;
  }
  const Step* Find(uint32_t node, uint32_t size, uint64_t word) const noexcept {
    const uint64_t cut = Cut(word, size);
    const size_t mask = steps_.size() - 1;
    for (size_t at = Hash(node, size, cut) & mask;; at = (at + 1) & mask) {
      const Step& step = steps_[at];
      if (step.node == kNone) return nullptr;
      if (step.word == cut && step.node == node && step.size == size) return &step;
    }
  }

  size_t longest_ = 0;
  std::vector<uint8_t> sizes_;  // of each node: bit n - 1: a step of n bytes leads from it
  std::vector<Step> steps_;     // a power of two, at most half full
};

}  // namespace sigrun::stdlib::native
