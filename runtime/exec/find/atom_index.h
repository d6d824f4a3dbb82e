// Answers the text tests of all rules on one slot in one pass over its text, and finds the rules
// that can match only if one of those holds. Derived from a program; immutable, shared by threads.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "runtime/program/program.h"
#include "stdlib/native/match/literal_index.h"

namespace sigrun::exec {

// The literals that tests of one slot look for.
class SlotLiterals {
 public:
  // A test that looks for a literal: it holds for a text that has it or, if not `sure`, may hold.
  struct Target {
    uint32_t atom = 0;
    bool sure = false;
  };
  struct Uses {
    std::vector<Target> targets;
    std::vector<uint32_t> rules;  // that are found by the literal
  };

  // `first`: the number of its first literal among those of all slots.
  SlotLiterals(uint32_t slot, uint32_t first,
               std::vector<std::pair<stdlib::native::Literal, Uses>> literals);

  uint32_t slot() const { return slot_; }
  uint32_t first() const { return first_; }
  bool finds_rules() const { return !rules_.empty(); }
  const stdlib::native::LiteralIndex& index() const { return index_; }
  std::span<const Target> TargetsOf(uint32_t literal) const {
    return Between(targets_, bounds_[literal].targets, bounds_[literal + 1].targets);
  }
  std::span<const uint32_t> RulesOf(uint32_t literal) const {
    return Between(rules_, bounds_[literal].rules, bounds_[literal + 1].rules);
  }
  std::span<const uint32_t> rules() const { return rules_; }

 private:
  template <class T>
  static std::span<const T> Between(const std::vector<T>& of, uint32_t begin, uint32_t end) {
    return {of.data() + begin, end - begin};
  }

  // Where the targets and rules of a literal begin; those of the next one end them.
  struct Bounds {
    uint32_t targets = 0, rules = 0;
  };

  uint32_t slot_, first_;
  stdlib::native::LiteralIndex index_;
  std::vector<Bounds> bounds_;
  std::vector<Target> targets_;
  std::vector<uint32_t> rules_;
};

class AtomIndex {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  AtomIndex() = default;
  // Rules that are `found_otherwise` need no literal. Without `all`, slots of which few rules ask
  // are left out.
  AtomIndex(const program::Program& program, const std::vector<bool>& found_otherwise, bool all);

  const std::vector<SlotLiterals>& slots() const { return slots_; }
  uint32_t literals() const { return literals_; }  // in all slots
  // Which of slots() answers the atom; kNone: none does.
  uint32_t SlotOf(uint32_t atom) const { return atoms_.empty() ? kNone : atoms_[atom]; }
  // Whether the rule is found by a literal, and only then.
  bool Finds(uint32_t rule) const { return !rules_.empty() && rules_[rule]; }

 private:
  std::vector<SlotLiterals> slots_;
  std::vector<uint32_t> atoms_;
  std::vector<bool> rules_;
  uint32_t literals_ = 0;
};

}  // namespace sigrun::exec
