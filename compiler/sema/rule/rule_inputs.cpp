#include "compiler/sema/rule/rule_inputs.h"

#include <algorithm>
#include <map>

namespace sigrun::sema {

void RuleInputs::Declare(const ast::OnClause& on, ir::Rule& rule) {
  on_ = &on;
  if (inputs_.empty()) return;  // reported when the rules were looked up
  rule.source = cx_.out.rules[inputs_.front().rule].source;
  for (const RuleInput& input : inputs_) {
    rule.inputs.push_back(input.rule);
    if (cx_.out.rules[input.rule].source != rule.source) rule.source = {};
  }
  std::map<std::string, Span> seen;
  for (const ast::Name& name : on.rules)
    if (const auto [first, added] = seen.try_emplace(name.text, name.span); !added)
      ReportDuplicateName(cx_.sink, name, first->second, "first named here");
}

const RuleInput* RuleInputs::Find(const std::string& name) const {
  const auto found = std::find_if(inputs_.begin(), inputs_.end(),
                                  [&](const RuleInput& input) { return input.name == name; });
  return found == inputs_.end() ? nullptr : &*found;
}

ir::ExprId RuleInputs::Matches(const RuleInput& input, Span span) {
  const bool stateful = cx_.out.rules[input.rule].stateful.has_value();
  return cx_.out.Add(ir::RuleMatches{input.rule, stateful}, stdlib::kBool, span);
}

void RuleInputs::ReportTakenName(const ast::Name& name) {
  if (Find(name.text) == nullptr) return;
  for (const ast::Name& input : on_->rules)
    if (input.text == name.text)
      return ReportDuplicateName(cx_.sink, name, input.span,
                                 "a rule that this one depends on has it");
}

void RuleInputs::Limit(ir::Rule& rule) {
  if (inputs_.empty()) return;
  if (rule.stateful) {
    LimitFeeds(*rule.stateful);
    return;
  }
  rule.condition = Limited(rule.condition);
  if (!cx_.out.exprs[rule.condition].stateful) return;
  // It has no state of its own, but is evaluated only after its inputs: it counts each event by
  // itself.
  ir::Aggregate each;
  each.kind = stdlib::AggregateKind::kCount;
  each.where = rule.condition;
  each.type = stdlib::kInt;
  rule.stateful.emplace().aggregates.push_back(std::move(each));
  LimitFeeds(*rule.stateful);
  rule.condition = cx_.out.Add(ir::Truth{true}, stdlib::kBool, rule.span);
}

void RuleInputs::LimitFeeds(ir::Stateful& state) {
  const auto limit = [&](program::FeedKind kind, auto& feeds) {
    for (size_t i = 0; i < feeds.size(); ++i) {
      const ir::ExprId whole = Limited(feeds[i].where);
      feeds[i].where = Possibly(whole);
      if (cx_.out.exprs[whole].stateful)
        state.provisos.push_back({kind, static_cast<uint32_t>(i), whole});
    }
  };
  limit(program::FeedKind::kAggregate, state.aggregates);
  limit(program::FeedKind::kFirstSeen, state.first_seen);
  if (state.sequence) limit(program::FeedKind::kStep, state.sequence->steps);
}

// The predicate, and one of the inputs matches.
ir::ExprId RuleInputs::Limited(ir::ExprId predicate) {
  if (NeedsInput(predicate)) return predicate;
  const Span span = cx_.out.exprs[predicate].span;
  std::vector<ir::ExprId> inputs;
  for (const RuleInput& input : inputs_) inputs.push_back(Matches(input, span));
  const ir::ExprId any = inputs.size() == 1
                             ? inputs.front()
                             : cx_.out.Add(ir::Or{std::move(inputs)}, stdlib::kBool, span);
  const auto* truth = std::get_if<ir::Truth>(&cx_.out.exprs[predicate].node);
  if (truth != nullptr && truth->value) return any;
  return cx_.out.Add(ir::And{{any, predicate}}, stdlib::kBool, span);
}

// Whether it can only hold if an input matches.
bool RuleInputs::NeedsInput(ir::ExprId predicate) const {
  const auto needs = [this](ir::ExprId operand) { return NeedsInput(operand); };
  const ir::Node& node = cx_.out.exprs[predicate].node;
  if (std::holds_alternative<ir::RuleMatches>(node)) return true;
  if (const auto* n = std::get_if<ir::And>(&node))
    return std::any_of(n->operands.begin(), n->operands.end(), needs);
  if (const auto* n = std::get_if<ir::Or>(&node))
    return !n->operands.empty() && std::all_of(n->operands.begin(), n->operands.end(), needs);
  if (const auto* n = std::get_if<ir::AtLeast>(&node))
    return n->count > 0 && std::all_of(n->operands.begin(), n->operands.end(), needs);
  return false;
}

// An over-approximation that only uses the event.
ir::ExprId RuleInputs::Possibly(ir::ExprId predicate) { return Surely(predicate, true); }

// An under-approximation; an over-approximation if unknown parts are assumed to be true.
ir::ExprId RuleInputs::Surely(ir::ExprId predicate, bool if_unknown) {
  if (!cx_.out.exprs[predicate].stateful) return predicate;
  const Span span = cx_.out.exprs[predicate].span;
  ir::Node node = cx_.out.exprs[predicate].node;
  if (const auto* n = std::get_if<ir::Not>(&node))
    return cx_.out.Add(ir::Not{Surely(n->operand, !if_unknown)}, stdlib::kBool, span);
  // A rule that fires on an event is fed by it.
  if (const auto* n = std::get_if<ir::RuleMatches>(&node); n && if_unknown)
    return cx_.out.Add(ir::RuleMatches{n->rule}, stdlib::kBool, span);
  const bool splits = std::holds_alternative<ir::And>(node) ||
                      std::holds_alternative<ir::Or>(node) ||
                      std::holds_alternative<ir::AtLeast>(node);
  if (!splits) return cx_.out.Add(ir::Truth{if_unknown}, stdlib::kBool, span);
  std::vector<ir::ExprId> operands = ir::Operands(node);
  for (ir::ExprId& operand : operands) operand = Surely(operand, if_unknown);
  return cx_.out.Add(ir::WithOperands(node, operands), stdlib::kBool, span);
}

}  // namespace sigrun::sema
