#include "runtime/state/sequence/unordered_match.h"

#include <algorithm>
#include <iterator>

#include "runtime/state/kept/logical_bytes.h"

namespace sigrun::state {

void UnorderedMatch::Add(const AlternativePlan& plan, int64_t start, uint64_t bits,
                         const StepEvent& event) {
  taken_.resize(plan.counts.size());
  now_ = event.time;
  for (size_t i = 0; i < taken_.size(); ++i) {
    Events& events = taken_[i];
    if (((bits >> plan.counts[i].step) & 1) != 0) {
      if (events.size() == plan.counts[i].events) events.erase(events.begin());
      events.push_back(event);
    }
    std::erase_if(events, [&](const StepEvent& each) { return each.time < start; });
  }
  FindStarts(plan);
}

bool UnorderedMatch::FindStarts(const AlternativePlan& plan) {
  start_ = start_of_now_ = kNever;
  if (!taken_.empty() && taken_.size() != plan.counts.size()) return false;
  for (size_t i = 0; i < taken_.size(); ++i)
    if (taken_[i].size() > plan.counts[i].events) return false;
  start_ = StartOf(Best(plan, false));
  start_of_now_ = StartOf(Best(plan, true));
  return true;
}

std::vector<size_t> UnorderedMatch::Best(const AlternativePlan& plan, bool of_now) const {
  std::vector<size_t> steps;
  for (size_t i = 0; i < taken_.size(); ++i)
    if (taken_[i].size() == plan.counts[i].events) steps.push_back(i);
  if (steps.size() < plan.at_least) return {};
  std::stable_sort(steps.begin(), steps.end(), [&](size_t a, size_t b) {
    return taken_[a].front().time > taken_[b].front().time;
  });
  if (of_now) {
    const auto latest = std::find_if(steps.begin(), steps.end(),
                                     [&](size_t step) { return taken_[step].back().time == now_; });
    if (latest == steps.end()) return {};
    const auto last = steps.begin() + static_cast<ptrdiff_t>(plan.at_least) - 1;
    if (latest > last) std::iter_swap(latest, last);
  }
  steps.resize(plan.at_least);
  return steps;
}

int64_t UnorderedMatch::StartOf(const std::vector<size_t>& steps) const {
  if (steps.empty()) return kNever;
  int64_t start = INT64_MAX;
  for (const size_t step : steps) start = std::min(start, taken_[step].front().time);
  return start;
}

void UnorderedMatch::AppendTo(const AlternativePlan& plan, std::vector<StepEvent>& events,
                              bool of_now) const {
  for (const size_t step : Best(plan, of_now))
    std::ranges::copy(taken_[step], std::back_inserter(events));
}

void UnorderedMatch::Clear() {
  taken_.clear();
  now_ = start_ = start_of_now_ = kNever;
}

bool UnorderedMatch::Account(const EventStore& events) {
  bool right = true;
  ForEachEvent([&](StepEvent& event) { right &= event.Account(events); });
  return right;
}

size_t UnorderedMatch::bytes() const {
  size_t bytes = LogicalBytes(taken_);
  for (const Events& events : taken_) {
    bytes += LogicalBytes(events);
    for (const StepEvent& event : events) bytes += event.held_bytes();
  }
  return bytes;
}

}  // namespace sigrun::state
