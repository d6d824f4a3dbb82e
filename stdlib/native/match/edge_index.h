// Many strings, one of which may be the prefix or suffix of a text: hashed as a whole, so that one
// lookup per length decides.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sigrun::stdlib::native {

enum class Edge : uint8_t { kBeginning, kEnd };

template <Edge edge>
class EdgeIndex {
 public:
  EdgeIndex() = default;
  // No string is empty; the caller handles letter case.
  explicit EdgeIndex(std::vector<std::string> texts);

  size_t longest() const noexcept { return lengths_.empty() ? 0 : lengths_.back(); }

  bool Has(std::string_view text) const noexcept {
    uint64_t hash = 0;
    size_t size = 0;
    for (const uint32_t length : lengths_) {
      if (length > text.size()) return false;
      for (; size < length; ++size) hash = Add(hash, ByteAt(text, size));
      if (Find(Mix(hash), Part(text, length))) return true;
    }
    return false;
  }

 private:
  struct Slot {
    uint32_t tag = 0;   // the hash's upper half
    uint32_t item = 0;  // index + 1; 0 when free
  };

  // The bytes in the order in which they are hashed: inwards from the edge.
  static unsigned char ByteAt(std::string_view text, size_t i) noexcept {
    return static_cast<unsigned char>(edge == Edge::kBeginning ? text[i]
                                                               : text[text.size() - 1 - i]);
  }
  static std::string_view Part(std::string_view text, size_t length) noexcept {
    return edge == Edge::kBeginning ? text.substr(0, length) : text.substr(text.size() - length);
  }
  static uint64_t Add(uint64_t hash, unsigned char byte) noexcept {
    return (hash ^ (byte + 1u)) * 0x9E3779B97F4A7C15;
  }
  static uint64_t Mix(uint64_t hash) noexcept {
    hash ^= hash >> 32;
    hash *= 0xD6E8FEB86659FD93;
    return hash ^ hash >> 29;
  }

  bool Find(uint64_t hash, std::string_view part) const noexcept {
    const auto tag = static_cast<uint32_t>(hash >> 32);
    for (size_t i = hash & mask_;; i = (i + 1) & mask_) {
      const Slot slot = slots_[i];
      if (slot.item == 0) return false;
      if (slot.tag == tag && texts_[slot.item - 1] == part) return true;
    }
  }

  std::vector<std::string> texts_;
  std::vector<uint32_t> lengths_;  // that texts have, in order
  std::vector<Slot> slots_;        // a power of two, at most a quarter full
  size_t mask_ = 0;
};

}  // namespace sigrun::stdlib::native
