// The slow evaluation for units in which a limit was reached. Private to the VM.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/exec/vm.h"

namespace sigrun::exec {

// Detects whether a limit is reached while it lives: an undecided atom, value or rule was asked, or
// the arena refused memory. What an outer Watch has seen stays with it.
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

// Runs a unit so that undecided values stay undecided: a value computed from one is undecided, and
// a test of one follows both branches. A shared value chosen by such a test may be any of its
// possible values, as if its code were inlined: sharing makes no difference. Gives up soon if there
// are many branches.
class Vm::Careful {
 public:
  explicit Careful(Vm& vm) : vm_(vm) {}

  Truth Ask(const program::Unit& unit);
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
  Truth Test(const program::Instruction& in, const Registers& r);
  bool Refused(uint32_t before) const { return vm_.arena_.refusals() != before; }

  Vm& vm_;
  uint32_t forks_ = 0;
};

}  // namespace sigrun::exec
