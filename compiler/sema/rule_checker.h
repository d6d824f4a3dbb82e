// Checks one rule: its names, its state, its alert. The implementation is in rule_*.cpp, by
// construct. Private to sema.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/sema/context/context.h"
#include "compiler/sema/expr/expr_checker.h"
#include "compiler/sema/rule_inputs.h"

namespace sigrun::sema {

class RuleChecker final : private RuleNames {
 public:
  RuleChecker(Context& context, uint32_t module, const ast::Rule& rule,
              std::vector<RuleInput> inputs = {});

  // The rule, or nullopt when it has an error (reported).
  std::optional<ir::Rule> Check();

 private:
  // A name bound in the rule, checked when first used.
  struct Bound {
    const ast::Binding* ast = nullptr;
    enum State { kNew, kInProgress, kDone } state = kNew;
    Typed value;                        // kDone, not a baseline
    std::optional<uint32_t> baseline;   // index in Stateful::baselines
    std::optional<uint32_t> aggregate;  // index in Stateful::aggregates
    bool feeds = false;  // an aggregate or first_seen: its events trigger the condition
    bool used = false;
  };

  // rule_checker.cpp
  void CheckOn();
  void CheckParams();
  std::optional<uint32_t> CheckParam(const ast::Param& param);
  bool IsMetadata(const ast::Binding& binding);
  void DeclareBindings();
  void CheckCondition();
  void ReportUnused();
  void ReportUnused(const Bound& bound);
  Bound* Find(const std::string& name);
  void Resolve(const std::string& name, Bound& bound, Span span);
  void ReportBareAggregate(const ast::Path& path, Span span);
  std::optional<Typed> Binding(const std::string& name,
                               const std::vector<ast::PathSegment>& members, size_t& taken,
                               Span span) override;
  std::optional<Typed> Param(const std::string& name, Span span) override;
  std::vector<ir::ExprId> Selections(const std::string& pattern) override;
  std::vector<std::string> Names() const override;
  // rule_state.cpp
  void CheckGroup();
  void CheckWindow();
  bool DeclareState(Bound& bound, const ast::Call& call, Span span);
  void DeclareAggregate(Bound& bound, const ast::Call& call, Span span);
  bool RequirePercent(ir::ExprId expr);
  void DeclareBaseline(Bound& bound, const ast::Call& call, Span span);
  void DeclareFirstSeen(Bound& bound, const ast::Call& call, Span span);
  Typed BaselineMember(const Bound& bound, const std::vector<ast::PathSegment>& members,
                       size_t& taken, Span span);
  ir::ExprId CheckWhere(const ast::Call& call, Span span);
  std::vector<ir::ExprId> CheckArguments(const ast::Call& call);
  const ast::CallOption* Option(const ast::Call& call, std::string_view name);
  ir::ExprId DurationOption(const ast::Call& call, std::string_view name, Span span);
  void CheckOptions(const ast::Call& call, const std::vector<std::string_view>& known);
  bool RequireStateless(ir::ExprId expr);
  bool RequireEventOnly(ir::ExprId expr);
  Typed AddCell(program::CellKind kind, uint32_t index, ir::Type type, Span span);
  void CheckStateIsComplete();
  void CheckStateDurations();
  std::optional<Duration> RequireDuration(ir::ExprId expr, bool zero_allowed);
  // rule_sequence.cpp
  void CheckSequenceWindow();
  void CheckSequence();
  std::optional<ir::SequenceStep> CheckStep(const ast::SequenceStep& step);
  bool CheckAlternative(const ast::SequenceAlternative& written, ir::Sequence& sequence);
  static std::string WrongWith(const ast::SequenceAlternative& written,
                               const std::vector<ir::SequenceStep>& steps);
  bool IsStep(const std::string& name) const;
  // rule_alert.cpp
  void CheckAlert();
  void CheckMessage(const ast::AlertItem& item);
  void CheckFields(const ast::AlertItem& item);
  void CheckEnabled(const ast::AlertItem& item);
  void CheckRefire(const ast::AlertItem& item);
  void CheckSuppress(const ast::AlertItem& item);
  // Values that are named by their source text: at most `most`; `what` describes them in a message.
  std::vector<ir::Named> CheckNamed(const std::vector<ast::ExprId>& exprs, size_t most,
                                    std::string_view what);
  // Reports a number above the limit.
  bool Fits(size_t count, size_t most, std::string_view what, Span span);
  void AddMessageExpr(std::string_view text, uint32_t offset, Span span);

  ir::Stateful& state();
  const ast::Expr& Ast(ast::ExprId id) const { return cx_.modules.modules[module_].file.exprs[id]; }

  Context& cx_;
  uint32_t module_;
  const ast::Rule& ast_;
  RuleInputs inputs_;
  const stdlib::Schema* schema_;
  ir::Rule rule_;
  ast::File message_exprs_;  // parsed from the braces of the message template
  std::map<std::string, Bound> bindings_;
  std::vector<std::string> binding_order_;
  ir::ExprId complete_;                  // whether the sequence is complete; invalid without one
  std::set<std::string_view> too_many_;  // kinds already reported
  std::map<std::string, std::optional<uint32_t>> params_;  // index in RuleSet::params
};

}  // namespace sigrun::sema
