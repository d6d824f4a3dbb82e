#include "runtime/state/sequence/sequence_state.h"

#include <algorithm>
#include <tuple>

#include "runtime/state/kept/logical_bytes.h"

namespace sigrun::state {
namespace {

// The limit on waiting matches of one group.
constexpr size_t kMaxWaiting = 256;

}  // namespace

void WaitingMatch::PickCaptures(const SavedCaptures& saved) {
  std::vector<StoredValue> picked;
  picked.reserve(saved.from.size());
  for (const std::optional<size_t>& index : saved.from)
    picked.push_back(index ? StoredValue(captures[*index].get()) : StoredValue());
  captures = std::move(picked);
}

SequenceState::SequenceState(const SequencePlan& plan) : alternatives_(plan.alternatives.size()) {
  for (size_t i = 0; i < alternatives_.size(); ++i)
    if (plan.alternatives[i].any_order) alternatives_[i].match.emplace<UnorderedMatch>();
}

void SequenceState::Add(const SequencePlan& plan, int64_t start, uint64_t bits,
                        const StepEvent& event) {
  latest_ = event;
  for (size_t i = 0; i < alternatives_.size(); ++i)
    std::visit([&](auto& match) { match.Add(plan.alternatives[i], start, bits, event); },
               alternatives_[i].match);
}

void SequenceState::Clear() {
  for (Alternative& each : alternatives_) {
    std::visit([](auto& match) { match.Clear(); }, each.match);
    each.absent_seen = OrderedMatch::kNever;
  }
  waiting_.clear();
}

std::optional<size_t> SequenceState::Best(const SequencePlan& plan) const {
  std::optional<size_t> best;
  int64_t latest = OrderedMatch::kNever;
  for (size_t i = 0; i < alternatives_.size(); ++i) {
    if (plan.alternatives[i].waits()) continue;
    const int64_t start =
        std::visit([](const auto& match) { return match.Start(); }, alternatives_[i].match);
    if (start <= latest) continue;
    latest = start;
    best = i;
  }
  return best;
}

std::vector<EventHandle> SequenceState::Events(const SequencePlan& plan) const {
  const std::optional<size_t> best = Best(plan);
  if (!best) return {latest_.event};
  return EventsOf(plan.alternatives[*best], alternatives_[*best]);
}

std::vector<EventHandle> SequenceState::CompletedEvents(const SequencePlan& plan,
                                                        size_t alternative) const {
  return EventsOf(plan.alternatives[alternative], alternatives_[alternative]);
}

std::vector<EventHandle> SequenceState::EventsOf(const AlternativePlan& plan,
                                                 const Alternative& alternative) const {
  std::vector<StepEvent> steps;
  std::visit([&](const auto& match) { match.AppendTo(plan, steps, plan.waits()); },
             alternative.match);
  std::vector<EventHandle> events{latest_.event};
  for (const StepEvent& step : steps) events.push_back(step.event);
  std::ranges::sort(events);
  events.erase(std::unique(events.begin(), events.end()), events.end());
  return events;
}

size_t SequenceState::Break(const SequencePlan& plan, uint64_t bits, int64_t time) {
  for (size_t i = 0; i < alternatives_.size(); ++i)
    if ((bits & plan.alternatives[i].absent) != 0) alternatives_[i].absent_seen = time;
  return std::erase_if(waiting_, [&](const WaitingMatch& match) {
    const AlternativePlan& alternative = plan.alternatives[match.alternative];
    return (bits & alternative.absent) != 0 && (alternative.any_order || match.completed < time);
  });
}

std::optional<int64_t> SequenceState::Completed(const SequencePlan& plan, size_t alternative,
                                                int64_t start, uint64_t bits, int64_t time) const {
  const AlternativePlan& shape = plan.alternatives[alternative];
  const Alternative& state = alternatives_[alternative];
  if ((bits & shape.positive) == 0) return std::nullopt;
  if (shape.any_order && state.absent_seen >= start) return std::nullopt;
  const int64_t match = std::visit([](const auto& each) { return each.StartOfNow(); }, state.match);
  if (match == OrderedMatch::kNever) return std::nullopt;
  const WaitingMatch* known = CompletedAt(time, alternative);
  return known != nullptr && known->start >= match ? std::nullopt : std::optional(match);
}

const WaitingMatch* SequenceState::CompletedAt(int64_t time, size_t alternative) const {
  for (size_t i = waiting_.size(); i-- > 0 && waiting_[i].completed == time;)
    if (waiting_[i].alternative == alternative) return &waiting_[i];
  return nullptr;
}

bool SequenceState::Wait(WaitingMatch match) {
  if (const WaitingMatch* known = CompletedAt(match.completed, match.alternative)) {
    waiting_[static_cast<size_t>(known - waiting_.data())] = std::move(match);
    return true;
  }
  if (waiting_.size() >= kMaxWaiting) return false;
  waiting_.push_back(std::move(match));
  return true;
}

bool SequenceState::MayWait(const SequencePlan& plan, size_t group, size_t captures) const {
  return waiting_.size() <= kMaxWaiting &&
         std::ranges::all_of(waiting_, [&](const WaitingMatch& match) {
           return match.alternative < plan.alternatives.size() &&
                  plan.alternatives[match.alternative].waits() && !match.ids.empty() &&
                  match.group.size() == group && match.captures.size() == captures;
         });
}

// Of those that start together the one completed first.
size_t SequenceState::FirstPlace() const {
  const auto order = [](const WaitingMatch& match) {
    return std::tuple(match.start, match.number, match.alternative);
  };
  return static_cast<size_t>(std::ranges::min_element(waiting_, {}, order) - waiting_.begin());
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

bool SequenceState::Account(const EventStore& events) {
  bool right = latest_.Account(events);
  for (Alternative& each : alternatives_)
    right &= std::visit([&](auto& match) { return match.Account(events); }, each.match);
  return right;
}

size_t SequenceState::bytes() const {
  constexpr size_t kScheduled = 96;  // of the rule's table of deadlines
  size_t bytes = sizeof *this + latest_.held_bytes() + LogicalBytes(alternatives_) +
                 LogicalBytes(waiting_) + (waiting_.empty() ? 0 : kScheduled);
  for (const Alternative& each : alternatives_)
    bytes += std::visit([](const auto& match) { return match.bytes(); }, each.match);
  for (const WaitingMatch& match : waiting_) {
    for (const EventId& id : match.ids) bytes += sizeof id + id.bytes();
    for (const StoredValue& value : match.group) bytes += sizeof value + value.bytes();
    for (const StoredValue& value : match.captures) bytes += sizeof value + value.bytes();
  }
  return bytes;
}

}  // namespace sigrun::state
