#include "compiler/sema/state/aggregate_checker.h"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "base/check.h"
#include "compiler/diag/codes/later.h"
#include "compiler/diag/codes/state.h"
#include "compiler/diag/codes/types.h"
#include "compiler/sema/context/overload.h"
#include "compiler/sema/state/state_call.h"
#include "runtime/program/vocabulary/cell.h"
#include "runtime/program/vocabulary/constant.h"
#include "runtime/program/vocabulary/limits.h"
#include "stdlib/type.h"

namespace sigrun::sema {
namespace {

std::string PatternText(size_t least, size_t most) {
  if (least == most) return fmt::format("{}", least);
  return most == SIZE_MAX ? fmt::format("at least {}", least)
                          : fmt::format("{} to {}", least, most);
}

}  // namespace

void AggregateChecker::Declare(Bound& bound, const ast::Call& call, Span span) {
  const auto kind = stdlib::FindAggregate(call.name.text);
  if (!kind) {
    cx_.sink.Emit(codes::AggregateNotYet, span, call.name.text);
    return;
  }
  const stdlib::AggregateInfo& info = stdlib::Info(*kind);
  const StateCall parts(scope_, exprs_, call, span);
  parts.CheckOptions({});
  if (!CheckArgumentCount(info, call, span)) return;
  ir::Aggregate aggregate{bound.ast->name.text, *kind,        parts.Where(),
                          parts.Arguments(),    stdlib::kAny, {}};
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
  if (!scope_.Fits(scope_.state().aggregates.size() + 1, program::kMaxAggregates,
                   "aggregates in one rule", span))
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
  bound.aggregate = static_cast<uint32_t>(scope_.state().aggregates.size());
  scope_.state().aggregates.push_back(aggregate);
  bound.value =
      scope_.AddCell(program::CellKind::kAggregate, *bound.aggregate, aggregate.type, span);
}

// The advice depends on what the author probably meant.
bool AggregateChecker::CheckArgumentCount(const stdlib::AggregateInfo& info, const ast::Call& call,
                                          Span span) {
  const size_t least = info.least_arguments(), most = info.most_arguments();
  if (call.arguments.size() >= least && call.arguments.size() <= most) return true;
  auto diagnostic = cx_.sink.Emit(codes::WrongArgumentCount, span, call.name.text,
                                  PatternText(least, most), call.arguments.size());
  if (most > 0 || call.arguments.empty()) {
    diagnostic.Help(fmt::format("name the field: `{}(field)`", call.name.text));
    return false;
  }
  const ast::Expr& first = scope_.ast(call.arguments.front());
  const std::string value(cx_.sources.Text(first.span));
  if (!std::holds_alternative<ast::Path>(first.node))
    diagnostic.Help(fmt::format("write `{}(where {})`", call.name.text, value));
  else
    diagnostic.Help(
        fmt::format("`{0}()` takes no field; count different values with "
                    "`distinct({1})`, and events that have the field with `{0}(where exists {1})`",
                    call.name.text, value));
  return false;
}

bool AggregateChecker::RequirePercent(ir::ExprId expr) {
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

}  // namespace sigrun::sema
