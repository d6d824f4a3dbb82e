#include "runtime/state/rule/rule_plan.h"

#include <algorithm>

#include "base/check.h"
#include "runtime/program/program.h"

namespace sigrun::state {
namespace {

using stdlib::AggregateKind;

Duration DurationOf(const program::Program& program, uint32_t constant) {
  SIGRUN_CHECK(constant < program.constants.size());
  const auto* duration = std::get_if<Duration>(&program.constants[constant]);
  SIGRUN_CHECK(duration != nullptr);
  return *duration;
}

double PercentOf(const program::Program& program, const program::Aggregate& aggregate) {
  if (!aggregate.percent) return 0;
  const program::Constant& constant = program.constants[*aggregate.percent];
  const auto* integer = std::get_if<int64_t>(&constant);
  return integer != nullptr ? static_cast<double>(*integer) : std::get<double>(constant);
}

int64_t SaturatingAdd(int64_t a, int64_t b) { return a > INT64_MAX - b ? INT64_MAX : a + b; }

void PlanBaselines(const program::Program& program, const program::Stateful& rule, RulePlan& plan) {
  for (const program::Baseline& baseline : rule.baselines) {
    const auto index = static_cast<uint32_t>(plan.baselines.size());
    AggregatePlan& aggregate = plan.aggregates.at(baseline.aggregate);
    aggregate.baselines.push_back(index);
    const Duration history = DurationOf(program, baseline.history);
    plan.baselines.push_back(MakeBaselineShape(aggregate.kind, baseline.aggregate, history,
                                               DurationOf(program, baseline.every)));
    plan.retention = std::max(plan.retention, SaturatingAdd(std::max<int64_t>(history.micros, 0),
                                                            plan.baselines.back().every));
  }
}

}  // namespace

RulePlan MakeRulePlan(const program::Program& program, const program::Stateful& rule,
                      uint32_t window_steps) {
  RulePlan plan;
  plan.cells = rule.cells;
  for (const program::Aggregate& aggregate : rule.aggregates)
    plan.aggregates.push_back({aggregate.kind,
                               static_cast<uint32_t>(aggregate.arguments.size()),
                               PercentOf(program, aggregate),
                               {}});
  for (const program::FirstSeen& seen : rule.first_seen)
    plan.first_seen.push_back({static_cast<uint32_t>(seen.arguments.size()),
                               DurationOf(program, seen.history), DurationOf(program, seen.learn)});
  plan.counts_feeds = rule.aggregates.size() == 1 && rule.first_seen.empty() && !rule.sequence &&
                      rule.aggregates[0].kind == AggregateKind::kCount;
  if (rule.sequence) plan.sequence = MakeSequencePlan(*rule.sequence);
  for (const program::Proviso& proviso : rule.provisos)
    plan.provisos.push_back({proviso.kind, proviso.index});
  plan.group_values = static_cast<uint32_t>(rule.group.size());
  plan.captures = rule.memory.captures;
  plan.group_if_present = rule.group_if_present;
  plan.fires_at_each = rule.refire == program::Refire::kEvery;
  plan.windowed = rule.window.has_value();
  if (!plan.windowed) return plan;
  plan.window =
      WindowShape(rule.window->kind, DurationOf(program, rule.window->length), window_steps);
  plan.retention = plan.window.length();
  // A firing at a deadline, which is that much later than the feed, must be known to firings at
  // events.
  if (plan.fires_at_deadlines() && plan.fires_at_events()) plan.retention *= 2;
  PlanBaselines(program, rule, plan);
  return plan;
}

}  // namespace sigrun::state
