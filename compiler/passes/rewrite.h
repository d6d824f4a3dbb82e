// Rebuilds a rule set bottom-up: what every pass is made of. Private to passes and network.
#pragma once

#include <cstdint>
#include <functional>

#include "compiler/ir/ir.h"

namespace sigrun::passes {

// Calls `visit` with every expression id that a rule holds directly.
void ForEachRoot(ir::Rule& rule, const std::function<void(ir::ExprId&)>& visit);

// Makes the new node for an old one; its operands are already those of the new set. Returns its id.
using Remake = std::function<ir::ExprId(ir::RuleSet& out, ir::Node node, const ir::Expr& old)>;

// A rule set of the same rules whose expressions are what `remake` makes of the old ones. Shared
// expressions are made once. Expressions that no rule reaches are left behind.
ir::RuleSet Rewrite(const ir::RuleSet& rules, const Remake& remake);

// How many expressions and rules use each expression of a set; those that no rule reaches, none.
class Uses {
 public:
  explicit Uses(const ir::RuleSet& rules);
  uint32_t of(ir::ExprId id) const { return count_[id.index]; }

 private:
  void Count(const ir::RuleSet& rules, ir::ExprId id);

  std::vector<uint32_t> count_;
};

}  // namespace sigrun::passes
