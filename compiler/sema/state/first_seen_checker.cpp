#include "compiler/sema/state/first_seen_checker.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <variant>

#include "base/time/event_time.h"
#include "compiler/diag/codes/state.h"
#include "compiler/diag/codes/types.h"
#include "compiler/ir/ir.h"
#include "compiler/sema/state/state_call.h"
#include "runtime/program/vocabulary/cell.h"
#include "runtime/program/vocabulary/limits.h"
#include "stdlib/type.h"

namespace sigrun::sema {

void DeclareFirstSeen(RuleScope& scope, const RuleExprs& exprs, Bound& bound, const ast::Call& call,
                      Span span) {
  const StateCall parts(scope, exprs, call, span);
  parts.CheckOptions({"history", "learn"});
  if (call.arguments.empty()) {
    scope.cx.sink.Emit(codes::WrongArgumentCount, span, "first_seen", "at least one", 0);
    return;
  }
  ir::FirstSeen seen{
      bound.ast->name.text, parts.Where(), parts.Arguments(), parts.DurationOption("history"), {}};
  if (parts.Option("learn") != nullptr) {
    seen.learn = parts.DurationOption("learn");
    if (!seen.learn.valid()) return;
  } else {
    seen.learn = scope.cx.out.Add(ir::Const{Duration{0}}, stdlib::kDuration, span);
  }
  if (!seen.where.valid() || !seen.history.valid() ||
      seen.arguments.size() != call.arguments.size())
    return;
  if (!scope.Fits(scope.state().first_seen.size() + 1, program::kMaxFirstSeen,
                  "`first_seen` in one rule", span) ||
      !scope.Fits(seen.arguments.size(), program::kMaxArguments, "values in `first_seen`", span))
    return;
  const auto length = [&](ir::ExprId id) {
    const auto* constant = std::get_if<ir::Const>(&scope.cx.out.exprs[id].node);
    return constant == nullptr ? std::nullopt : std::optional(std::get<Duration>(constant->value));
  };
  if (const auto history = length(seen.history), learn = length(seen.learn);
      history && learn && learn->micros > history->micros)
    scope.cx.sink.Emit(codes::LearnsTooLong, scope.cx.out.exprs[seen.learn].span)
        .Note(scope.cx.out.exprs[seen.history].span, "older values are forgotten")
        .Help("make `history` longer, or `learn` shorter");
  const auto index = static_cast<uint32_t>(scope.state().first_seen.size());
  scope.state().first_seen.push_back(std::move(seen));
  bound.feeds = true;
  bound.value = scope.AddCell(program::CellKind::kFirstSeen, index, stdlib::kBool, span);
}

}  // namespace sigrun::sema
