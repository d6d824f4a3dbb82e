#include "runtime/state/memory_relief.h"

#include <queue>

namespace sigrun::state {
namespace {

using Rules = std::vector<std::unique_ptr<RuleState>>;

void RemoveOldest(RuleState& rule, MemoryUsage& usage) {
  rule.Forget(*rule.groups.oldest());
  usage.groups -= rule.groups.oldest()->bytes + rule.groups.index_bytes();
  rule.groups.RemoveOldest();
  usage.groups += rule.groups.index_bytes();
  rule.stats.groups = rule.groups.size();
}

// Rules by their oldest group.
struct FedLater {
  bool operator()(const RuleState* a, const RuleState* b) const {
    return a->groups.oldest()->sequence > b->groups.oldest()->sequence;
  }
};
using ByAge = std::priority_queue<RuleState*, std::vector<RuleState*>, FedLater>;

ByAge RulesByAge(Rules& rules) {
  ByAge queue;
  for (const auto& rule : rules)
    if (rule && rule->groups.oldest() != nullptr) queue.push(rule.get());
  return queue;
}

void EvictOldestGroup(ByAge& queue, MemoryUsage& usage) {
  RuleState* rule = queue.top();
  queue.pop();
  RemoveOldest(*rule, usage);
  ++rule->stats.groups_evicted;
  if (rule->groups.oldest() != nullptr) queue.push(rule);
}

// False when there is nothing to drop.
bool DropFirstSeen(Rules& rules, int64_t time, MemoryUsage& usage) {
  RuleState* owner = nullptr;
  FirstSeenMemory* largest = nullptr;
  for (const auto& rule : rules) {
    if (!rule) continue;
    for (FirstSeenMemory& memory : rule->first_seen) {
      if (memory.size() == 0 || (largest != nullptr && memory.size() <= largest->size())) continue;
      largest = &memory;
      owner = rule.get();
    }
  }
  if (largest == nullptr) return false;
  usage.first_seen -= largest->bytes();
  owner->stats.first_seen_evicted += largest->DropOldest(time);
  usage.first_seen += largest->bytes();
  return true;
}

}  // namespace

bool RemoveExpired(RuleState& rule, int64_t time, MemoryUsage& usage) {
  const Group* oldest = rule.groups.oldest();
  if (oldest == nullptr || oldest->last_fed >= Before(time, rule.plan.retention)) return false;
  RemoveOldest(rule, usage);
  return true;
}

void Relieve(Rules& rules, size_t limit, int64_t time, MemoryUsage& usage) {
  for (const auto& rule : rules)
    while (rule && RemoveExpired(*rule, time, usage)) continue;
  const size_t target = limit - limit / 16;
  ByAge queue = RulesByAge(rules);
  while (usage.groups + usage.first_seen > target) {
    const bool groups_first = usage.groups >= usage.first_seen;
    if (groups_first && !queue.empty())
      EvictOldestGroup(queue, usage);
    else if (DropFirstSeen(rules, time, usage))
      continue;
    else if (!queue.empty())
      EvictOldestGroup(queue, usage);
    else
      return;
  }
}

}  // namespace sigrun::state
