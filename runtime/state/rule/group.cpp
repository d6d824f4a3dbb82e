#include "runtime/state/rule/group.h"

#include <algorithm>
#include <memory>
#include <new>

namespace sigrun::state {
namespace {

// The cell: the group, its aggregates, its baselines and the time of its first event, its sequence.
struct Layout {
  explicit Layout(const RulePlan& plan)
      : aggregates(sizeof(Group)),
        baselines(aggregates +
                  (plan.counts_feeds ? 0 : plan.aggregates.size()) * sizeof(AggregateState)),
        first_fed(baselines + plan.baselines.size() * sizeof(BaselineState)),
        steps(first_fed + (plan.baselines.empty() ? 0 : sizeof(int64_t))),
        end(steps + (plan.sequence ? sizeof(SequenceState) : 0)) {}
  size_t aggregates, baselines, first_fed, steps, end;
};
static_assert(sizeof(Group) == 96);
static_assert(sizeof(AggregateState) % 8 == 0 && alignof(AggregateState) <= 8);
static_assert(sizeof(BaselineState) % 8 == 0 && alignof(BaselineState) <= 8);
static_assert(sizeof(SequenceState) % 8 == 0 && alignof(SequenceState) <= 8);

}  // namespace

template <class T>
T* Group::At(size_t offset) {
  return std::launder(reinterpret_cast<T*>(reinterpret_cast<char*>(this) + offset));
}

size_t Group::SizeFor(const RulePlan& plan) { return Layout(plan).end; }

Group& Group::Create(void* cell, const RulePlan& plan, const Hash128& key) {
  const Layout layout(plan);
  char* const begin = static_cast<char*>(cell);
  Group* group = new (cell) Group(key);
  if (!plan.counts_feeds)
    for (size_t i = 0; i < plan.aggregates.size(); ++i)
      new (begin + layout.aggregates + i * sizeof(AggregateState))
          AggregateState(plan.aggregates[i].kind, plan.aggregates[i].percent);
  for (size_t i = 0; i < plan.baselines.size(); ++i) {
    const AggregatePlan& of = plan.aggregates[plan.baselines[i].aggregate];
    new (begin + layout.baselines + i * sizeof(BaselineState)) BaselineState(of.kind, of.percent);
  }
  if (!plan.baselines.empty()) new (begin + layout.first_fed) int64_t(0);
  if (plan.sequence) new (begin + layout.steps) SequenceState(*plan.sequence);
  return *group;
}

void Group::Destroy(const RulePlan& plan) {
  std::ranges::destroy(aggregates(plan));
  std::ranges::destroy(baselines(plan));
  if (SequenceState* sequence = steps(plan)) std::destroy_at(sequence);
  this->~Group();
}

std::span<AggregateState> Group::aggregates(const RulePlan& plan) {
  if (plan.counts_feeds) return {};
  return {At<AggregateState>(Layout(plan).aggregates), plan.aggregates.size()};
}

std::span<BaselineState> Group::baselines(const RulePlan& plan) {
  return {At<BaselineState>(Layout(plan).baselines), plan.baselines.size()};
}

int64_t& Group::first_fed(const RulePlan& plan) {
  SIGRUN_CHECK(!plan.baselines.empty());
  return *At<int64_t>(Layout(plan).first_fed);
}

SequenceState* Group::steps(const RulePlan& plan) {
  return plan.sequence ? At<SequenceState>(Layout(plan).steps) : nullptr;
}

void Group::StartAnew(const RulePlan& plan, int64_t time) {
  for (AggregateState& each : aggregates(plan)) each.Clear();
  for (BaselineState& each : baselines(plan)) each.Clear();
  feeds.Clear();
  evidence.Clear();
  if (SequenceState* sequence = steps(plan)) sequence->Clear();
  if (!plan.baselines.empty()) first_fed(plan) = time;
  fired_at_ = kArmed;
}

bool Group::Turn(bool holds, int64_t time, int64_t window_start) {
  const bool fires = holds && (fired_at_ == kArmed || fired_at_ < window_start);
  if (!holds) fired_at_ = kArmed;
  if (fires) fired_at_ = time;
  return fires;
}

bool Group::Account(const RulePlan& plan, const EventStore& events) {
  if (!evidence.Account(events)) return false;
  SequenceState* sequence = steps(plan);
  return sequence == nullptr || sequence->Account(events);
}

size_t Group::ComputeBytes(const RulePlan& plan) {
  constexpr size_t kIndexed = 16;  // at most, but for small tables
  size_t total = SizeFor(plan) + kIndexed + feeds.bytes() + evidence.bytes();
  for (const AggregateState& each : aggregates(plan)) total += each.bytes();
  for (const BaselineState& each : baselines(plan)) total += each.bytes();
  if (SequenceState* sequence = steps(plan)) total += sequence->bytes() - sizeof(SequenceState);
  return total;
}

}  // namespace sigrun::state
