// The slow way to run code in which something met a limit.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/exec/evaluation.h"

namespace sigrun::exec {

// Runs a unit so that what is undecided stays so: a value made of it is undecided, and at a
// question about it both ways are gone. A shared value that was chosen by such a question may be
// any of the values it chose from, as if its code stood where it is used: what is shared makes no
// difference. Soon given up where there are many ways.
class Careful {
 public:
  explicit Careful(Evaluation& evaluation) : evaluation_(evaluation) {}

  Truth Ask(const program::Unit& unit);
  Truth Ask(const LoadedProgram::LoadedAtom& atom);
  Value Evaluate(const program::Unit& unit);

 private:
  using Registers = std::vector<Value>;
  // What came out on all ways.
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
