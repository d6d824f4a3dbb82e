// A verified program made ready to run: constants as values, the dispatch index. Immutable; shared
// by all threads.
#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include "base/arena.h"
#include "runtime/program/program.h"

namespace sigrun::exec {

struct LoadOptions {
  bool dispatch = true;  // off: every rule is a candidate for every event
};

class LoadedProgram {
 public:
  // The program must have been verified.
  explicit LoadedProgram(program::Program program, const LoadOptions& options = {});
  LoadedProgram(const LoadedProgram&) = delete;
  LoadedProgram& operator=(const LoadedProgram&) = delete;

  const program::Program& program() const { return program_; }
  const Value& constant(uint32_t index) const { return constants_[index]; }
  // The registers that the deepest nesting of units can need.
  size_t register_stack() const { return register_stack_; }

  // An atom that is one test of a slot against a constant, as most are: it needs no code to run.
  struct DirectAtom {
    bool direct = false;
    bool all_elements = false;
    stdlib::KernelId test = 0;
    uint32_t slot = 0, constant = 0;
  };
  const DirectAtom& direct_atom(uint32_t index) const { return direct_atoms_[index]; }

  // Rules that need the same slot, by the hash of the text it must hold. Hashes that meet only add
  // candidates.
  struct SlotIndex {
    uint32_t slot;
    std::unordered_map<uint64_t, std::vector<uint32_t>> rules;
  };
  const std::vector<SlotIndex>& slot_indexes() const { return slot_indexes_; }
  const std::vector<uint32_t>& always() const { return always_; }

 private:
  void PrepareConstants();
  void IndexRules(bool dispatch);
  DirectAtom FindDirect(const program::Unit& unit) const;

  program::Program program_;
  std::vector<Value> constants_;
  std::vector<std::shared_ptr<const stdlib::PreparedObject>> prepared_;
  std::vector<SlotIndex> slot_indexes_;
  std::vector<uint32_t> always_;
  std::vector<DirectAtom> direct_atoms_;
  size_t register_stack_ = 0;
};

}  // namespace sigrun::exec
