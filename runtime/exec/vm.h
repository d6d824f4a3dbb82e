// Runs the units of a program. It never fails and never allocates beyond its arena's limit: the
// verifier has checked everything that could go wrong. A computation that reaches a limit is
// undecided.
//
// Units are run as if there were no limits. If one was reached, they are run again, step by step
// (careful.cpp): a predicate is undecided if both results are possible, whatever the order in which
// its parts are evaluated.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/arena.h"
#include "runtime/event/event.h"
#include "runtime/exec/loaded_program.h"
#include "runtime/exec/truth.h"

namespace sigrun::exec {

// The input of state code, instead of an event.
class StateReader {
 public:
  virtual ~StateReader() = default;
  virtual Value Cell(uint32_t index) const = 0;
  virtual Value Capture(uint32_t index) const = 0;
  // Whether a stateful rule fired on the event that feeds this one.
  virtual bool Fired(uint32_t rule) const = 0;
};

// Knows which rules match the event.
class RuleMatcher {
 public:
  virtual ~RuleMatcher() = default;
  virtual Truth Matches(uint32_t rule) = 0;
};

// One thread's evaluator. Values it returns live until the next SetEvent or SetState.
class Vm {
 public:
  // `matcher` is asked by event code; it must outlive the VM.
  explicit Vm(const LoadedProgram& program, RuleMatcher* matcher = nullptr);

  void SetEvent(std::span<const Value> slots);
  // State code runs against `state` until the next SetEvent or SetState.
  void SetState(const StateReader* state);

  Truth Ask(const program::Unit& unit);
  Truth Ask(const LoadedProgram::Predicate& predicate);
  // Shared predicate `index` of the program.
  Truth AskAtom(uint32_t index) {
    if (Atom(index)) return Truth::kYes;
    return atoms_[index] == (kUndecided | epoch_) ? Truth::kUndecided : Truth::kNo;
  }
  // Absent, and `undecided`, if it met a limit.
  Value Evaluate(const program::Unit& unit);
  // Shared value `index` of the program; likewise.
  const Value& SharedValue(uint32_t index) {
    if (value_stamps_[index] != epoch_) ComputeValue(index);
    return values_[index];
  }

  // True if a computation since the last SetEvent ran out of memory.
  bool exhausted() const { return arena_.exhausted(); }
  Arena& arena() { return arena_; }

 private:
  class Careful;
  class Watch;

  // Result: bool for predicates, Value for values. A reached limit counts as false and as absent; a
  // Watch detects it.
  template <class Result>
  Result Run(const program::Unit& unit);
  bool Holds(const LoadedProgram::Predicate& predicate) {
    if (predicate.atom) return Atom(*predicate.atom);
    return predicate.only_asks_atoms ? AskAtoms(predicate.unit) : Run<bool>(predicate.unit);
  }
  bool Atom(uint32_t index) {
    const uint32_t known = atoms_[index];
    return known >> 1 == epoch_ ? (known & 1) != 0 : EvaluateAtom(index);
  }
  bool EvaluateAtom(uint32_t index);
  Truth DecideAtom(uint32_t index, const LoadedProgram::LoadedAtom& atom);
  bool ComputeAtom(uint32_t index, const LoadedProgram::LoadedAtom& atom);
  bool AskAtoms(const program::Unit& unit);
  Truth Matches(uint32_t rule);
  // From the cache, or computed and cached.
  Truth RecallAtom(uint32_t index, const LoadedProgram::LoadedAtom& atom);
  void ComputeValue(uint32_t index);
  Value DecideValue(const program::Unit& unit);
  Value RecallValue(uint32_t index, KeptValue& kept);
  // The cached entry for the content of the place's slot; null if it is not cached.
  const Memory* Recall(const CachePlan::Place& place);

  const LoadedProgram& loaded_;
  const program::Program& program_;
  const stdlib::Kernel* const kernels_;
  std::vector<Value> registers_;
  Value* next_registers_;
  std::span<const Value> slots_;
  RuleMatcher* const matcher_;
  const StateReader* state_ = nullptr;
  // Results for the event: an entry belongs to this event if it has its epoch. An undecided one has
  // this bit as well, so that it is not mistaken for a known result.
  static constexpr uint32_t kUndecided = uint32_t{1} << 31;
  uint32_t epoch_ = 0;           // 30 bits
  std::vector<uint32_t> atoms_;  // the epoch, and in the last bit the answer
  std::vector<uint32_t> value_stamps_;
  bool met_undecided_ = false;  // since a Watch began
  std::vector<Value> values_;
  std::vector<AnswerCache> caches_;
  Arena arena_;
};

}  // namespace sigrun::exec
