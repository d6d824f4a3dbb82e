// Rebuilds a rule set bottom-up: the basis of every pass. Private to passes and network.
#pragma once

#include <cstdint>
#include <functional>

#include "compiler/ir/ir.h"

namespace sigrun::passes {

// Calls `visit` with every expression id that a rule holds directly.
void ForEachRoot(ir::Rule& rule, const std::function<void(ir::ExprId&)>& visit);

// Makes the new node for an old one; its operands already belong to the new set. Returns its id.
using Remake = std::function<ir::ExprId(ir::RuleSet& out, ir::Node node, const ir::Expr& old)>;

// A rule set with the same rules, whose expressions `remake` has rebuilt. Shared expressions are
// rebuilt once. Unreachable expressions are dropped.
ir::RuleSet Rewrite(const ir::RuleSet& rules, const Remake& remake);

// The number of expressions and rules that use each expression of a set; 0 for unreachable ones.
class Uses {
 public:
  explicit Uses(const ir::RuleSet& rules);
  uint32_t of(ir::ExprId id) const { return count_[id.index]; }

 private:
  void Count(const ir::RuleSet& rules, ir::ExprId id);

  std::vector<uint32_t> count_;
};

}  // namespace sigrun::passes
