#include "runtime/state/rule/group.h"

#include <cstring>
#include <new>

namespace sigrun::state {
namespace {

// The memory block: the group, its aggregates, its baselines, its key.
struct Layout {
  explicit Layout(size_t aggregate_count, size_t baseline_count)
      : aggregates(sizeof(Group)),
        baselines(aggregates + aggregate_count * sizeof(AggregateState)),
        key(baselines + baseline_count * sizeof(BaselineState)) {}
  size_t aggregates, baselines, key;
};
static_assert(sizeof(Group) % 8 == 0 && sizeof(AggregateState) % 8 == 0);
static_assert(alignof(AggregateState) <= 8 && alignof(BaselineState) <= 8);

}  // namespace

Group::Ptr Group::Create(const RulePlan& plan, std::string_view key, uint64_t hash) {
  const Layout layout(plan.aggregates.size(), plan.baselines.size());
  char* block = static_cast<char*>(::operator new(layout.key + key.size()));
  Ptr group(new (block) Group());
  group->aggregates_ = reinterpret_cast<AggregateState*>(block + layout.aggregates);
  group->baselines_ = reinterpret_cast<BaselineState*>(block + layout.baselines);
  for (const AggregatePlan& each : plan.aggregates)
    new (&group->aggregates_[group->aggregate_count_++]) AggregateState(each.kind, each.percent);
  for (const BaselineShape& each : plan.baselines)
    new (&group->baselines_[group->baseline_count_++]) BaselineState(
        plan.aggregates[each.aggregate].kind, plan.aggregates[each.aggregate].percent);
  if (plan.sequence) group->steps = std::make_unique<SequenceState>(*plan.sequence);
  std::memcpy(block + layout.key, key.data(), key.size());
  group->key_ = block + layout.key;
  group->key_size_ = static_cast<uint32_t>(key.size());
  group->hash_ = hash;
  return group;
}

void Group::Destroy(Group* group) {
  std::destroy_n(group->aggregates_, group->aggregate_count_);
  std::destroy_n(group->baselines_, group->baseline_count_);
  group->~Group();
  ::operator delete(static_cast<void*>(group));
}

void Group::StartAnew(int64_t time) {
  for (AggregateState& each : aggregates()) each.Clear();
  for (BaselineState& each : baselines()) each.Clear();
  feeds.Clear();
  evidence.Clear();
  if (steps) steps->Clear();
  first_fed = time;
  armed_ = true;
}

bool Group::Turn(bool holds, int64_t time, int64_t window_start) {
  const bool fires = holds && (armed_ || fired_at_ < window_start);
  armed_ = !holds;
  if (fires) fired_at_ = time;
  return fires;
}

size_t Group::ComputeBytes() const {
  constexpr size_t kAllocation = 16;  // the overhead of an allocation
  size_t total = Layout(aggregate_count_, baseline_count_).key + key_size_ + kAllocation;
  total += feeds.bytes() + evidence.bytes() + (steps ? steps->bytes() + kAllocation : 0);
  for (uint32_t i = 0; i < aggregate_count_; ++i) total += aggregates_[i].bytes();
  for (uint32_t i = 0; i < baseline_count_; ++i) total += baselines_[i].bytes();
  return total;
}

}  // namespace sigrun::state
