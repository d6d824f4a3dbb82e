#include "runtime/state/rule/memory_relief.h"

#include <algorithm>
#include <queue>

namespace sigrun::state {
namespace {

void RemoveOldest(RuleState& rule) {
  rule.Forget(*rule.groups.oldest());
  rule.usage.groups -= rule.groups.oldest()->bytes;
  rule.groups.RemoveOldest();
  rule.stats.groups = rule.groups.size();
}

bool EvictOldestGroup(RuleState& rule) {
  Group* oldest = rule.groups.oldest();
  if (oldest == nullptr) return false;
  if (const SequenceState* steps = oldest->steps(rule.plan))
    rule.stats.undecided_dropped += steps->waiting();
  RemoveOldest(rule);
  ++rule.stats.groups_evicted;
  return true;
}

bool DropFirstSeen(RuleState& rule, int64_t time) {
  const auto largest = std::max_element(
      rule.first_seen.begin(), rule.first_seen.end(),
      [](const FirstSeenMemory& a, const FirstSeenMemory& b) { return a.size() < b.size(); });
  if (largest == rule.first_seen.end() || largest->size() == 0) return false;
  rule.usage.first_seen -= largest->bytes();
  rule.stats.first_seen_evicted += largest->DropOldest(time);
  rule.usage.first_seen += largest->bytes();
  return true;
}

// False if there is nothing left.
bool Give(RuleState& rule, int64_t time) {
  if (rule.usage.groups >= rule.usage.first_seen)
    return EvictOldestGroup(rule) || DropFirstSeen(rule, time);
  return DropFirstSeen(rule, time) || EvictOldestGroup(rule);
}

// The rule that uses most comes first; of two equal ones, the later.
using Taker = std::pair<size_t, uint32_t>;

}  // namespace

bool RemoveExpired(RuleState& rule, int64_t time) {
  const Group* oldest = rule.groups.oldest();
  if (oldest == nullptr || oldest->last_fed >= Before(time, rule.plan.retention)) return false;
  RemoveOldest(rule);
  return true;
}

size_t MemoryOf(const RuleStates& rules) {
  size_t total = 0;
  for (const auto& rule : rules)
    if (rule) total += rule->usage.total();
  return total;
}

void Relieve(RuleStates& rules, size_t limit, int64_t time) {
  size_t total = 0, sharers = 0;
  std::priority_queue<Taker> takers;
  for (uint32_t i = 0; i < rules.size(); ++i) {
    if (!rules[i]) continue;
    while (RemoveExpired(*rules[i], time)) continue;
    const size_t taken = rules[i]->usage.total();
    total += taken;
    ++sharers;
    takers.push({taken, i});
  }
  const size_t target = limit - limit / 16;
  while (total > target && !takers.empty()) {
    const auto [taken, index] = takers.top();
    takers.pop();
    RuleState& rule = *rules[index];
    if (taken <= target / sharers || !Give(rule, time)) continue;
    total += rule.usage.total() - taken;
    takers.push({rule.usage.total(), index});
  }
}

}  // namespace sigrun::state
