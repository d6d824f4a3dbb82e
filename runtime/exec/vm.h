// Runs the units of a program. It never fails and never allocates beyond its arena's limit: the
// verifier has made sure of everything that could go wrong.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/arena.h"
#include "runtime/event/event.h"
#include "runtime/exec/loaded_program.h"

namespace sigrun::exec {

// What state code reads instead of an event.
class StateReader {
 public:
  virtual ~StateReader() = default;
  virtual Value Cell(uint32_t index) const = 0;
  virtual Value Capture(uint32_t index) const = 0;
  // Whether a rule with state fired on the event that feeds this one.
  virtual bool Fired(uint32_t rule) const = 0;
};

// Knows which rules match the event.
class RuleMatcher {
 public:
  virtual ~RuleMatcher() = default;
  virtual bool Matches(uint32_t rule) = 0;
};

// One thread's evaluator. Values it returns live until the next SetEvent or SetState.
class Vm {
 public:
  // `matcher` is asked by event code; it must outlive the VM.
  explicit Vm(const LoadedProgram& program, RuleMatcher* matcher = nullptr);

  void SetEvent(std::span<const Value> slots);
  // State code runs against `state` until the next SetEvent or SetState.
  void SetState(const StateReader* state);

  bool Predicate(const program::Unit& unit) { return Run<bool>(unit); }
  bool Holds(const LoadedProgram::Predicate& predicate) {
    if (predicate.atom) return Atom(*predicate.atom);
    return predicate.only_asks_atoms ? AskAtoms(predicate.unit) : Run<bool>(predicate.unit);
  }
  Value Evaluate(const program::Unit& unit) { return Run<Value>(unit); }
  // Shared predicate `index` of the program.
  bool Atom(uint32_t index) {
    const uint32_t known = atoms_[index];
    return known >> 1 == epoch_ ? (known & 1) != 0 : EvaluateAtom(index);
  }
  // Shared value `index` of the program.
  const Value& SharedValue(uint32_t index) {
    if (value_stamps_[index] != epoch_) ComputeValue(index);
    return values_[index];
  }

  // True if a computation since the last SetEvent gave up for lack of memory (its value is absent).
  bool exhausted() const { return arena_.exhausted(); }
  Arena& arena() { return arena_; }

 private:
  // Result: bool for predicates, Value for values.
  template <class Result>
  Result Run(const program::Unit& unit);
  bool EvaluateAtom(uint32_t index);
  bool ComputeAtom(uint32_t index, const LoadedProgram::LoadedAtom& atom);
  bool AskAtoms(const program::Unit& unit);
  bool Matches(uint32_t rule);
  // From memory, or computed and remembered.
  bool RecallAtom(uint32_t index, const LoadedProgram::LoadedAtom& atom);
  void ComputeValue(uint32_t index);
  Value RecallValue(uint32_t index, KeptValue& kept);
  // What is remembered for the content of the place's slot; null if nothing is to be.
  const Memory* Recall(const CachePlan::Place& place);

  const LoadedProgram& loaded_;
  const program::Program& program_;
  const stdlib::Kernel* const kernels_;
  std::vector<Value> registers_;
  Value* next_registers_;
  std::span<const Value> slots_;
  RuleMatcher* const matcher_;
  const StateReader* state_ = nullptr;
  // What is known of the event: an entry is of this event when it bears its epoch.
  uint32_t epoch_ = 0;           // 31 bits
  std::vector<uint32_t> atoms_;  // the epoch, and in the last bit the answer
  std::vector<uint32_t> value_stamps_;
  std::vector<Value> values_;
  std::vector<AnswerCache> caches_;
  Arena arena_;
};

}  // namespace sigrun::exec
