#include "runtime/exec/rule_tally.h"

namespace sigrun::exec {

void RuleCounters::Count(RuleResult result) {
  ++evaluated;
  switch (result) {
    case RuleResult::kNo:
      break;
    case RuleResult::kMatched:
      ++matched;
      break;
    case RuleResult::kExcepted:
      ++excepted;
      break;
    case RuleResult::kUntimed:
      ++untimed;
      break;
    case RuleResult::kUndecided:
      ++undecided;
      break;
  }
}

RuleTally::RuleTally(const LoadedProgram& program, const Executor::Options& options)
    : loaded_(program),
      options_(options),
      counters_(program.program().rules.size()),
      events_(program.groups().size()) {}

void RuleTally::Count(const EventResults& results) {
  ++events_[results.group];
  for (const auto& [rule, result] : results.rules) counters_[rule].Count(result);
}

std::vector<RuleCounters> RuleTally::Counters() const {
  std::vector<RuleCounters> counters = counters_;
  const RuleSet only =
      options_.only_rule ? RulesFor(loaded_.program(), *options_.only_rule) : RuleSet();
  for (uint32_t rule = 0; rule < counters.size(); ++rule) {
    if (loaded_.FoundByText(rule)) continue;
    counters[rule].evaluated = 0;
    if (options_.only_rule && !Contains(only, rule)) continue;
    for (size_t group = 0; group < events_.size(); ++group)
      if (events_[group] != 0 && Contains(loaded_.groups()[group].all, rule))
        counters[rule].evaluated += events_[group];
  }
  return counters;
}

}  // namespace sigrun::exec
