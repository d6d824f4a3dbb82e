// What a feed really feeds: the executor tells what `where` allows; left are those whose proviso
// holds as well and whose arguments are fit.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/value.h"
#include "runtime/program/feed.h"
#include "runtime/state/rule/firing.h"
#include "runtime/state/rule/rule_plan.h"

namespace sigrun::state {

class Selection {
 public:
  // An aggregate or a first_seen of the rule, and what the event brings to it.
  struct Item {
    uint32_t index;
    std::span<const Value> arguments;
  };

  // False when nothing is left. The items point to the feed.
  bool Select(const RulePlan& plan, const program::Feed& feed, Judge& judge);

  std::span<const Item> aggregates() const { return aggregates_; }
  std::span<const Item> first_seen() const { return first_seen_; }
  uint64_t steps() const { return steps_; }

 private:
  std::vector<Item> aggregates_, first_seen_;
  uint64_t steps_ = 0;
};

}  // namespace sigrun::state
