// The judge: evaluates typed IR on one event by plain recursion. No sharing, no memory, no order of
// cost, no bytecode. It shares with the product only the IR and the kernels.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "base/arena.h"
#include "base/value.h"
#include "compiler/ir/ir.h"

namespace sigrun::reference {

class Evaluator {
 public:
  explicit Evaluator(const ir::RuleSet& rules) : rules_(rules) {}

  // The event: the value of each field. State: the value of each cell.
  std::function<Value(ir::FieldId)> field;
  std::function<Value(uint32_t)> cell;
  // Whether a rule matches the event; of one with state: fired on it.
  std::function<bool(uint32_t)> matches;

  bool Predicate(ir::ExprId id);
  Value Evaluate(ir::ExprId id);
  void Forget() { arena_.Reset(); }

 private:
  bool Test(const ir::Test& test);
  bool AnyChoice(const stdlib::Kernel& kernel, std::vector<Value> arguments, size_t from);
  void EachChoice(std::vector<Value> arguments, size_t from,
                  const std::function<void(const std::vector<Value>&)>& visit);
  Value Call(const ir::Call& call);
  Value Constant(const program::Constant& constant);
  bool Presence(ir::PresenceMode mode, const Value& value);

  const ir::RuleSet& rules_;
  Arena arena_;
  std::vector<std::shared_ptr<const stdlib::PreparedObject>> prepared_;
};

}  // namespace sigrun::reference
