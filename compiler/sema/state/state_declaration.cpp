#include "compiler/sema/state/state_declaration.h"

#include <string>

#include "compiler/diag/codes/later.h"
#include "compiler/diag/codes/names.h"
#include "compiler/sema/context/overload.h"
#include "compiler/sema/rule/rule_exprs.h"
#include "compiler/sema/state/aggregate_checker.h"
#include "compiler/sema/state/baseline_checker.h"
#include "compiler/sema/state/first_seen_checker.h"
#include "stdlib/aggregate.h"

namespace sigrun::sema {

bool DeclareState(RuleScope& scope, BoundNames& names, Bound& bound, const ast::Call& call,
                  Span span) {
  const RuleExprs exprs(scope, names);
  const std::string& name = call.name.text;
  // min(a, b) of values is a function; min(x) and min(x where …) are aggregates.
  const bool function =
      !FunctionsNamed(name).empty() && call.arguments.size() > 1 && !call.where.valid();
  if (name == "baseline") {
    DeclareBaseline(scope, names, bound, call, span);
  } else if (name == "first_seen") {
    DeclareFirstSeen(scope, exprs, bound, call, span);
  } else if (name == "previous") {
    scope.cx.sink.Emit(codes::AggregateNotYet, span, name);
  } else if (stdlib::IsAggregateName(name) && !function) {
    AggregateChecker(scope, exprs).Declare(bound, call, span);
  } else {
    return false;
  }
  if (!call.members.empty() && !bound.baseline)
    scope.cx.sink.Emit(codes::NoMembers, span, call.members[0].name, "state");
  return true;
}

}  // namespace sigrun::sema
