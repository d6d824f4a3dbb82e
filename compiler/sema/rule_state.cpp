// State: groups, windows, aggregates, baselines, first-seen sets.
#include <algorithm>

#include "base/duration.h"
#include "base/suggest.h"
#include "compiler/diag/codes/later.h"
#include "compiler/diag/codes/names.h"
#include "compiler/diag/codes/rules.h"
#include "compiler/diag/codes/state.h"
#include "compiler/diag/codes/types.h"
#include "compiler/sema/context/overload.h"
#include "compiler/sema/rule_checker.h"
#include "runtime/program/vocabulary/limits.h"
#include "stdlib/aggregate.h"

namespace sigrun::sema {
namespace {

std::string PatternText(size_t least, size_t most) {
  if (least == most) return fmt::format("{}", least);
  return most == SIZE_MAX ? fmt::format("at least {}", least)
                          : fmt::format("{} to {}", least, most);
}

}  // namespace

void RuleChecker::CheckGroup() {
  if (ast_.group_by.empty()) return;
  if (ast_.group_by.size() > 1)
    cx_.sink.Emit(codes::RepeatedClause, ast_.group_by_spans[1], "group by")
        .Note(ast_.group_by_spans[0], "the first one is here");
  state().group = CheckNamed(ast_.group_by.front(), program::kMaxGroup, "values in `group by`");
  for (const ir::Named& named : state().group) RequireEventOnly(named.value);
  state().group_if_present = ast_.group_if_present;
}

void RuleChecker::CheckWindow() {
  if (!ast_.sequences.empty()) return CheckSequenceWindow();
  if (ast_.windows.empty()) return;
  if (ast_.windows.size() > 1)
    cx_.sink.Emit(codes::RepeatedClause, ast_.windows[1].span, "window")
        .Note(ast_.windows[0].span, "the first one is here");
  const ast::Window& window = ast_.windows.front();
  if (window.kind == ast::WindowKind::kSession) {
    cx_.sink.Emit(codes::SessionWindowNotYet, window.span)
        .Help("a sliding window as long as the gap is similar");
    return;
  }
  const auto kind = window.kind == ast::WindowKind::kSliding ? program::WindowKind::kSliding
                                                             : program::WindowKind::kTumbling;
  const ir::ExprId length = ExprChecker(cx_, module_, *schema_, this).CheckDuration(window.length);
  state().window = ir::Window{kind, length};
}

bool RuleChecker::DeclareState(Bound& bound, const ast::Call& call, Span span) {
  const std::string& name = call.name.text;
  // min(a, b) of values is a function; min(x) and min(x where …) are aggregates.
  const bool function =
      !FunctionsNamed(name).empty() && call.arguments.size() > 1 && !call.where.valid();
  if (name == "baseline") {
    DeclareBaseline(bound, call, span);
  } else if (name == "first_seen") {
    DeclareFirstSeen(bound, call, span);
  } else if (name == "previous") {
    cx_.sink.Emit(codes::AggregateNotYet, span, name);
  } else if (stdlib::IsAggregateName(name) && !function) {
    DeclareAggregate(bound, call, span);
  } else {
    return false;
  }
  if (!call.members.empty() && !bound.baseline)
    cx_.sink.Emit(codes::NoMembers, span, call.members[0].name, "state");
  return true;
}

void RuleChecker::DeclareAggregate(Bound& bound, const ast::Call& call, Span span) {
  const auto kind = stdlib::FindAggregate(call.name.text);
  if (!kind) {
    cx_.sink.Emit(codes::AggregateNotYet, span, call.name.text);
    return;
  }
  const stdlib::AggregateInfo& info = stdlib::Info(*kind);
  CheckOptions(call, {});
  const size_t least = info.least_arguments(), most = info.most_arguments();
  if (call.arguments.size() < least || call.arguments.size() > most) {
    auto diagnostic = cx_.sink.Emit(codes::WrongArgumentCount, span, call.name.text,
                                    PatternText(least, most), call.arguments.size());
    if (most == 0 && !call.arguments.empty()) {
      const ast::Expr& first = Ast(call.arguments.front());
      const std::string value(cx_.sources.Text(first.span));
      if (!std::holds_alternative<ast::Path>(first.node))
        diagnostic.Help(fmt::format("write `{}(where {})`", call.name.text, value));
      else
        diagnostic.Help(fmt::format(
            "`{0}()` takes no field; count different values with "
            "`distinct({1})`, and events that have the field with `{0}(where exists {1})`",
            call.name.text, value));
    } else {
      diagnostic.Help(fmt::format("name the field: `{}(field)`", call.name.text));
    }
    return;
  }
  ir::Aggregate aggregate{bound.ast->name.text, *kind,        CheckWhere(call, span),
                          CheckArguments(call), stdlib::kAny, {}};
  if (!aggregate.where.valid() || aggregate.arguments.size() != call.arguments.size()) return;
  if (info.has_percent()) {
    aggregate.percent = aggregate.arguments.back();
    aggregate.arguments.pop_back();
    if (!RequirePercent(aggregate.percent)) return;
  }
  const ir::Type argument =
      aggregate.arguments.empty() ? stdlib::kInt : cx_.out.exprs[aggregate.arguments[0]].type;
  if (info.needs_number() && !argument.IsNumber() && argument != stdlib::kAny) {
    cx_.sink.Emit(codes::AggregateNeedsNumber, span, call.name.text, Describe(argument))
        .Help("`distinct` and `count` take any value; number(…) reads text as a number");
    return;
  }
  if (!Fits(state().aggregates.size() + 1, program::kMaxAggregates, "aggregates in one rule", span))
    return;
  if (info.needs_number() && argument == stdlib::kAny) {
    // A number that the log writes as text counts as a number here too.
    const auto number = ChooseFunction("number", {stdlib::kAny});
    SIGRUN_CHECK(number);
    aggregate.arguments[0] =
        cx_.out.Add(ir::Call{*number, {aggregate.arguments[0]}}, stdlib::kFloat, span);
  }
  aggregate.type = info.ResultType(argument);
  bound.feeds = true;
  bound.aggregate = static_cast<uint32_t>(state().aggregates.size());
  state().aggregates.push_back(aggregate);
  bound.value = AddCell(program::CellKind::kAggregate, *bound.aggregate, aggregate.type, span);
}

bool RuleChecker::RequirePercent(ir::ExprId expr) {
  const ir::Node& node = cx_.out.exprs[expr].node;
  const auto* param = std::get_if<ir::ParamRef>(&node);
  const auto* constant = std::get_if<ir::Const>(&node);
  std::optional<double> percent;
  if (param != nullptr || constant != nullptr) {
    const program::Constant& value = param ? cx_.out.params[param->param].value : constant->value;
    if (const auto* integer = std::get_if<int64_t>(&value)) percent = static_cast<double>(*integer);
    if (const auto* real = std::get_if<double>(&value)) percent = *real;
  }
  if (percent && *percent >= 0 && *percent <= 100) return true;
  cx_.sink.Emit(codes::PercentOutOfRange, cx_.out.exprs[expr].span)
      .Help("`percentile(bytes, 95 where read)`; 50 is the median");
  return false;
}

void RuleChecker::DeclareBaseline(Bound& bound, const ast::Call& call, Span span) {
  CheckOptions(call, {"history", "every", "across"});
  if (const ast::CallOption* across = Option(call, "across")) {
    cx_.sink.Emit(codes::AcrossNotYet, across->name.span);
    return;
  }
  const auto* path =
      call.arguments.size() == 1 ? std::get_if<ast::Path>(&Ast(call.arguments[0]).node) : nullptr;
  Bound* of = path && path->segments.size() == 1 ? Find(path->segments[0].name) : nullptr;
  if (of != nullptr) Resolve(path->segments[0].name, *of, span);
  if (of == nullptr || !of->aggregate) {
    if (of == nullptr || of->value.valid())
      cx_.sink.Emit(codes::BaselineOfAggregate, span)
          .Help("`n = count(where p)` and then `usual = baseline(n; history 14d, every 1h)`");
    return;
  }
  of->used = true;
  ir::Baseline baseline{bound.ast->name.text, *of->aggregate, DurationOption(call, "history", span),
                        DurationOption(call, "every", span)};
  if (!baseline.history.valid() || !baseline.every.valid()) return;
  bound.baseline = static_cast<uint32_t>(state().baselines.size());
  state().baselines.push_back(baseline);
}

void RuleChecker::DeclareFirstSeen(Bound& bound, const ast::Call& call, Span span) {
  CheckOptions(call, {"history", "learn"});
  if (call.arguments.empty()) {
    cx_.sink.Emit(codes::WrongArgumentCount, span, "first_seen", "at least one", 0);
    return;
  }
  ir::FirstSeen seen{bound.ast->name.text,
                     CheckWhere(call, span),
                     CheckArguments(call),
                     DurationOption(call, "history", span),
                     {}};
  if (Option(call, "learn") != nullptr) {
    seen.learn = DurationOption(call, "learn", span);
    if (!seen.learn.valid()) return;
  } else {
    seen.learn = cx_.out.Add(ir::Const{Duration{0}}, stdlib::kDuration, span);
  }
  if (!seen.where.valid() || !seen.history.valid() ||
      seen.arguments.size() != call.arguments.size())
    return;
  if (!Fits(state().first_seen.size() + 1, program::kMaxFirstSeen, "`first_seen` in one rule",
            span) ||
      !Fits(seen.arguments.size(), program::kMaxArguments, "values in `first_seen`", span))
    return;
  const auto length = [&](ir::ExprId id) {
    const auto* constant = std::get_if<ir::Const>(&cx_.out.exprs[id].node);
    return constant == nullptr ? std::nullopt : std::optional(std::get<Duration>(constant->value));
  };
  if (const auto history = length(seen.history), learn = length(seen.learn);
      history && learn && learn->micros > history->micros)
    cx_.sink.Emit(codes::LearnsTooLong, cx_.out.exprs[seen.learn].span)
        .Note(cx_.out.exprs[seen.history].span, "older values are forgotten")
        .Help("make `history` longer, or `learn` shorter");
  const auto index = static_cast<uint32_t>(state().first_seen.size());
  state().first_seen.push_back(std::move(seen));
  bound.feeds = true;
  bound.value = AddCell(program::CellKind::kFirstSeen, index, stdlib::kBool, span);
}

Typed RuleChecker::BaselineMember(const Bound& bound, const std::vector<ast::PathSegment>& members,
                                  size_t& taken, Span span) {
  using program::CellKind;
  static constexpr std::pair<std::string_view, CellKind> kMembers[] = {
      {"n", CellKind::kBaselineN},           {"mean", CellKind::kBaselineMean},
      {"stddev", CellKind::kBaselineStddev}, {"median", CellKind::kBaselineMedian},
      {"mad", CellKind::kBaselineMad},
  };
  const std::string name = members.empty() ? "" : members[0].name;
  for (const auto& [member, kind] : kMembers) {
    if (member != name) continue;
    taken = 1;
    return AddCell(kind, *bound.baseline,
                   kind == CellKind::kBaselineN ? stdlib::kInt : stdlib::kFloat, span);
  }
  cx_.sink.Emit(codes::BaselineMember, span, bound.ast->name.text)
      .Help(fmt::format("write `{}.median`, or .n, .mean, .stddev, .mad", bound.ast->name.text));
  taken = members.size();
  return {};
}

Typed RuleChecker::AddCell(program::CellKind kind, uint32_t index, ir::Type type, Span span) {
  std::vector<program::Cell>& cells = state().cells;
  const auto same = [&](const program::Cell& cell) {
    return cell.kind == kind && cell.index == index;
  };
  auto found = std::find_if(cells.begin(), cells.end(), same);
  if (found == cells.end()) found = cells.insert(cells.end(), {kind, index});
  return {cx_.out.Add(ir::CellRef{static_cast<uint32_t>(found - cells.begin())}, type, span), type};
}

ir::ExprId RuleChecker::CheckWhere(const ast::Call& call, Span span) {
  if (!call.where.valid()) return cx_.out.Add(ir::Truth{true}, stdlib::kBool, span);
  const ir::ExprId where = ExprChecker(cx_, module_, *schema_, this).CheckPredicate(call.where);
  return RequireStateless(where) ? where : ir::ExprId{};
}

bool RuleChecker::RequireStateless(ir::ExprId expr) {
  if (!expr.valid() || !cx_.out.exprs[expr].reads_cells) return true;
  cx_.sink.Emit(codes::StateFeedsState, cx_.out.exprs[expr].span)
      .Help("the input of state is evaluated on each event alone; compare state in the condition");
  return false;
}

// For values: they must be known before it is known whether stateful rules fired.
bool RuleChecker::RequireEventOnly(ir::ExprId expr) {
  if (!RequireStateless(expr)) return false;
  if (!expr.valid() || !cx_.out.exprs[expr].stateful) return true;
  cx_.sink.Emit(codes::StateFeedsState, cx_.out.exprs[expr].span)
      .Help(
          "a stateful rule that this one depends on can be used in `where`, the condition "
          "and the alert");
  return false;
}

bool RuleChecker::Fits(size_t count, size_t most, std::string_view what, Span span) {
  if (count <= most) return true;
  // Reported once for each kind.
  if (too_many_.insert(what).second) cx_.sink.Emit(codes::TooMuchState, span, most, what);
  return false;
}

std::vector<ir::ExprId> RuleChecker::CheckArguments(const ast::Call& call) {
  std::vector<ir::ExprId> arguments;
  for (const ast::ExprId argument : call.arguments) {
    const Typed value = ExprChecker(cx_, module_, *schema_, this).CheckValue(argument);
    if (value.valid() && RequireEventOnly(value.id)) arguments.push_back(value.id);
  }
  return arguments;
}

const ast::CallOption* RuleChecker::Option(const ast::Call& call, std::string_view name) {
  for (const ast::CallOption& option : call.options)
    if (option.name.text == name) return &option;
  return nullptr;
}

ir::ExprId RuleChecker::DurationOption(const ast::Call& call, std::string_view name, Span span) {
  const ast::CallOption* option = Option(call, name);
  if (option == nullptr || option->values.size() != 1) {
    cx_.sink.Emit(codes::MissingOption, span, call.name.text, name)
        .Help(fmt::format("write `{}(…; {} 14d)`", call.name.text, name));
    return {};
  }
  return ExprChecker(cx_, module_, *schema_, this).CheckDuration(option->values[0]);
}

void RuleChecker::CheckOptions(const ast::Call& call, const std::vector<std::string_view>& known) {
  for (const ast::CallOption& option : call.options) {
    if (std::find(known.begin(), known.end(), option.name.text) != known.end()) continue;
    const std::string_view near =
        Suggest(option.name.text, std::span<const std::string_view>(known));
    auto diagnostic =
        cx_.sink.Emit(codes::UnknownOption, option.name.span, call.name.text, option.name.text);
    if (!near.empty()) diagnostic.Help(fmt::format("did you mean `{}`?", near));
  }
}

// The limits of the verifier, reported in the source.
std::optional<Duration> RuleChecker::RequireDuration(ir::ExprId expr, bool zero_allowed) {
  const ir::Node& node = cx_.out.exprs[expr].node;
  const auto* param = std::get_if<ir::ParamRef>(&node);
  const program::Constant& value =
      param ? cx_.out.params[param->param].value : std::get<ir::Const>(node).value;
  const Duration duration = std::get<Duration>(value);
  const bool fits = (duration.micros > 0 || (zero_allowed && duration.micros == 0)) &&
                    duration.micros <= program::kMaxHistory.micros;
  if (fits) return duration;
  cx_.sink.Emit(codes::DurationOutOfRange, cx_.out.exprs[expr].span, FormatDuration(duration),
                zero_allowed ? "at least 0s" : "longer than 0s",
                FormatDuration(program::kMaxHistory));
  return std::nullopt;
}

void RuleChecker::CheckStateDurations() {
  if (rule_.alert.suppress) RequireDuration(rule_.alert.suppress->duration, false);
  if (!rule_.stateful) return;
  if (rule_.stateful->window) RequireDuration(rule_.stateful->window->length, false);
  for (const ir::FirstSeen& seen : rule_.stateful->first_seen) {
    RequireDuration(seen.history, false);
    RequireDuration(seen.learn, true);
  }
  for (const ir::Baseline& baseline : rule_.stateful->baselines) {
    const auto history = RequireDuration(baseline.history, false);
    const auto every = RequireDuration(baseline.every, false);
    if (!history || !every) continue;
    const int64_t bins = history->micros / every->micros;
    if (bins < 1 || bins > program::kMaxBaselineBins)
      cx_.sink
          .Emit(codes::BaselineBins, cx_.out.exprs[baseline.history].span, bins,
                program::kMaxBaselineBins)
          .Help("`history 14d, every 1h` makes 336 bins");
  }
}

void RuleChecker::CheckStateIsComplete() {
  CheckStateDurations();
  if (!rule_.stateful) return;
  const ir::Stateful& state = *rule_.stateful;
  if (!state.aggregates.empty() && !state.window && ast_.windows.empty())
    cx_.sink.Emit(codes::MissingWindow, ast_.name.span, ast_.name.text)
        .Help("add the window to count over: `window sliding 10m`");
  const bool nothing = state.aggregates.empty() && state.first_seen.empty() && !state.sequence;
  if (nothing && !ast_.group_by.empty())
    cx_.sink.Emit(codes::GroupWithoutState, ast_.group_by_spans.front(), "group by")
        .Help("name an aggregate, such as `n = count(where selection)`, or remove the line");
  if (state.aggregates.empty() && !ast_.windows.empty())
    cx_.sink.Emit(codes::GroupWithoutState, ast_.windows.front().span, "window")
        .Help("name an aggregate, such as `n = count(where selection)`, or remove the line");
}

}  // namespace sigrun::sema
