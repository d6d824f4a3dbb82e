// The needed paths as a trie: which keys of an object matter. Keys with dots ("a.b" for the path a
// → b) are additional edges to the same nodes. Private to runtime/event.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "runtime/event/fields/probes.h"
#include "runtime/event/vocabulary/layout.h"

namespace sigrun::event {

// The bytes of a key as two words: equal words and sizes are equal keys up to 16 bytes.
struct KeyWords {
  static_assert(std::endian::native == std::endian::little);
  uint64_t head, tail;

  // Reads 8 bytes whatever the size: the text must be padded.
  static KeyWords Of(const char* key, size_t size) {
    KeyWords words{0, 0};
    std::memcpy(&words.head, key, 8);
    if (size >= 8) {
      std::memcpy(&words.tail, key + size - 8, 8);
    } else {
      words.head &= (uint64_t{1} << (8 * size)) - 1;
    }
    return words;
  }
  // Whether one of the bytes is a dot.
  bool HasDot() const { return HasZero(head ^ kDots) || HasZero(tail ^ kDots); }
  // The hash of the key of this size: of all its bytes if the words do not cover it, otherwise
  // fields numbered in the middle of their names would collide.
  uint64_t Hash(const char* key, size_t size) const {
    if (size > 16) return Hash64({key, size});
    const uint64_t mixed = (head ^ std::rotl(tail, 29) ^ size) * 0x9E3779B97F4A7C15u;
    return mixed ^ (mixed >> 32);
  }

 private:
  static constexpr uint64_t kOnes = 0x0101010101010101, kDots = kOnes * '.';
  static bool HasZero(uint64_t word) { return ((word - kOnes) & ~word & kOnes << 7) != 0; }
};

inline bool HasDot(const char* key, size_t size) {
  if (size <= 16) return KeyWords::Of(key, size).HasDot();
  return std::memchr(key, '.', size) != nullptr;
}

class PathTrie {
 public:
  static constexpr uint32_t kNothing = 0;  // a node without keys: reached by no path
  static constexpr uint32_t kRoot = 1;

  // The keys of a node; small enough for the processor's first-level cache.
  struct Keys {
    uint64_t sizes = 0;  // bit n: some key here has n bytes (modulo 64)
    uint32_t table = 0;  // the first of mask + 1 entries
    uint32_t mask = 0;
  };
  // Nodes are numbered so that the descendants of a node follow it.
  struct Node {
    Keys keys;    // of single steps
    Keys joined;  // with dots; rarely met, so they are looked for last
    // In slots(): those whose path ends here; for the root, those that contain every scalar.
    uint32_t slots_begin = 0, slots_end = 0;
    uint32_t below_end = 0;  // the nodes below are (this, below_end)
    Probe probe;

    bool has_slots() const { return slots_begin != slots_end; }
    bool has_keys() const { return keys.sizes != 0; }
  };
  struct Edge {
    KeyWords words{0, 0};
    uint32_t size = 0;
    uint32_t text = 0;         // in names_
    uint32_t node = kNothing;  // kNothing marks a free entry
    uint32_t joined = 0;       // dots in the key that join steps of the path
  };

  PathTrie(const std::vector<SlotSpec>& slots, const ProbePaths& probes);

  const Node& node(uint32_t index) const { return nodes_[index]; }
  uint32_t size() const { return static_cast<uint32_t>(nodes_.size()); }
  const uint32_t* slots() const { return slots_.data(); }

  // The edge of a key, or nullptr. The key's text must be padded.
  const Edge* Find(const Node& node, const char* key, size_t size) const {
    const Edge* const edge = FindIn(node.keys, key, size);
    if (edge != nullptr || (node.joined.sizes >> (size & 63) & 1) == 0) return edge;
    return HasDot(key, size) ? FindIn(node.joined, key, size) : nullptr;
  }

 private:
  class Builder;

  const Edge* FindIn(const Keys& keys, const char* key, size_t size) const {
    if ((keys.sizes >> (size & 63) & 1) == 0) return nullptr;
    const KeyWords words = KeyWords::Of(key, size);
    for (uint64_t i = words.Hash(key, size);; ++i) {
      const Edge& edge = edges_[keys.table + (i & keys.mask)];
      if (edge.node == kNothing) return nullptr;
      if (edge.words.head == words.head && edge.words.tail == words.tail && edge.size == size &&
          (size <= 16 || std::memcmp(names_.data() + edge.text, key, size) == 0))
        return &edge;
    }
  }

  std::vector<Node> nodes_;
  std::vector<Edge> edges_;
  std::vector<uint32_t> slots_;
  std::string names_;
};

}  // namespace sigrun::event
