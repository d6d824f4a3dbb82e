// A verified program, ready to run: constants as values, the index of rules, and the fastest
// evaluation of atoms, values and predicates. Immutable; shared by all threads.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/arena.h"
#include "runtime/exec/answer_cache.h"
#include "runtime/exec/find/atom_index.h"
#include "runtime/exec/find/rule_index.h"
#include "runtime/program/program.h"

namespace sigrun::exec {

struct LoadOptions {
  bool dispatch = true;    // off: every rule is a candidate for every event
  bool caches = true;      // off: every atom and value is recomputed for every event
  bool shortcuts = true;   // off: every unit is run as code, and no rule has a gate
  bool index = true;       // off: every test of a text is made by itself
  bool index_all = false;  // on: also of slots that only a few rules ask about
};

// A set of rules: bit i % 64 of word i / 64 is rule i.
using RuleSet = std::vector<uint64_t>;
inline void Add(uint32_t rule, RuleSet& to) { to[rule / 64] |= uint64_t{1} << rule % 64; }
inline bool Contains(const RuleSet& rules, uint32_t rule) {
  return (rules[rule / 64] >> rule % 64 & 1) != 0;
}
// The rule and its stateful input rules.
RuleSet RulesFor(const program::Program& program, uint32_t rule);

class LoadedProgram {
 public:
  // The program must have been verified.
  explicit LoadedProgram(program::Program program, const LoadOptions& options = {});
  LoadedProgram(const LoadedProgram&) = delete;
  LoadedProgram& operator=(const LoadedProgram&) = delete;

  const program::Program& program() const { return program_; }
  const Value& constant(uint32_t index) const { return constants_[index]; }
  // The number of registers that the deepest nesting of units can need.
  size_t register_stack() const { return register_stack_; }

  // How to evaluate an atom. Most ask one question about one slot, which needs no code; nearly all
  // others only ask other atoms, which needs no registers.
  struct LoadedAtom {
    enum class Kind : uint8_t { kExists, kPresence, kTest, kLogic, kCode };
    Kind kind = Kind::kCode;
    program::PresenceMode mode = program::PresenceMode::kExists;  // of kPresence
    bool all_elements = false;                                    // of kTest
    uint32_t slot = 0;                                            // of kExists, kPresence and kTest
    const stdlib::Kernel* test = nullptr;                         // of kTest
    const Value* constant = nullptr;                              // of kTest
    const program::Unit* unit = nullptr;                          // of kLogic and kCode
    CachePlan::Place place;                 // where its results are cached, if they are
    uint32_t looked_up = AtomIndex::kNone;  // which slot of the index answers it, if one does
  };
  const LoadedAtom& atom(uint32_t index) const { return atoms_[index]; }

  // How to compute a shared value.
  struct LoadedValue {
    std::optional<uint32_t> slot;  // set if it is exactly this slot
    CachePlan::Place place;        // where it is cached, if it is
  };
  const LoadedValue& value(uint32_t index) const { return values_[index]; }

  // A predicate of a rule; most are one shared atom, which can be asked without code.
  struct Predicate {
    program::Unit unit;
    std::optional<uint32_t> atom;
    bool only_asks_atoms = false;
  };
  // Aggregates, first_seen and steps of a rule that are fed on the same condition: bit i is the
  // i-th of them.
  struct FeedSource {
    Predicate where;
    uint64_t aggregates = 0, first_seen = 0, steps = 0;
  };
  struct RuleEntry {
    // An atom that must hold for the rule to have any effect: taken from the condition of a
    // single-event rule, or from the conditions of all sources of a stateful rule.
    std::optional<uint32_t> gate;
    LogSourceId source;               // the events it is for; not valid: those of every source
    Predicate condition;              // of a single-event rule
    std::vector<FeedSource> sources;  // of a stateful one
    // All that its state takes of an event, in Program::values, each once.
    std::vector<uint32_t> values;
  };
  const RuleEntry& rule_entry(uint32_t rule) const { return rule_entries_[rule]; }

  const CachePlan& cache_plan() const { return cache_plan_; }

  // What single tests of a slot may cost until it is looked up in the index, in the unit of
  // Kernel::cost.
  uint32_t worth_look() const { return options_.index_all ? 0 : kCostOfLook; }
  const AtomIndex& atom_index() const { return atom_index_; }

  // The rules that are found by whole texts in a slot.
  struct SlotIndex {
    uint32_t slot;
    RuleIndex rules;
  };
  // How the rules are found that are for the events of one source.
  struct RuleGroup {
    RuleSet all;
    RuleSet always;                          // that see every such event
    RuleSet by_literal;                      // that are found by literals
    std::vector<const SlotIndex*> equality;  // by which the others are found
    std::vector<uint32_t> literals;          // slots of atom_index()
  };
  // One for each LogSourceId, then that of events of no source, then that of all rules.
  const std::vector<RuleGroup>& groups() const { return groups_; }
  uint32_t GroupOf(LogSourceId source) const {
    return source.valid() ? source.index : group_of_all() - 1;
  }
  uint32_t group_of_all() const { return static_cast<uint32_t>(groups_.size() - 1); }
  // Whether a rule is found by a whole text: all others count as evaluated for each event of their
  // source.
  bool FoundByText(uint32_t rule) const { return found_by_text_[rule]; }

 private:
  void PrepareConstants();
  void IndexRules();
  RuleGroup FindRules(const std::vector<std::optional<uint32_t>>& slots,
                      std::optional<LogSourceId> source) const;
  LoadedAtom LoadAtom(const program::Atom& atom) const;
  std::optional<uint32_t> SlotOf(const program::Unit& unit) const;
  Predicate MakePredicate(const program::Unit& unit) const;
  RuleEntry MakeEntry(const program::Rule& rule) const;
  std::vector<uint32_t> NeededAtoms(const Predicate& predicate) const;
  std::optional<uint32_t> GateOf(const RuleEntry& entry) const;

  // About what a look at a slot costs.
  static constexpr uint32_t kCostOfLook = 60;

  program::Program program_;
  const LoadOptions options_;
  std::vector<Value> constants_;
  std::vector<std::shared_ptr<const stdlib::PreparedObject>> prepared_;
  std::vector<SlotIndex> slot_indexes_;
  AtomIndex atom_index_;
  std::vector<bool> found_by_text_;
  std::vector<RuleGroup> groups_;
  std::vector<LoadedAtom> atoms_;
  std::vector<LoadedValue> values_;
  CachePlan cache_plan_;
  std::vector<RuleEntry> rule_entries_;
  size_t register_stack_ = 0;
};

}  // namespace sigrun::exec
