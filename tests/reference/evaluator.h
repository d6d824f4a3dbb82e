// The reference evaluator ("the judge"): evaluates typed IR on one event by plain recursion,
// without sharing, caches, cost order or bytecode. It shares only the IR and the kernels with the
// product.
//
// A computation that reaches a limit is undecided: its value is marked, and logic has a third
// result.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "base/arena.h"
#include "base/value.h"
#include "compiler/ir/ir.h"

namespace sigrun::reference {

enum class Answer { kNo, kYes, kUndecided };
inline Answer AnswerOf(bool holds) { return holds ? Answer::kYes : Answer::kNo; }

class Evaluator {
 public:
  explicit Evaluator(const ir::RuleSet& rules) : rules_(rules) {}

  // The event: the value of each field. State: the value of each cell.
  std::function<Value(ir::FieldId)> field;
  std::function<Value(uint32_t)> cell;
  // Whether a rule matches the event; of one with state: fired on it.
  std::function<Answer(uint32_t)> matches;

  // If a value depends on an undecided condition, the condition may be true or false: a result that
  // is the same for all choices is the result.
  Answer Ask(ir::ExprId id);
  // Undecided counts as false.
  bool Predicate(ir::ExprId id) { return Ask(id) == Answer::kYes; }
  Value Evaluate(ir::ExprId id);
  void Forget() { arena_.Reset(); }

 private:
  Answer AskOnce(ir::ExprId id);
  Value EvaluateOnce(ir::ExprId id);
  // Whether undecided conditions count as true this time.
  bool Guess();
  bool MoreGuesses();
  Answer AtLeast(const ir::AtLeast& n);
  Answer Test(const ir::Test& test);
  Answer Holds(const ir::Test& test, std::vector<Value> arguments);
  Value Choose(const ir::If& n);
  Value FirstPresent(const ir::Coalesce& n);
  Value Known(const Value& value, uint32_t refusals) const {
    return arena_.refusals() == refusals ? value : Value::Undecided();
  }
  Value BoolOf(ir::ExprId predicate);
  bool AnyChoice(const stdlib::Kernel& kernel, std::vector<Value> arguments, size_t from);
  void EachChoice(std::vector<Value> arguments, size_t from,
                  const std::function<void(const std::vector<Value>&)>& visit);
  Value Call(const ir::Call& call);
  Value Constant(const program::Constant& constant);
  Answer Presence(ir::PresenceMode mode, const Value& value);

  const ir::RuleSet& rules_;
  Arena arena_;
  std::vector<bool> guesses_;
  size_t guessed_ = 0;
  std::vector<std::shared_ptr<const stdlib::PreparedObject>> prepared_;
};

}  // namespace sigrun::reference
