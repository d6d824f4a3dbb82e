#include "compiler/sema/rule_bindings.h"

#include <fmt/format.h>

#include <string_view>
#include <variant>

#include "base/text/name_pattern.h"
#include "compiler/diag/codes/later.h"
#include "compiler/diag/codes/names.h"
#include "compiler/diag/codes/rules.h"
#include "compiler/diag/codes/state.h"
#include "compiler/diag/codes/syntax.h"
#include "compiler/diag/codes/types.h"
#include "compiler/sema/context/expr_maker.h"
#include "compiler/sema/rule/rule_exprs.h"
#include "compiler/sema/rule/rule_param.h"
#include "compiler/sema/state/baseline_checker.h"
#include "compiler/sema/state/state_declaration.h"
#include "compiler/syntax/vocabulary/foreign_words.h"
#include "runtime/program/vocabulary/level.h"
#include "stdlib/aggregate.h"
#include "stdlib/schema/schema.h"
#include "stdlib/type.h"

namespace sigrun::sema {
namespace {

bool IsStep(const ast::Rule& rule, const std::string& name) {
  for (const ast::Sequence& sequence : rule.sequences)
    for (const ast::SequenceAlternative& alternative : sequence.alternatives)
      for (const ast::SequenceStep& step : alternative.steps)
        if (step.name.text == name) return true;
  return false;
}

}  // namespace

void RuleBindings::Declare() {
  DeclareBindings();
  DeclareParams();
}

void RuleBindings::ResolveAll() {
  for (const std::string& name : binding_order_)
    Resolve(name, bindings_[name], scope_.written.name.span);
}

void RuleBindings::DeclareBindings() {
  for (const ast::Binding& binding : scope_.written.bindings) {
    if (IsMetadata(binding)) {
      cx_.sink
          .Emit(codes::Misplaced, binding.name.span,
                fmt::format("`{}` is metadata", binding.name.text))
          .Help(fmt::format("write `meta {{ {} }}`", cx_.sources.Text(binding.span)));
      continue;
    }
    const std::string_view key = binding.name.text;
    if (scope_.schema->Declares({&key, 1})) {
      cx_.sink
          .Emit(codes::NameShadowsField, binding.name.span, binding.name.text,
                scope_.schema->name())
          .Help("choose another name, so that the field stays usable; `==` compares");
      continue;
    }
    const auto [place, added] = bindings_.try_emplace(binding.name.text);
    if (!added) {
      ReportDuplicateName(cx_.sink, binding.name, place->second.ast->name.span, "first bound here");
      continue;
    }
    inputs_.ReportTakenName(binding.name);
    place->second.ast = &binding;
    binding_order_.push_back(binding.name.text);
  }
}

void RuleBindings::DeclareParams() {
  std::map<std::string, Span> seen;
  for (const ast::Param& param : scope_.written.params) {
    const Bound* bound = Find(param.name.text);
    const auto [first, added] = seen.try_emplace(param.name.text, param.name.span);
    if (!added || bound != nullptr) {
      ReportDuplicateName(cx_.sink, param.name, added ? bound->ast->name.span : first->second,
                          added ? "a binding has the name" : "first declared here");
      continue;
    }
    inputs_.ReportTakenName(param.name);
    params_[param.name.text] = CheckParam(scope_, param);
  }
}

// `level = high` outside `meta`: a level is not a value.
bool RuleBindings::IsMetadata(const ast::Binding& binding) const {
  if (!syntax::IsMetaKey(binding.name.text)) return false;
  const auto* path = std::get_if<ast::Path>(&scope_.ast(binding.value).node);
  return path != nullptr && path->segments.size() == 1 && !path->segments[0].quoted &&
         FindNamed<program::Level>(path->segments[0].name).has_value();
}

void RuleBindings::ReportUnused() {
  for (const std::string& name : binding_order_)
    if (const Bound& bound = bindings_[name];
        !bound.used && name[0] != '_' && !bound.ast->unused_is_told)
      ReportUnused(bound);
}

// Removing an aggregate that nothing reads can still change when the rule fires.
void RuleBindings::ReportUnused(const Bound& bound) {
  const ast::Name& name = bound.ast->name;
  auto diagnostic = cx_.sink.Emit(codes::UnusedBinding, name.span, name.text);
  if (!bound.feeds) {
    diagnostic.Help(syntax::IsMetaKey(name.text)
                        ? fmt::format("metadata belongs in `meta {{ {} = … }}`", name.text)
                        : "use it in the condition or the alert, or remove it");
    return;
  }
  diagnostic.Help(fmt::format(
      "use it in the condition or the alert, or remove it; its events still feed the rule: the "
      "condition is evaluated on each of them, and they count among the events of the alert. If "
      "only "
      "that is intended, name it `_{}`",
      name.text));
}

Bound* RuleBindings::Find(const std::string& name) {
  const auto found = bindings_.find(name);
  return found == bindings_.end() ? nullptr : &found->second;
}

Bound* RuleBindings::Resolved(const std::string& name, Span span) {
  Bound* bound = Find(name);
  if (bound != nullptr) Resolve(name, *bound, span);
  return bound;
}

void RuleBindings::Resolve(const std::string& name, Bound& bound, Span span) {
  if (bound.state == Bound::kDone) return;
  if (bound.state == Bound::kInProgress) {
    cx_.sink.Emit(codes::CyclicName, span, name).Note(bound.ast->name.span, "it is bound here");
    return;
  }
  bound.state = Bound::kInProgress;
  const ast::Expr& value = scope_.ast(bound.ast->value);
  const auto* call = std::get_if<ast::Call>(&value.node);
  if (call == nullptr || !DeclareState(scope_, *this, bound, *call, value.span))
    bound.value = RuleExprs(scope_, *this).Checker().Check(bound.ast->value);
  if (const auto* path = std::get_if<ast::Path>(&value.node))
    ReportBareAggregate(*path, value.span);
  bound.state = Bound::kDone;
}

// n = count: on a source without a schema this is a field, but probably not intended as one.
void RuleBindings::ReportBareAggregate(const ast::Path& path, Span span) {
  const ast::PathSegment& name = path.segments.front();
  const bool bare = path.segments.size() == 1 && !name.quoted && !Find(name.name);
  if (!bare || !stdlib::IsAggregateName(name.name)) return;
  const std::string_view key = name.name;
  if (scope_.schema->Lookup({&key, 1}).kind != stdlib::LookupKind::kBelowAny) return;
  cx_.sink.Emit(codes::AggregateAsField, span, name.name)
      .Help(fmt::format("write `{0}(…)`, or the field's name in backquotes", name.name));
}

std::optional<Typed> RuleBindings::Binding(const std::string& name,
                                           const std::vector<ast::PathSegment>& members,
                                           size_t& taken, Span span) {
  Bound* bound = Find(name);
  if (bound == nullptr) {
    const RuleInput* input = members.empty() ? inputs_.Find(name) : nullptr;
    if (input == nullptr) return std::nullopt;
    return Typed{inputs_.Matches(*input, span), stdlib::kBool};
  }
  if (!members.empty() && IsStep(scope_.written, name)) {
    bound->used = true;
    cx_.sink.Emit(codes::StepValueNotYet, span, name)
        .Help("group by what the steps have in common: `group by userIdentity.arn`");
    taken = members.size();
    return Typed{};
  }
  Resolve(name, *bound, span);
  bound->used = true;
  if (bound->baseline) return BaselineMember(scope_, *bound, members, taken, span);
  return bound->value;
}

std::optional<Typed> RuleBindings::Param(const std::string& name, Span span) {
  const auto found = params_.find(name);
  if (found == params_.end()) return std::nullopt;
  if (!found->second) return Typed{};
  const ir::Type type = cx_.out.params[*found->second].type;
  return Typed{cx_.out.Add(ir::ParamRef{*found->second}, type, span), type};
}

std::vector<ir::ExprId> RuleBindings::Selections(const std::string& pattern) {
  std::vector<ir::ExprId> found;
  for (const RuleInput& input : inputs_.all())
    if (pattern == "them" || FitsNamePattern(input.name, pattern))
      found.push_back(inputs_.Matches(input, scope_.written.on.front().span));
  const bool them = pattern == "them" && Find(pattern) == nullptr;
  for (const std::string& name : binding_order_) {
    const bool hidden = name[0] == '_' && pattern[0] != '_';
    if (them ? hidden : (!FitsNamePattern(name, pattern) || (hidden && name != pattern))) continue;
    Bound& bound = bindings_[name];
    if (bound.state == Bound::kInProgress) continue;
    Resolve(name, bound, bound.ast->name.span);
    bound.used = true;
    const bool condition = !bound.baseline && !bound.aggregate && bound.value.type == stdlib::kBool;
    const bool value = bound.value.valid() || bound.baseline;  // otherwise an error was reported
    if (value && !condition && them) continue;
    if (value && !condition) {
      // Skipping it would silently drop a filter.
      const std::string what = bound.baseline ? "a baseline" : Describe(bound.value.type);
      cx_.sink.Emit(codes::NotACondition, bound.ast->span, name, what)
          .Help(
              "the pattern names it: make it a condition, or give it a name the pattern does not "
              "fit");
      found.push_back({});
      continue;
    }
    found.push_back(ExprMaker(cx_).ToPredicate(bound.value, bound.ast->span));
  }
  return found;
}

std::vector<std::string> RuleBindings::Names() const {
  std::vector<std::string> names = binding_order_;
  for (const auto& [name, index] : params_) names.push_back(name);
  for (const RuleInput& input : inputs_.all()) names.push_back(input.name);
  return names;
}

}  // namespace sigrun::sema
