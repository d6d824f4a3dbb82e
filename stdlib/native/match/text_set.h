// A set of whole texts: a hash table of texts folded at construction. A lookup never allocates, for
// any length of the text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "stdlib/native/basic/fold.h"

namespace sigrun::stdlib::native {

// Folds text piece by piece into a buffer of its own and hashes it; equal for texts that differ in
// letter case only.
class FoldedHash {
 public:
  explicit FoldedHash(std::string_view text) noexcept;
  uint64_t hash() const noexcept { return hash_; }
  size_t size() const noexcept { return size_; }  // folded, in bytes

 private:
  static constexpr size_t kPiece = 256;

  size_t AddAscii(std::string_view text) noexcept;
  void AddWide(std::string_view text) noexcept;
  void Flush() noexcept {
    hash_ = Hash64({buffer_, filled_}, hash_);
    size_ += filled_;
    filled_ = 0;
  }

  uint64_t hash_ = 0;
  size_t size_ = 0, filled_ = 0;
  char buffer_[kPiece + 8];
};

inline FoldedHash::FoldedHash(std::string_view text) noexcept {
  const size_t ascii = AddAscii(text);
  if (ascii < text.size()) AddWide(text.substr(ascii));
  Flush();
}

// Takes ASCII off the front, as far as it goes or fits; returns how much it was.
inline size_t FoldedHash::AddAscii(std::string_view text) noexcept {
  const size_t size = std::min(text.size(), kPiece);
  size_t i = 0;
  for (; i + 8 <= size; i += 8) {
    const uint64_t word = Load8(text.data() + i);
    if (word & kHighBits) break;
    const uint64_t folded = FoldAscii8(word);
    std::memcpy(buffer_ + i, &folded, 8);
  }
  for (; i < size; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x80) break;
    buffer_[i] = static_cast<char>(FoldAscii(byte));
  }
  filled_ = i;
  return i;
}

// Pieces end at the first code point that ends at kPiece or beyond, so they do not depend on how
// much AddAscii took.
inline void FoldedHash::AddWide(std::string_view text) noexcept {
  const char *p = text.data(), *end = p + text.size();
  while (p < end) {
    if (filled_ >= kPiece) Flush();
    const CodePoint c = Decode(p, end);
    filled_ = static_cast<size_t>(Encode(Fold(c.value), buffer_ + filled_) - buffer_);
    p += c.size;
  }
}

class TextSet {
 public:
  TextSet(std::vector<std::string> items, bool cased);

  bool Has(std::string_view text) const noexcept {
    return cased_ ? HasExact(text) : HasFolded(text);
  }

 private:
  struct Slot {
    uint32_t tag = 0;   // the hash's upper half
    uint32_t item = 0;  // index + 1; 0 when free
  };

  static constexpr size_t kMostFoldingShrinks = 3;  // K (Kelvin), three bytes, is k, one

  uint64_t HashOf(std::string_view text) const noexcept {
    return cased_ ? Hash64(text) : FoldedHash(text).hash();
  }
  bool Same(std::string_view item, std::string_view text) const noexcept {
    return cased_ ? item == text : EqualFolded(item, text);
  }
  bool HasLength(size_t size) const noexcept { return lengths_ >> std::min<size_t>(size, 63) & 1; }
  void Insert(uint32_t item);

  bool Find(uint64_t hash, std::string_view text) const noexcept {
    const auto tag = static_cast<uint32_t>(hash >> 32);
    for (size_t i = hash & mask_;; i = (i + 1) & mask_) {
      const Slot slot = slots_[i];
      if (slot.item == 0) return false;
      if (slot.tag == tag && Same(items_[slot.item - 1], text)) return true;
    }
  }
  bool HasExact(std::string_view text) const noexcept {
    return HasLength(text.size()) && Find(Hash64(text), text);
  }
  bool HasFolded(std::string_view text) const noexcept {
    if (text.size() > longest_ * kMostFoldingShrinks) return false;
    const FoldedHash folded(text);
    return HasLength(folded.size()) && Find(folded.hash(), text);
  }

  std::vector<std::string> items_;
  std::vector<Slot> slots_;  // a power of two, at most half full
  size_t mask_ = 0;
  uint64_t lengths_ = 0;  // bit n: some item has n bytes (63: or more), folded where not cased
  size_t longest_ = 0;    // bytes of the longest item, folded where not cased
  bool cased_;
};

}  // namespace sigrun::stdlib::native
