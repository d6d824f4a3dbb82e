// Runs the code of a unit, instruction by instruction, in an evaluation.
#pragma once

#include "base/value.h"
#include "runtime/exec/evaluation.h"

namespace sigrun::exec {

bool RunPredicate(const program::Unit& unit, Evaluation& evaluation);
Value RunValue(const program::Unit& unit, Evaluation& evaluation);

// RunPredicate for code that asks atoms and nothing else (program::IsLogic).
inline bool RunLogic(const program::Unit& unit, Evaluation& evaluation) {
  const program::Instruction* const code = evaluation.program().program().code.data() + unit.begin;
  const program::Instruction* in = code;
  while (in->op == program::Op::kAtom) in = code + (evaluation.Atom(in->b) ? in->c : in->d);
  return in->a != 0;
}

}  // namespace sigrun::exec
