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
};

// One thread's evaluator. Values it returns live until the next SetEvent or SetState.
class Vm {
 public:
  explicit Vm(const LoadedProgram& program);

  void SetEvent(std::span<const Value> slots);
  // State code runs against `state` until the next SetEvent or SetState.
  void SetState(const StateReader* state);

  bool Predicate(const program::Unit& unit) { return Run(unit).flag; }
  Value Evaluate(const program::Unit& unit) { return Run(unit); }
  // Shared value `index` of the program.
  Value SharedValue(uint32_t index);

  // True if a computation since the last SetEvent gave up for lack of memory (its value is absent).
  bool exhausted() const { return arena_.exhausted(); }
  Arena& arena() { return arena_; }

 private:
  Value Run(const program::Unit& unit);
  bool Atom(uint32_t index);
  bool EvaluateAtom(uint32_t index);

  const LoadedProgram& loaded_;
  const program::Program& program_;
  const stdlib::Kernel* const kernels_;
  std::vector<Value> registers_;
  Value* next_registers_;
  std::span<const Value> slots_;
  const StateReader* state_ = nullptr;
  // An entry of the memory is of this event when its stamp is the epoch.
  uint32_t epoch_ = 0;
  std::vector<uint32_t> atom_stamps_, value_stamps_;
  std::vector<uint8_t> atoms_;
  std::vector<Value> values_;
  Arena arena_;
};

}  // namespace sigrun::exec
