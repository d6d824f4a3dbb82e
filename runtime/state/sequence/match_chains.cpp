#include "runtime/state/sequence/match_chains.h"

#include <algorithm>
#include <utility>

namespace sigrun::state {

uint32_t MatchChains::Add(uint32_t chain, const StepEvent& event) {
  Hold(chain);
  held_bytes_ += event.held_bytes();
  if (free_ == kEmpty) {
    links_.push_back({chain, 1, event});
    return static_cast<uint32_t>(links_.size() - 1);
  }
  const uint32_t at = free_;
  Link& link = links_[at];
  free_ = link.before;
  link.before = chain;
  link.holders = 1;
  link.event = event;
  return at;
}

void MatchChains::Hold(uint32_t chain) {
  if (chain != kEmpty) ++links_[chain].holders;
}

void MatchChains::Release(uint32_t chain) {
  while (chain != kEmpty && --links_[chain].holders == 0) {
    Link& link = links_[chain];
    held_bytes_ -= link.event.held_bytes();
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
  held_bytes_ = 0;
}

bool MatchChains::Account(const EventStore& events) {
  held_bytes_ = 0;
  bool right = true;
  ForEachEvent([&](StepEvent& event) {
    right &= event.Account(events);
    held_bytes_ += event.held_bytes();
  });
  return right;
}

std::vector<MatchChains::Saved> MatchChains::Save(std::vector<uint32_t>& chains) const {
  std::vector<Saved> saved;
  std::vector<uint32_t> places(links_.size(), kEmpty), missing;
  for (uint32_t& chain : chains) {
    for (uint32_t at = chain; at != kEmpty && places[at] == kEmpty; at = links_[at].before)
      missing.push_back(at);
    for (; !missing.empty(); missing.pop_back()) {
      const Link& link = links_[missing.back()];
      places[missing.back()] = static_cast<uint32_t>(saved.size());
      saved.push_back({link.before == kEmpty ? kEmpty : places[link.before], link.event});
    }
    if (chain != kEmpty) chain = places[chain];
  }
  return saved;
}

bool MatchChains::Load(std::vector<Saved> saved, const std::vector<uint32_t>& chains) {
  Clear();
  const auto count = static_cast<uint32_t>(saved.size());
  std::vector<uint32_t> holders(count);
  const auto hold = [&](uint32_t place, uint32_t end) {
    if (place != kEmpty && place < end) ++holders[place];
    return place == kEmpty || place < end;
  };
  bool right = true;
  for (uint32_t i = 0; i < count; ++i) right &= hold(saved[i].before, i);
  for (const uint32_t chain : chains) right &= hold(chain, count);
  if (!right || std::ranges::count(holders, 0U) > 0) return false;
  for (uint32_t i = 0; i < count; ++i)
    links_.push_back({saved[i].before, holders[i], saved[i].event});
  return true;
}

void MatchChains::AppendTo(uint32_t chain, std::vector<StepEvent>& events) const {
  for (; chain != kEmpty; chain = links_[chain].before) events.push_back(links_[chain].event);
}

}  // namespace sigrun::state
