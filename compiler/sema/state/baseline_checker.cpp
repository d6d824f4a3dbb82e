#include "compiler/sema/state/baseline_checker.h"

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "compiler/diag/codes/later.h"
#include "compiler/diag/codes/state.h"
#include "compiler/ir/ir.h"
#include "compiler/sema/rule/rule_exprs.h"
#include "compiler/sema/state/state_call.h"
#include "runtime/program/vocabulary/cell.h"
#include "stdlib/type.h"

namespace sigrun::sema {

void DeclareBaseline(RuleScope& scope, BoundNames& names, Bound& bound, const ast::Call& call,
                     Span span) {
  const RuleExprs exprs(scope, names);
  const StateCall parts(scope, exprs, call, span);
  parts.CheckOptions({"history", "every", "across"});
  if (const ast::CallOption* across = parts.Option("across")) {
    scope.cx.sink.Emit(codes::AcrossNotYet, across->name.span);
    return;
  }
  const auto* path = call.arguments.size() == 1
                         ? std::get_if<ast::Path>(&scope.ast(call.arguments[0]).node)
                         : nullptr;
  Bound* of =
      path && path->segments.size() == 1 ? names.Resolved(path->segments[0].name, span) : nullptr;
  if (of == nullptr || !of->aggregate) {
    if (of == nullptr || of->value.valid())
      scope.cx.sink.Emit(codes::BaselineOfAggregate, span)
          .Help("`n = count(where p)` and then `usual = baseline(n; history 14d, every 1h)`");
    return;
  }
  of->used = true;
  ir::Baseline baseline{bound.ast->name.text, *of->aggregate, parts.DurationOption("history"),
                        parts.DurationOption("every")};
  if (!baseline.history.valid() || !baseline.every.valid()) return;
  bound.baseline = static_cast<uint32_t>(scope.state().baselines.size());
  scope.state().baselines.push_back(baseline);
}

Typed BaselineMember(RuleScope& scope, const Bound& bound,
                     const std::vector<ast::PathSegment>& members, size_t& taken, Span span) {
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
    return scope.AddCell(kind, *bound.baseline,
                         kind == CellKind::kBaselineN ? stdlib::kInt : stdlib::kFloat, span);
  }
  scope.cx.sink.Emit(codes::BaselineMember, span, bound.ast->name.text)
      .Help(fmt::format("write `{}.median`, or .n, .mean, .stddev, .mad", bound.ast->name.text));
  taken = members.size();
  return {};
}

}  // namespace sigrun::sema
