#include "compiler/sema/state/state_checker.h"

#include "compiler/ast/ast.h"
#include "compiler/diag/codes/later.h"
#include "compiler/diag/codes/rules.h"
#include "compiler/diag/codes/state.h"
#include "compiler/ir/ir.h"
#include "compiler/sema/state/state_durations.h"
#include "runtime/program/vocabulary/limits.h"
#include "runtime/program/vocabulary/window_kind.h"

namespace sigrun::sema {

void StateChecker::CheckGroup() {
  if (scope_.written.group_by.empty()) return;
  if (scope_.written.group_by.size() > 1)
    cx_.sink.Emit(codes::RepeatedClause, scope_.written.group_by_spans[1], "group by")
        .Note(scope_.written.group_by_spans[0], "the first one is here");
  scope_.state().group = exprs_.CheckNamed(scope_.written.group_by.front(), program::kMaxGroup,
                                           "values in `group by`");
  for (const ir::Named& named : scope_.state().group) exprs_.RequireEventOnly(named.value);
  scope_.state().group_if_present = scope_.written.group_if_present;
}

void StateChecker::CheckWindow() {
  if (scope_.written.windows.empty()) return;
  if (scope_.written.windows.size() > 1)
    cx_.sink.Emit(codes::RepeatedClause, scope_.written.windows[1].span, "window")
        .Note(scope_.written.windows[0].span, "the first one is here");
  const ast::Window& window = scope_.written.windows.front();
  if (window.kind == ast::WindowKind::kSession) {
    cx_.sink.Emit(codes::SessionWindowNotYet, window.span)
        .Help("a sliding window as long as the gap is similar");
    return;
  }
  const auto kind = window.kind == ast::WindowKind::kSliding ? program::WindowKind::kSliding
                                                             : program::WindowKind::kTumbling;
  const ir::ExprId length = exprs_.Checker().CheckDuration(window.length);
  scope_.state().window = ir::Window{kind, length};
}

void StateChecker::CheckIsComplete() {
  CheckDurations(cx_, scope_.made);
  if (!scope_.made.stateful) return;
  const ir::Stateful& state = *scope_.made.stateful;
  if (!state.aggregates.empty() && !state.window && scope_.written.windows.empty())
    cx_.sink.Emit(codes::MissingWindow, scope_.written.name.span, scope_.written.name.text)
        .Help("add the window to count over: `window sliding 10m`");
  const bool nothing = state.aggregates.empty() && state.first_seen.empty() && !state.sequence;
  if (nothing && !scope_.written.group_by.empty())
    cx_.sink.Emit(codes::GroupWithoutState, scope_.written.group_by_spans.front(), "group by")
        .Help("name an aggregate, such as `n = count(where selection)`, or remove the line");
  if (state.aggregates.empty() && !scope_.written.windows.empty())
    cx_.sink.Emit(codes::GroupWithoutState, scope_.written.windows.front().span, "window")
        .Help("name an aggregate, such as `n = count(where selection)`, or remove the line");
}

}  // namespace sigrun::sema
