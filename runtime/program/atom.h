// A predicate on one event that several places share. Most ask one thing of one field, and say so:
// an engine needs no code to answer them.
#pragma once

#include <cstdint>
#include <utility>
#include <variant>

#include "runtime/program/instruction.h"
#include "runtime/program/vocabulary/presence.h"
#include "stdlib/kernel.h"

namespace sigrun::program {

// Whether a slot is present, null, absent or empty.
struct PresenceOf {
  uint32_t slot = 0;
  PresenceMode mode = PresenceMode::kExists;
};

// A test of two arguments, a slot and a constant. False if the slot is absent; over a list, whether
// it holds for any element or, with `all_elements`, for all and at least one.
struct TestOf {
  uint32_t slot = 0;
  stdlib::KernelId test = 0;
  uint32_t constant = 0;
  bool all_elements = false;
};

// A decision on other atoms: its code asks them and answers, and uses no register.
struct Logic {
  Unit unit;
};

// Any other predicate.
struct Code {
  Unit unit;
};

using Atom = std::variant<PresenceOf, TestOf, Logic, Code>;

// The atom's code; null if it has none.
inline const Unit* UnitOf(const Atom& atom) {
  if (const auto* logic = std::get_if<Logic>(&atom)) return &logic->unit;
  if (const auto* code = std::get_if<Code>(&atom)) return &code->unit;
  return nullptr;
}
inline Unit* UnitOf(Atom& atom) { return const_cast<Unit*>(UnitOf(std::as_const(atom))); }

// What a decision on atoms is made of.
inline bool IsLogic(Op op) { return op == Op::kAtom || op == Op::kReturnBool; }

}  // namespace sigrun::program
