#include "runtime/state/rule/selection.h"

#include <algorithm>
#include <bit>

#include "base/check.h"
#include "runtime/state/window/aggregate_state.h"

namespace sigrun::state {
namespace {

// What the event feeds according to `where` and not according to a proviso.
program::Fed FindBarred(const RulePlan& plan, const program::Feed& feed, Judge& judge) {
  program::Fed barred;
  for (size_t i = 0; i < plan.provisos.size(); ++i) {
    const ProvisoPlan& proviso = plan.provisos[i];
    if (judge.Provides(feed.rule, i, feed.captures)) continue;
    const uint64_t bit = uint64_t{1} << proviso.index;
    switch (proviso.kind) {
      case program::FeedKind::kAggregate:
        barred.aggregates |= bit;
        break;
      case program::FeedKind::kFirstSeen:
        barred.first_seen |= bit;
        break;
      case program::FeedKind::kStep:
        barred.steps |= bit;
        break;
    }
  }
  return barred;
}

// Deals the arguments of a feed out to what it feeds.
class Arguments {
 public:
  explicit Arguments(std::span<const Value> all) : rest_(all) {}
  std::span<const Value> Take(uint32_t count) {
    SIGRUN_CHECK(count <= rest_.size());
    const std::span<const Value> taken = rest_.first(count);
    rest_ = rest_.subspan(count);
    return taken;
  }

 private:
  std::span<const Value> rest_;
};

// Keeps of `bits` those that are not barred and whose arguments `takes` accepts.
template <class Plan, class Takes>
void Keep(uint64_t bits, uint64_t barred, const std::vector<Plan>& plans, Arguments& arguments,
          Takes takes, std::vector<Selection::Item>& kept) {
  kept.clear();
  for (; bits != 0; bits &= bits - 1) {
    const auto index = static_cast<uint32_t>(std::countr_zero(bits));
    SIGRUN_CHECK(index < plans.size());
    const std::span<const Value> values = arguments.Take(plans[index].arguments);
    if (((barred >> index) & 1) == 0 && takes(plans[index], values))
      kept.push_back({index, values});
  }
}

}  // namespace

bool Selection::Select(const RulePlan& plan, const program::Feed& feed, Judge& judge) {
  const program::Fed barred = FindBarred(plan, feed, judge);
  Arguments arguments(feed.arguments);
  Keep(
      feed.aggregates, barred.aggregates, plan.aggregates, arguments,
      [](const AggregatePlan& aggregate, std::span<const Value> values) {
        return AggregateState::Takes(aggregate.kind, values);
      },
      aggregates_);
  Keep(
      feed.first_seen, barred.first_seen, plan.first_seen, arguments,
      [](const FirstSeenPlan&, std::span<const Value> values) {
        return std::ranges::all_of(values, [](const Value& value) { return value.present(); });
      },
      first_seen_);
  steps_ = feed.steps & ~barred.steps;
  return !aggregates_.empty() || !first_seen_.empty() || steps_ != 0;
}

}  // namespace sigrun::state
