#include "compiler/sema/rule/rule_scope.h"

#include <algorithm>
#include <vector>

#include "compiler/diag/codes/state.h"

namespace sigrun::sema {

ir::Stateful& RuleScope::state() {
  if (!made.stateful) made.stateful.emplace();
  return *made.stateful;
}

Typed RuleScope::AddCell(program::CellKind kind, uint32_t index, ir::Type type, Span span) {
  std::vector<program::Cell>& cells = state().cells;
  const auto same = [&](const program::Cell& cell) {
    return cell.kind == kind && cell.index == index;
  };
  auto found = std::find_if(cells.begin(), cells.end(), same);
  if (found == cells.end()) found = cells.insert(cells.end(), {kind, index});
  return {cx.out.Add(ir::CellRef{static_cast<uint32_t>(found - cells.begin())}, type, span), type};
}

bool RuleScope::Fits(size_t count, size_t most, std::string_view what, Span span) {
  if (count <= most) return true;
  if (too_many_.insert(what).second) cx.sink.Emit(codes::TooMuchState, span, most, what);
  return false;
}

}  // namespace sigrun::sema
