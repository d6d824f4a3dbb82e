#include "runtime/state/sequence/match_chains.h"

namespace sigrun::state {

uint32_t MatchChains::Add(uint32_t chain, const StepEvent& event) {
  Hold(chain);
  text_bytes_ += event.id.bytes();
  if (free_ == kEmpty) {
    links_.push_back({chain, 1, event});
    return static_cast<uint32_t>(links_.size() - 1);
  }
  const uint32_t at = free_;
  Link& link = links_[at];
  free_ = link.before;
  link.before = chain;
  link.holders = 1;
  link.event.order = event.order;
  link.event.id = EventId(event.id);
  return at;
}

void MatchChains::Hold(uint32_t chain) {
  if (chain != kEmpty) ++links_[chain].holders;
}

void MatchChains::Release(uint32_t chain) {
  while (chain != kEmpty && --links_[chain].holders == 0) {
    Link& link = links_[chain];
    text_bytes_ -= link.event.id.bytes();
    link.event.id = EventId();
    const uint32_t before = link.before;
    link.before = free_;
    free_ = chain;
    chain = before;
  }
}

void MatchChains::Clear() {
  links_.clear();
  links_.shrink_to_fit();
  free_ = kEmpty;
  text_bytes_ = 0;
}

void MatchChains::AppendTo(uint32_t chain, std::vector<StepEvent>& events) const {
  for (; chain != kEmpty; chain = links_[chain].before) events.push_back(links_[chain].event);
}

}  // namespace sigrun::state
