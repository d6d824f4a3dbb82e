// `on rule a, b`: a rule on what other rules find. Their names are predicates in it, and it sees
// only events on which one of them matches.
//
// Whether a rule with state fired on an event is not known while the event is read. What depends on
// it is split in two: a predicate that holds wherever the whole may (by which the event is kept),
// and the whole, a proviso that is asked once it is known.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "compiler/sema/context/context.h"

namespace sigrun::sema {

// A rule that a rule is on, by the name it has there.
struct RuleInput {
  std::string name;
  uint32_t rule;  // index in RuleSet::rules
};

// The rules that one rule is on.
class RuleInputs {
 public:
  RuleInputs(Context& context, std::vector<RuleInput> inputs)
      : cx_(context), inputs_(std::move(inputs)) {}

  // Gives the rule its inputs and the source of their events.
  void Declare(const ast::OnClause& on, ir::Rule& rule);
  const std::vector<RuleInput>& all() const { return inputs_; }
  // Null if none has the name.
  const RuleInput* Find(const std::string& name) const;
  // That the input matches, as a predicate.
  ir::ExprId Matches(const RuleInput& input, Span span);
  // A name that an input has cannot be given to anything else.
  void ReportTakenName(const ast::Name& name);
  // The checked rule sees only events on which one of its inputs matches.
  void Limit(ir::Rule& rule);

 private:
  void LimitFeeds(ir::Stateful& state);
  ir::ExprId Limited(ir::ExprId predicate);
  bool NeedsInput(ir::ExprId predicate) const;
  ir::ExprId Possibly(ir::ExprId predicate);
  ir::ExprId Surely(ir::ExprId predicate, bool if_unknown = false);

  Context& cx_;
  const std::vector<RuleInput> inputs_;
  const ast::OnClause* on_ = nullptr;
};

}  // namespace sigrun::sema
