#include "compiler/sema/rule_checker.h"

#include <algorithm>

#include "base/name_pattern.h"
#include "base/suggest.h"
#include "compiler/diag/codes/later.h"
#include "compiler/diag/codes/names.h"
#include "compiler/diag/codes/rules.h"
#include "compiler/diag/codes/state.h"
#include "compiler/diag/codes/syntax.h"
#include "compiler/diag/codes/types.h"
#include "compiler/sema/never.h"
#include "compiler/sema/rule_meta.h"
#include "compiler/sema/rule_novelty.h"
#include "compiler/syntax/foreign_words.h"
#include "stdlib/aggregate.h"

namespace sigrun::sema {
namespace {

std::string DottedName(const std::vector<ast::Name>& parts) {
  std::string name;
  for (const ast::Name& part : parts) name += (name.empty() ? "" : ".") + part.text;
  return name;
}

}  // namespace

RuleChecker::RuleChecker(Context& context, uint32_t module, const ast::Rule& rule,
                         std::vector<RuleInput> inputs)
    : cx_(context),
      module_(module),
      ast_(rule),
      inputs_(context, std::move(inputs)),
      schema_(&context.DefaultSource().schema) {}

std::optional<ir::Rule> RuleChecker::Check() {
  const size_t errors_before = cx_.error_count();
  rule_.span = ast_.name.span;
  rule_.info.name = ast_.name.text;
  const SourceFile& source = cx_.sources[ast_.name.span.source];
  rule_.info.file = source.path();
  rule_.info.line = source.Locate(ast_.name.span.begin).line;
  CheckMeta(cx_, module_, ast_, rule_.info);
  CheckOn();
  DeclareBindings();
  CheckParams();
  CheckGroup();
  CheckWindow();
  for (const std::string& name : binding_order_) Resolve(name, bindings_[name], ast_.name.span);
  CheckSequence();
  CheckCondition();
  CheckAlert();
  // Consequences of a reported error are not reported.
  if (cx_.error_count() == errors_before) CheckStateIsComplete();
  if (cx_.error_count() != errors_before) return std::nullopt;
  SIGRUN_CHECK(rule_.condition.valid());
  inputs_.Limit(rule_);
  ReportUnused();
  ReportUngroupedNovelty(cx_.out, rule_, ast_, cx_.sink);
  ReportNever(cx_.out, rule_, cx_.sink);
  return std::move(rule_);
}

void RuleChecker::CheckOn() {
  if (ast_.on.empty()) {
    cx_.sink.Emit(codes::MissingLogSource, ast_.name.span, ast_.name.text)
        .Help(fmt::format("add `on {}`, or `on {}` for any JSON log", schema_->name(),
                          stdlib::AnyLogSource().name()));
    return;
  }
  if (ast_.on.size() > 1)
    cx_.sink.Emit(codes::RepeatedClause, ast_.on[1].span, "on")
        .Note(ast_.on[0].span, "the first one is here");
  const ast::OnClause& on = ast_.on.front();
  if (!on.rules.empty()) {
    inputs_.Declare(on, rule_);
    schema_ = &cx_.out.SourceOf(rule_.source).schema;
    return;
  }
  const std::string name = DottedName(on.source);
  rule_.source = cx_.FindSource(name);
  if (!rule_.source.valid()) {
    std::vector<std::string_view> known;
    for (const stdlib::LogSource* source : cx_.out.log_sources) known.push_back(source->name());
    std::string_view near = Suggest(name, std::span<const std::string_view>(known));
    for (const std::string_view one : known)
      if (one.ends_with("." + name)) near = one;  // the last part alone
    cx_.sink.Emit(codes::UnknownLogSource, on.span, name)
        .Help(near.empty() ? fmt::format("the log sources are {}", fmt::join(known, ", "))
                           : fmt::format("did you mean `{}`?", near));
    return;
  }
  schema_ = &cx_.out.SourceOf(rule_.source).schema;
}

void RuleChecker::CheckParams() {
  std::map<std::string, Span> seen;
  for (const ast::Param& param : ast_.params) {
    const Bound* bound = Find(param.name.text);
    const auto [first, added] = seen.try_emplace(param.name.text, param.name.span);
    if (!added || bound != nullptr) {
      ReportDuplicateName(cx_.sink, param.name, added ? bound->ast->name.span : first->second,
                          added ? "a binding has the name" : "first declared here");
      continue;
    }
    // Without a value, it represents a reported error.
    inputs_.ReportTakenName(param.name);
    params_[param.name.text] = CheckParam(param);
  }
}

std::optional<uint32_t> RuleChecker::CheckParam(const ast::Param& param) {
  using stdlib::TypeKind;
  ir::Type type;
  const bool known = stdlib::ParseTypeName(param.type.name.text, type);
  if (!known || type.kind == TypeKind::kList || type.kind == TypeKind::kAny ||
      type.kind == TypeKind::kRegex || type.kind == TypeKind::kCidr) {
    cx_.sink.Emit(codes::UnknownType, param.type.name.span, param.type.name.text)
        .Help("parameters are of type bool, int, float, string, duration, bytes or timestamp");
    return std::nullopt;
  }
  const Typed value = ExprChecker(cx_, module_, *schema_, nullptr).CheckValue(param.value);
  if (!value.valid()) return std::nullopt;
  const auto* constant = std::get_if<ir::Const>(&cx_.out.exprs[value.id].node);
  const bool widened = type == stdlib::kFloat && value.type == stdlib::kInt;
  const bool fits = constant && (value.type == type || widened ||
                                 (type.IsText() && value.type == stdlib::kString) ||
                                 (type == stdlib::kBytes && value.type == stdlib::kInt));
  if (!fits) {
    cx_.sink.Emit(codes::ParamType, cx_.out.exprs[value.id].span, param.name.text,
                  stdlib::TypeName(type), Describe(value.type));
    return std::nullopt;
  }
  program::Constant stored = constant->value;
  if (widened) stored = static_cast<double>(std::get<int64_t>(stored));
  cx_.out.params.push_back({ast_.name.text, param.name.text, param.help, type, std::move(stored)});
  return static_cast<uint32_t>(cx_.out.params.size() - 1);
}

// `level = high` outside `meta`: a level is not a value.
bool RuleChecker::IsMetadata(const ast::Binding& binding) {
  if (!syntax::IsMetaKey(binding.name.text)) return false;
  const auto* path = std::get_if<ast::Path>(&Ast(binding.value).node);
  return path != nullptr && path->segments.size() == 1 && !path->segments[0].quoted &&
         FindNamed<program::Level>(path->segments[0].name).has_value();
}

void RuleChecker::DeclareBindings() {
  for (const ast::Binding& binding : ast_.bindings) {
    if (IsMetadata(binding)) {
      cx_.sink
          .Emit(codes::Misplaced, binding.name.span,
                fmt::format("`{}` is metadata", binding.name.text))
          .Help(fmt::format("write `meta {{ {} }}`", cx_.sources.Text(binding.span)));
      continue;
    }
    const std::string_view key = binding.name.text;
    if (schema_->Declares({&key, 1})) {
      cx_.sink.Emit(codes::NameShadowsField, binding.name.span, binding.name.text, schema_->name())
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

void RuleChecker::CheckCondition() {
  if (ast_.conditions.empty()) {
    if (ast_.sequences.empty())
      cx_.sink.Emit(codes::MissingCondition, ast_.name.span, ast_.name.text)
          .Help("add the condition: `condition selection and not any of filter_*`");
    rule_.condition = complete_;
    return;
  }
  if (ast_.conditions.size() > 1)
    cx_.sink.Emit(codes::RepeatedClause, ast_.condition_spans[1], "condition")
        .Help("join the two with `and` or `or`")
        .Note(ast_.condition_spans[0], "the first one is here");
  rule_.condition =
      ExprChecker(cx_, module_, *schema_, this).CheckPredicate(ast_.conditions.front());
  if (complete_.valid() && rule_.condition.valid())
    rule_.condition = cx_.out.Add(ir::And{{complete_, rule_.condition}}, stdlib::kBool,
                                  cx_.out.exprs[rule_.condition].span);
}

void RuleChecker::ReportUnused() {
  for (const std::string& name : binding_order_)
    if (const Bound& bound = bindings_[name];
        !bound.used && name[0] != '_' && !bound.ast->unused_is_told)
      ReportUnused(bound);
}

// Removing an aggregate that nothing reads can still change when the rule fires.
void RuleChecker::ReportUnused(const Bound& bound) {
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

RuleChecker::Bound* RuleChecker::Find(const std::string& name) {
  const auto found = bindings_.find(name);
  return found == bindings_.end() ? nullptr : &found->second;
}

void RuleChecker::Resolve(const std::string& name, Bound& bound, Span span) {
  if (bound.state == Bound::kDone) return;
  if (bound.state == Bound::kInProgress) {
    cx_.sink.Emit(codes::CyclicName, span, name).Note(bound.ast->name.span, "it is bound here");
    return;
  }
  bound.state = Bound::kInProgress;
  ExprChecker checker(cx_, module_, *schema_, this);
  const ast::Expr& value = Ast(bound.ast->value);
  const auto* call = std::get_if<ast::Call>(&value.node);
  if (call == nullptr || !DeclareState(bound, *call, value.span))
    bound.value = checker.Check(bound.ast->value);
  if (const auto* path = std::get_if<ast::Path>(&value.node))
    ReportBareAggregate(*path, value.span);
  bound.state = Bound::kDone;
}

// n = count: on a source without a schema this is a field, but probably not intended as one.
void RuleChecker::ReportBareAggregate(const ast::Path& path, Span span) {
  const ast::PathSegment& name = path.segments.front();
  const bool bare = path.segments.size() == 1 && !name.quoted && !Find(name.name);
  if (!bare || !stdlib::IsAggregateName(name.name)) return;
  const std::string_view key = name.name;
  if (schema_->Lookup({&key, 1}).kind != stdlib::LookupKind::kBelowAny) return;
  cx_.sink.Emit(codes::AggregateAsField, span, name.name)
      .Help(fmt::format("write `{0}(…)`, or the field's name in backquotes", name.name));
}

std::optional<Typed> RuleChecker::Binding(const std::string& name,
                                          const std::vector<ast::PathSegment>& members,
                                          size_t& taken, Span span) {
  Bound* bound = Find(name);
  if (bound == nullptr) {
    const RuleInput* input = members.empty() ? inputs_.Find(name) : nullptr;
    if (input == nullptr) return std::nullopt;
    return Typed{inputs_.Matches(*input, span), stdlib::kBool};
  }
  if (!members.empty() && IsStep(name)) {
    bound->used = true;
    cx_.sink.Emit(codes::StepValueNotYet, span, name)
        .Help("group by what the steps have in common: `group by userIdentity.arn`");
    taken = members.size();
    return Typed{};
  }
  Resolve(name, *bound, span);
  bound->used = true;
  if (bound->baseline) return BaselineMember(*bound, members, taken, span);
  return bound->value;
}

std::optional<Typed> RuleChecker::Param(const std::string& name, Span span) {
  const auto found = params_.find(name);
  if (found == params_.end()) return std::nullopt;
  if (!found->second) return Typed{};
  const ir::Type type = cx_.out.params[*found->second].type;
  return Typed{cx_.out.Add(ir::ParamRef{*found->second}, type, span), type};
}

std::vector<ir::ExprId> RuleChecker::Selections(const std::string& pattern) {
  std::vector<ir::ExprId> found;
  for (const RuleInput& input : inputs_.all())
    if (pattern == "them" || FitsNamePattern(input.name, pattern))
      found.push_back(inputs_.Matches(input, ast_.on.front().span));
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

std::vector<std::string> RuleChecker::Names() const {
  std::vector<std::string> names = binding_order_;
  for (const auto& [name, index] : params_) names.push_back(name);
  for (const RuleInput& input : inputs_.all()) names.push_back(input.name);
  return names;
}

ir::Stateful& RuleChecker::state() {
  if (!rule_.stateful) rule_.stateful.emplace();
  return *rule_.stateful;
}

}  // namespace sigrun::sema
