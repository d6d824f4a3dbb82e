#include "runtime/exec/interpreter.h"

#include <type_traits>

#include "runtime/exec/lift.h"
#include "runtime/exec/presence.h"
#include "stdlib/native/json.h"

namespace sigrun::exec {
namespace {

// Result: bool for a predicate, Value for a value.
template <class Result>
Result Run(const program::Unit& unit, Evaluation& evaluation) {
  using program::Op;
  const LoadedProgram& program = evaluation.program();
  const program::Instruction* const code = program.program().code.data() + unit.begin;
  Arena& arena = evaluation.arena();
  Value* const r = evaluation.registers().Take(unit.registers);
  const program::Instruction* in = code;
  for (;;) {
    switch (in->op) {
      case Op::kLoadSlot:
        r[in->a] = evaluation.slot(in->b);
        ++in;
        continue;
      case Op::kLoadConst:
        r[in->a] = program.constant(in->b);
        ++in;
        continue;
      case Op::kLoadValue:
        r[in->a] = evaluation.SharedValue(in->b);
        ++in;
        continue;
      case Op::kLoadCapture:
        r[in->a] = evaluation.state().Capture(in->b);
        ++in;
        continue;
      case Op::kLoadCell:
        r[in->a] = evaluation.state().Cell(in->b);
        ++in;
        continue;
      case Op::kMove:
        r[in->a] = r[in->b];
        ++in;
        continue;
      case Op::kCall:
        r[in->a] = RunCall(evaluation.kernel(in->d), r + in->b, in->c, arena);
        ++in;
        continue;
      case Op::kMember:
        r[in->a] = stdlib::native::JsonMember(r[in->b], program.constant(in->c).text(), arena);
        ++in;
        continue;
      case Op::kTest: {
        const stdlib::Kernel& kernel = evaluation.kernel(in->b);
        const auto count = static_cast<uint32_t>(kernel.parameters.size());
        in = code + (RunTest(kernel, r + in->a, count, in->flag != 0, arena) ? in->c : in->d);
        continue;
      }
      case Op::kPresence:
        in = code + (HasPresence(r[in->a], static_cast<program::PresenceMode>(in->b), arena)
                         ? in->c
                         : in->d);
        continue;
      case Op::kAtom:
        in = code + (evaluation.Atom(in->b) ? in->c : in->d);
        continue;
      case Op::kMatch:
        in = code + (evaluation.Matches(in->b) ? in->c : in->d);
        continue;
      case Op::kJump:
        in = code + in->c;
        continue;
      case Op::kReturnBool:
        evaluation.registers().GiveBack(r);
        if constexpr (std::is_same_v<Result, bool>)
          return in->a != 0;
        else
          return {};  // the verifier prevents this
      case Op::kReturnValue:
        evaluation.registers().GiveBack(r);
        if constexpr (std::is_same_v<Result, Value>)
          return r[in->a];
        else
          return false;  // likewise
    }
  }
}

}  // namespace

bool RunPredicate(const program::Unit& unit, Evaluation& evaluation) {
  return Run<bool>(unit, evaluation);
}

Value RunValue(const program::Unit& unit, Evaluation& evaluation) {
  return Run<Value>(unit, evaluation);
}

}  // namespace sigrun::exec
