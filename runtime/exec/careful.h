// The slow evaluation for units in which a limit was reached.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/exec/evaluation.h"

namespace sigrun::exec {

// Runs a unit so that undecided values stay undecided: a value computed from one is undecided, and
// a test of one follows both branches. A shared value chosen by such a test may be any of its
// possible values, as if its code were inlined: sharing makes no difference. Gives up soon if there
// are many branches.
class Careful {
 public:
  explicit Careful(Evaluation& evaluation) : evaluation_(evaluation) {}

  Truth Ask(const program::Unit& unit);
  Truth Ask(const LoadedProgram::LoadedAtom& atom);
  Value Evaluate(const program::Unit& unit);

 private:
  using Registers = std::vector<Value>;
  // The results of all branches.
  struct Outcomes {
    bool yes = false, no = false, given_up = false;
    std::vector<Value> values;
  };
  static constexpr uint32_t kMostForks = 256;

  Outcomes Go(const program::Unit& unit);
  void Run(const program::Instruction* code, const program::Instruction* in, Registers r,
           Outcomes& outcomes);
  bool MayFork(Outcomes& outcomes);
  Value Load(const program::Instruction& in);
  Value Call(const program::Instruction& in, const Registers& r);
  Value Member(const program::Instruction& in, const Registers& r);
  Truth Question(const program::Instruction& in, const Registers& r);
  Truth Presence(const Value& value, program::PresenceMode mode);
  Truth Test(const stdlib::Kernel& kernel, const Value* arguments, bool all_elements);
  bool Refused(uint32_t before) const { return evaluation_.arena().refusals() != before; }

  Evaluation& evaluation_;
  uint32_t forks_ = 0;
};

}  // namespace sigrun::exec
