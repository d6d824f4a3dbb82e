#include "stdlib/native/match/text_list.h"

namespace sigrun::stdlib::native {

Indexable::Indexable(const std::vector<std::string>& items, bool cased) {
  for (const std::string& item : items) {
    if (item.empty()) {
      has_empty = true;
    } else if (cased) {
      taken.push_back(item);
    } else if (IsValidUtf8(item)) {
      taken.push_back(FoldedString(item));
    } else {
      left.push_back(item);
    }
  }
}

PartList::PartList(std::vector<std::string> items, bool cased)
    : items_(std::move(items)), cased_(cased) {
  if (items_.size() < kIndexedFrom) return;
  Indexable parts(items_, cased);
  taken_ = std::move(parts.taken);
  left_ = std::move(parts.left);
  has_empty_ = parts.has_empty;
  index_.emplace(taken_);
}

template <Edge edge>
EdgeList<edge>::EdgeList(std::vector<std::string> items, bool cased)
    : items_(std::move(items)), cased_(cased) {
  if (items_.size() < kIndexedFrom) return;
  Indexable parts(items_, cased);
  left_ = std::move(parts.left);
  has_empty_ = parts.has_empty;
  std::vector<std::pair<std::string_view, uint32_t>> texts;
  for (const std::string& text : parts.taken) texts.push_back({text, 0});
  index_.emplace(texts);
}

template class EdgeList<Edge::kBeginning>;
template class EdgeList<Edge::kEnd>;

}  // namespace sigrun::stdlib::native
