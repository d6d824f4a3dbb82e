#include "runtime/state/unordered_match.h"

#include <algorithm>
#include <array>
#include <bit>

#include "runtime/state/step_match.h"

namespace sigrun::state {

void UnorderedMatch::Add(const SequencePlan& plan, int64_t start, uint64_t bits,
                         const StepEvent& event) {
  bits &= plan.positive;
  const size_t before = events_.size();
  std::erase_if(events_, [&](const Candidate& each) { return each.event.id.time() < start; });
  const bool changed = events_.size() != before || bits != 0;
  if (bits != 0) {
    events_.push_back({bits, event});
    DropNeedless(plan);
  }
  if (!changed) return;
  text_bytes_ = 0;
  for (const Candidate& each : events_) text_bytes_ += each.event.id.bytes();
  start_ = start_of_now_ = kNever;
  for (const SequencePath& path : plan.paths) {
    const int64_t match = Match(path, nullptr);
    start_ = std::max(start_, match);
    if (TakesLatest(path)) start_of_now_ = std::max(start_of_now_, match);
  }
}

void UnorderedMatch::DropNeedless(const SequencePlan& plan) {
  std::array<uint32_t, 64> newer{};
  for (size_t i = events_.size(); i-- > 0;) {
    bool needed = false;
    for (uint64_t rest = events_[i].bits; rest != 0; rest &= rest - 1)
      needed |= newer[static_cast<size_t>(std::countr_zero(rest))]++ < plan.longest;
    if (!needed) events_.erase(events_.begin() + static_cast<ptrdiff_t>(i));
  }
}

// The best match of a path has the latest event in it that the path can use.
bool UnorderedMatch::TakesLatest(const SequencePath& path) const {
  uint64_t steps = 0;
  for (const uint8_t step : path.steps) steps |= uint64_t{1} << step;
  const auto latest = [&](const Candidate& each) {
    return each.event.id.time() == events_.back().event.id.time() && (each.bits & steps) != 0;
  };
  return std::any_of(events_.begin(), events_.end(), latest);
}

// From the latest event on: each is taken in that can be, so the first of them is as late as it can
// be.
int64_t UnorderedMatch::Match(const SequencePath& path, std::vector<size_t>* taken) const {
  std::vector<uint64_t> steps;
  steps.reserve(path.steps.size());
  for (const uint8_t step : path.steps) steps.push_back(uint64_t{1} << step);
  StepMatch match(steps);
  for (size_t i = events_.size(); i-- > 0;) {
    if (!match.Add(events_[i].bits)) continue;
    if (taken != nullptr) taken->push_back(i);
    if (match.size() == steps.size()) return events_[i].event.id.time();
  }
  return kNever;
}

void UnorderedMatch::AppendTo(const SequencePlan& plan, std::vector<StepEvent>& events,
                              bool of_now) const {
  const int64_t start = of_now ? start_of_now_ : start_;
  for (const SequencePath& path : plan.paths) {
    if (start == kNever || (of_now && !TakesLatest(path)) || Match(path, nullptr) != start)
      continue;
    std::vector<size_t> taken;
    Match(path, &taken);
    for (const size_t each : taken) events.push_back(events_[each].event);
    return;
  }
}

void UnorderedMatch::Clear() {
  events_.clear();
  start_ = start_of_now_ = kNever;
  text_bytes_ = 0;
}

size_t UnorderedMatch::bytes() const {
  return events_.capacity() * sizeof(Candidate) + text_bytes_;
}

}  // namespace sigrun::state
