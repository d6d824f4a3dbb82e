#include "stdlib/native/match/text_set.h"

#include <bit>

namespace sigrun::stdlib::native {

TextSet::TextSet(std::vector<std::string> items, bool cased)
    : items_(std::move(items)),
      slots_(std::bit_ceil(items_.size() * 2 + 1)),
      mask_(slots_.size() - 1),
      cased_(cased) {
  for (uint32_t i = 0; i < items_.size(); ++i) Insert(i);
}

void TextSet::Insert(uint32_t item) {
  const std::string_view text = items_[item];
  const size_t size = cased_ ? text.size() : FoldedHash(text).size();
  const uint64_t hash = HashOf(text);
  if (HasLength(size) && Find(hash, text)) return;
  lengths_ |= uint64_t{1} << std::min<size_t>(size, 63);
  longest_ = std::max(longest_, size);
  size_t i = hash & mask_;
  while (slots_[i].item != 0) i = (i + 1) & mask_;
  slots_[i] = {static_cast<uint32_t>(hash >> 32), item + 1};
}

}  // namespace sigrun::stdlib::native
