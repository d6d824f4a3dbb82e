#include "compiler/passes/rewrite.h"

#include <map>

namespace sigrun::passes {
namespace {

class Rewriter {
 public:
  Rewriter(const ir::RuleSet& in, ir::RuleSet& out, const Remake& remake)
      : in_(in), out_(out), remake_(remake) {}

  ir::ExprId Map(ir::ExprId id) {
    if (!id.valid()) return id;
    if (const auto known = made_.find(id); known != made_.end()) return known->second;
    const ir::Expr& old = in_.exprs[id];
    std::vector<ir::ExprId> operands = ir::Operands(old.node);
    for (ir::ExprId& operand : operands) operand = Map(operand);
    return made_[id] = remake_(out_, ir::WithOperands(old.node, operands), old);
  }

 private:
  const ir::RuleSet& in_;
  ir::RuleSet& out_;
  const Remake& remake_;
  std::map<ir::ExprId, ir::ExprId> made_;
};

void VisitState(ir::Stateful& state, const std::function<void(ir::ExprId&)>& visit) {
  for (ir::Named& named : state.group) visit(named.value);
  if (state.window) visit(state.window->length);
  for (ir::Aggregate& aggregate : state.aggregates) {
    visit(aggregate.where);
    for (ir::ExprId& argument : aggregate.arguments) visit(argument);
    visit(aggregate.percent);
  }
  for (ir::Baseline& baseline : state.baselines) {
    visit(baseline.history);
    visit(baseline.every);
  }
  for (ir::FirstSeen& seen : state.first_seen) {
    visit(seen.where);
    for (ir::ExprId& argument : seen.arguments) visit(argument);
    visit(seen.history);
    visit(seen.learn);
  }
  if (state.sequence)
    for (ir::SequenceStep& step : state.sequence->steps) visit(step.where);
  for (ir::Proviso& proviso : state.provisos) visit(proviso.holds);
}

}  // namespace

void ForEachRoot(ir::Rule& rule, const std::function<void(ir::ExprId&)>& visit) {
  visit(rule.condition);
  if (rule.stateful) VisitState(*rule.stateful, visit);
  for (ir::Exception& exception : rule.exceptions) visit(exception.when);
  visit(rule.alert.level);
  for (ir::MessagePart& part : rule.alert.message) visit(part.value);
  for (ir::Named& field : rule.alert.fields) visit(field.value);
  if (rule.alert.suppress) {
    visit(rule.alert.suppress->duration);
    for (ir::Named& by : rule.alert.suppress->by) visit(by.value);
  }
}

ir::RuleSet Rewrite(const ir::RuleSet& rules, const Remake& remake) {
  ir::RuleSet out;
  out.fields = rules.fields;
  out.log_sources = rules.log_sources;
  out.params = rules.params;
  out.rules = rules.rules;
  Rewriter rewriter(rules, out, remake);
  for (ir::Rule& rule : out.rules)
    ForEachRoot(rule, [&](ir::ExprId& root) { root = rewriter.Map(root); });
  return out;
}

Uses::Uses(const ir::RuleSet& rules) : count_(rules.exprs.size()) {
  std::vector<ir::Rule> copies = rules.rules;
  for (ir::Rule& rule : copies)
    ForEachRoot(rule, [&](ir::ExprId& root) {
      if (root.valid()) Count(rules, root);
    });
}

void Uses::Count(const ir::RuleSet& rules, ir::ExprId id) {
  if (++count_[id.index] > 1) return;
  for (const ir::ExprId operand : ir::Operands(rules.exprs[id].node)) Count(rules, operand);
}

}  // namespace sigrun::passes
