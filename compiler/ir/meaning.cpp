#include "base/hash.h"
#include "compiler/ir/ir.h"
#include "compiler/ir/print_constant.h"

namespace sigrun::ir {
namespace {

// The rule alone, with what names it and what only shows it taken out.
Rule Bare(const Rule& rule) {
  Rule bare = rule;
  bare.info = {};
  bare.alert.message.clear();
  bare.alert.fields.clear();
  bare.alert.level = {};
  bare.alert.enabled = true;
  if (bare.stateful) {
    for (Aggregate& aggregate : bare.stateful->aggregates) aggregate.name.clear();
    for (Baseline& baseline : bare.stateful->baselines) baseline.name.clear();
    for (FirstSeen& seen : bare.stateful->first_seen) seen.name.clear();
    if (bare.stateful->sequence)
      for (SequenceStep& step : bare.stateful->sequence->steps) step.name.clear();
  }
  return bare;
}

}  // namespace

std::string Meaning(const RuleSet& rules, const Rule& rule) {
  std::string text = PrintNameless(rules, Bare(rule));
  for (const Param& param : rules.params)
    if (param.rule == rule.info.name) text += param.name + "=" + PrintConstant(param.value) + "\n";
  return Sha256Hex(text).substr(0, 32);
}

}  // namespace sigrun::ir
