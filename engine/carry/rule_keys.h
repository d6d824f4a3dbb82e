// By what the memory of rules is found again by another run, perhaps of another program.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/archive.h"
#include "runtime/program/program.h"

namespace sigrun::engine {

// What identifies a rule and what it keeps between events.
struct RuleKey {
  std::string id;
  std::string meaning;
  // Hashes of what is kept, empty where nothing is: of the state, with parameters as set, and of
  // the keys of `suppress`.
  std::string memory, suppress;
  std::vector<std::string> captures;  // program::Memory::captures

  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    a(self.id, self.meaning, self.memory, self.suppress, self.captures);
  }
  bool KeepsNothing() const { return memory.empty() && suppress.empty(); }
};

// Of all rules of a program, in its order.
std::vector<RuleKey> KeysOf(const program::Program& program);
// The names under which the state of rules is saved (state::KeyedState::Save); none where a rule
// has none.
std::vector<std::string> StateNames(const std::vector<RuleKey>& keys);

// How the rules of a program and those of a saved state belong together.
struct Successors {
  // For each saved rule: the rule that goes on with its state, or with its suppression.
  std::vector<std::optional<uint32_t>> by_state, by_suppress;
};
Successors FindSuccessors(const std::vector<RuleKey>& saved, const std::vector<RuleKey>& rules);

// What a run goes on with, by rule.
struct TakenOver {
  std::vector<uint32_t> kept;          // rules whose memory goes on
  std::vector<uint32_t> kept_changed;  // of those, rules that say something else than before
  std::vector<uint32_t> changed;       // begin anew: what they remember is something else now
  std::vector<uint32_t> added;         // begin anew: they were not there before
  std::vector<std::string> removed;    // ids of saved rules that are not there any more
};
TakenOver Compare(const std::vector<RuleKey>& saved, const std::vector<RuleKey>& rules);

}  // namespace sigrun::engine
