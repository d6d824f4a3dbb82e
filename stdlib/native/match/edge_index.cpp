#include "stdlib/native/match/edge_index.h"

#include <algorithm>
#include <bit>

namespace sigrun::stdlib::native {

template <Edge edge>
EdgeIndex<edge>::EdgeIndex(std::vector<std::string> texts)
    : texts_(std::move(texts)),
      slots_(std::bit_ceil(texts_.size() * 4 + 1)),
      mask_(slots_.size() - 1) {
  for (const std::string& text : texts_) lengths_.push_back(static_cast<uint32_t>(text.size()));
  std::sort(lengths_.begin(), lengths_.end());
  lengths_.erase(std::unique(lengths_.begin(), lengths_.end()), lengths_.end());
  for (uint32_t item = 0; item < texts_.size(); ++item) {
    uint64_t hash = 0;
    for (size_t i = 0; i < texts_[item].size(); ++i) hash = Add(hash, ByteAt(texts_[item], i));
    hash = Mix(hash);
    if (Find(hash, texts_[item])) continue;
    size_t place = hash & mask_;
    while (slots_[place].item != 0) place = (place + 1) & mask_;
    slots_[place] = {static_cast<uint32_t>(hash >> 32), item + 1};
  }
}

template class EdgeIndex<Edge::kBeginning>;
template class EdgeIndex<Edge::kEnd>;

}  // namespace sigrun::stdlib::native
