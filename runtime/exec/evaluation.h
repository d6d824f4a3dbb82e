// The evaluation of one event: its values, its known results, and the memory for them. It never
// fails and never allocates beyond its arena's limit: the verifier has checked everything that
// could go wrong. A computation that reaches a limit is undecided.
//
// Code is run as if there were no limits (interpreter.h). If one was reached, it is run again, step
// by step (careful.h): a predicate is undecided if both results are possible, whatever the order in
// which its parts are evaluated.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/arena.h"
#include "runtime/event/event.h"
#include "runtime/exec/find/literal_reader.h"
#include "runtime/exec/loaded_program.h"
#include "runtime/exec/register_stack.h"
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

// Of one thread, for one event after the other. The values it gives live until the next SetEvent or
// SetState.
class Evaluation {
 public:
  // `matcher` is asked by event code; it must outlive the evaluation.
  explicit Evaluation(const LoadedProgram& program, RuleMatcher* matcher = nullptr);

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
  // Answers all tests of a slot of the index at once, and adds the rules that they find. False if
  // that takes too much: then tests are made one by one when they are asked.
  bool LookAt(uint32_t slot, RuleSet* found);
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

  // ---- for code that runs. What is undecided counts as no and as absent, and is noted: whoever
  // ran the code asks again with care.
  const LoadedProgram& program() const { return loaded_; }
  const stdlib::Kernel& kernel(uint32_t index) const { return kernels_[index]; }
  const Value& slot(uint32_t index) const { return slots_[index]; }
  const StateReader& state() const { return *state_; }
  RegisterStack& registers() { return registers_; }
  bool Atom(uint32_t index) {
    const uint32_t known = atoms_[index];
    return known >> 1 == epoch_ ? (known & 1) != 0 : EvaluateAtom(index);
  }
  bool Matches(uint32_t rule) {
    const Truth matches = AskMatches(rule);
    met_undecided_ |= matches == Truth::kUndecided;
    return matches == Truth::kYes;
  }
  Truth AskMatches(uint32_t rule);

 private:
  class Watch;

  bool EvaluateAtom(uint32_t index);
  // Whether the index tells whether the atom holds or may hold.
  bool LooksUp(const LoadedProgram::LoadedAtom& atom);
  Truth DecideAtom(const LoadedProgram::LoadedAtom& atom);
  bool ComputeAtom(const LoadedProgram::LoadedAtom& atom);
  // From the cache, or computed and cached.
  Truth RecallAtom(const LoadedProgram::LoadedAtom& atom);
  void ComputeValue(uint32_t index);
  Value DecideValue(const program::Unit& unit);
  Value RecallValue(uint32_t index, KeptValue& kept);
  // The cached entry for the content of the place's slot; null if it is not cached.
  const Memory* Recall(const CachePlan::Place& place);

  const LoadedProgram& loaded_;
  const program::Program& program_;
  const stdlib::Kernel* const kernels_;
  RegisterStack registers_;
  std::span<const Value> slots_;
  RuleMatcher* const matcher_;
  const StateReader* state_ = nullptr;
  // Results for the event: an entry belongs to this event if it has its epoch. An undecided one has
  // this bit as well, so that it is not mistaken for a known result.
  static constexpr uint32_t kUndecided = uint32_t{1} << 31;
  // Likewise one that the index has not ruled out.
  static constexpr uint32_t kPossible = uint32_t{3} << 30;
  uint32_t epoch_ = 0;           // 30 bits
  std::vector<uint32_t> atoms_;  // the epoch, and in the last bit the answer
  std::vector<uint32_t> value_stamps_;
  bool met_undecided_ = false;  // since a Watch began
  std::vector<Value> values_;
  // What happened to a slot of the index in the event.
  struct Look {
    uint32_t epoch = 0;
    uint32_t asked = 0;  // the cost of the tests that were made one by one
    bool tried = false, done = false;
  };
  std::vector<Look> looks_;
  LiteralReader literals_;
  std::vector<AnswerCache> caches_;
  Arena arena_;
};

}  // namespace sigrun::exec
