#include "runtime/state/sequence_state.h"

#include <algorithm>

namespace sigrun::state {
namespace {

// Matches of one group that wait at a time.
constexpr size_t kMaxWaiting = 256;

}  // namespace

void SequenceState::Add(const SequencePlan& plan, int64_t start, uint64_t bits, const EventId& id) {
  latest_ = EventId(id);
  const StepEvent event{++events_, id};
  if (plan.any_order)
    unordered_.Add(plan, start, bits, event);
  else
    ordered_.Add(plan, start, bits, event);
}

void SequenceState::Clear() {
  ordered_.Clear();
  unordered_.Clear();
  waiting_.clear();
  absent_seen_ = OrderedMatch::kNever;
}

std::vector<EventId> SequenceState::Ids(const SequencePlan& plan) const {
  std::vector<StepEvent> events;
  if (plan.any_order)
    unordered_.AppendTo(plan, events, plan.waits());
  else
    ordered_.AppendTo(events, plan.waits());
  std::sort(events.begin(), events.end(),
            [](const StepEvent& a, const StepEvent& b) { return a.order < b.order; });
  if (events.empty() || events.back().order != events_) events.push_back({events_, latest_});
  std::vector<EventId> ids;
  ids.reserve(events.size());
  for (StepEvent& event : events) ids.push_back(std::move(event.id));
  return ids;
}

size_t SequenceState::Break(const SequencePlan& plan, uint64_t bits, int64_t time) {
  if ((bits & plan.absent) == 0) return 0;
  absent_seen_ = time;
  return std::erase_if(waiting_, [&](const WaitingMatch& match) {
    return plan.any_order || match.completed < time;
  });
}

std::optional<int64_t> SequenceState::Completed(const SequencePlan& plan, int64_t start,
                                                uint64_t bits, int64_t time) const {
  if ((bits & plan.positive) == 0) return std::nullopt;
  if (plan.any_order && absent_seen_ >= start) return std::nullopt;
  const int64_t match = plan.any_order ? unordered_.StartOfNow() : ordered_.StartOfNow();
  if (match == OrderedMatch::kNever) return std::nullopt;
  const bool known =
      !waiting_.empty() && waiting_.back().completed == time && waiting_.back().start >= match;
  return known ? std::nullopt : std::optional(match);
}

bool SequenceState::Wait(WaitingMatch match) {
  if (!waiting_.empty() && waiting_.back().completed == match.completed) {
    waiting_.back() = std::move(match);
    return true;
  }
  if (waiting_.size() >= kMaxWaiting) return false;
  waiting_.push_back(std::move(match));
  return true;
}

// Of those that start together the one completed first.
size_t SequenceState::FirstPlace() const {
  const auto first = std::min_element(
      waiting_.begin(), waiting_.end(),
      [](const WaitingMatch& a, const WaitingMatch& b) { return a.start < b.start; });
  return static_cast<size_t>(first - waiting_.begin());
}

std::optional<std::pair<int64_t, uint64_t>> SequenceState::First() const {
  if (waiting_.empty()) return std::nullopt;
  const WaitingMatch& first = waiting_[FirstPlace()];
  return std::pair(first.start, first.number);
}

WaitingMatch SequenceState::TakeFirst() {
  const auto place = waiting_.begin() + static_cast<ptrdiff_t>(FirstPlace());
  WaitingMatch match = std::move(*place);
  waiting_.erase(place);
  return match;
}

size_t SequenceState::bytes() const {
  constexpr size_t kScheduled = 96;  // of the rule's table of deadlines
  size_t bytes = sizeof *this + ordered_.bytes() + unordered_.bytes() + latest_.bytes() +
                 waiting_.capacity() * sizeof(WaitingMatch) + (waiting_.empty() ? 0 : kScheduled);
  for (const WaitingMatch& match : waiting_) {
    for (const EventId& id : match.ids) bytes += sizeof id + id.bytes();
    for (const StoredValue& value : match.group) bytes += sizeof value + value.bytes();
    for (const StoredValue& value : match.captures) bytes += sizeof value + value.bytes();
  }
  return bytes;
}

}  // namespace sigrun::state
