// Incremental bipartite matching of events to steps: one side is given, the other grows one by one.
// An event and a step are compatible if they share a bit.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace sigrun::state {

class StepMatch {
 public:
  explicit StepMatch(std::span<const uint64_t> given)
      : given_(given), partner_(given.size(), kNone) {}

  // Adds one, reassigning partners if needed. False, without changes, if no partner can be freed
  // for it.
  bool Add(uint64_t bits) {
    added_.push_back(bits);
    tried_.assign(given_.size(), false);
    if (Place(static_cast<uint32_t>(added_.size() - 1))) return true;
    added_.pop_back();
    return false;
  }

  size_t size() const { return added_.size(); }
  bool Has(size_t given) const { return partner_[given] != kNone; }

 private:
  static constexpr uint32_t kNone = UINT32_MAX;

  bool Place(uint32_t at) {
    // A free partner avoids moving others: most are alike.
    for (size_t i = 0; i < given_.size(); ++i)
      if (partner_[i] == kNone && (given_[i] & added_[at]) != 0) return Join(i, at);
    for (size_t i = 0; i < given_.size(); ++i) {
      if (tried_[i] || (given_[i] & added_[at]) == 0) continue;
      tried_[i] = true;
      if (Place(partner_[i])) return Join(i, at);
    }
    return false;
  }

  bool Join(size_t given, uint32_t added) {
    partner_[given] = added;
    return true;
  }

  std::span<const uint64_t> given_;
  std::vector<uint32_t> partner_;  // of each given one: index in added_
  std::vector<uint64_t> added_;
  std::vector<bool> tried_;
};

}  // namespace sigrun::state
