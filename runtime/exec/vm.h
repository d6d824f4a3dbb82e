// Runs the units of a program. It never fails and never allocates beyond its arena's limit: the
// verifier has made sure of everything that could go wrong. What meets a limit is undecided.
//
// Units are run as if nothing met a limit. Where something did, they are run again, step by step
// (careful.cpp): a predicate is undecided if both answers are possible, whatever the order in which
// its parts are asked.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/arena.h"
#include "runtime/event/event.h"
#include "runtime/exec/loaded_program.h"
#include "runtime/exec/truth.h"

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

  // True if a computation since the last SetEvent gave up for lack of memory.
  bool exhausted() const { return arena_.exhausted(); }
  Arena& arena() { return arena_; }

 private:
  class Careful;
  class Watch;

  // Result: bool for predicates, Value for values. What met a limit counts as false and as absent;
  // a Watch tells.
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
  Truth DecideAtom(const LoadedProgram::LoadedAtom& atom);
  bool ComputeAtom(const LoadedProgram::LoadedAtom& atom);
  bool AskAtoms(const program::Unit& unit);
  Truth Matches(uint32_t rule);
  // From memory, or computed and remembered.
  Truth RecallAtom(const LoadedProgram::LoadedAtom& atom);
  void ComputeValue(uint32_t index);
  Value DecideValue(const program::Unit& unit);
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
  // What is known of the event: an entry is of this event when it bears its epoch; of what is
  // undecided, with this bit, so that it is found where nothing is known.
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
