// The VM's slow way, for units in which something met a limit. Private to the VM.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/exec/vm.h"

namespace sigrun::exec {

// Tells whether something met a limit while it lives: an atom, a value or a rule that is undecided
// was asked, or the arena refused something. What an outer one has seen stays with it.
class Vm::Watch {
 public:
  explicit Watch(Vm& vm) : vm_(vm), before_(vm.met_undecided_), refusals_(vm.arena_.refusals()) {
    vm.met_undecided_ = false;
  }
  ~Watch() { vm_.met_undecided_ = before_; }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  bool met_limit() const { return vm_.met_undecided_ || vm_.arena_.refusals() != refusals_; }

 private:
  Vm& vm_;
  const bool before_;
  const uint32_t refusals_;
};

// Runs a unit so that what is undecided stays so: a value made of it is undecided, and at a
// question about it both ways are gone. A shared value that was chosen by such a question may be
// any of the values it chose from, as if its code stood where it is used: what is shared makes no
// difference. Soon given up where there are many ways.
class Vm::Careful {
 public:
  explicit Careful(Vm& vm) : vm_(vm) {}

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
  bool Refused(uint32_t before) const { return vm_.arena_.refusals() != before; }

  Vm& vm_;
  uint32_t forks_ = 0;
};

}  // namespace sigrun::exec
