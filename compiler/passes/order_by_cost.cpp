#include <algorithm>

#include "compiler/passes/passes.h"
#include "compiler/passes/rewrite.h"

namespace sigrun::passes {
namespace {

constexpr uint32_t kCostLimit = 1u << 30;

uint32_t OwnCost(const ir::Node& node) {
  if (const auto* call = std::get_if<ir::Call>(&node)) return stdlib::Kernels()[call->kernel].cost;
  if (const auto* test = std::get_if<ir::Test>(&node)) return stdlib::Kernels()[test->kernel].cost;
  if (std::holds_alternative<ir::Member>(node)) return 200;
  return 1;
}

template <class Node>
ir::ExprId Sorted(ir::RuleSet& out, Node node, const ir::Expr& old,
                  const std::vector<uint32_t>& cost) {
  std::stable_sort(node.operands.begin(), node.operands.end(),
                   [&](ir::ExprId a, ir::ExprId b) { return cost[a.index] < cost[b.index]; });
  return out.Add(std::move(node), old.type, old.span);
}

}  // namespace

uint32_t Cost(const ir::RuleSet& rules, ir::ExprId id) {
  uint64_t cost = OwnCost(rules.exprs[id].node);
  for (const ir::ExprId operand : ir::Operands(rules.exprs[id].node)) cost += Cost(rules, operand);
  return static_cast<uint32_t>(std::min<uint64_t>(cost, kCostLimit));
}

ir::RuleSet OrderByCost(const ir::RuleSet& rules) {
  std::vector<uint32_t> cost;  // of each expression of the new set, by its index
  return Rewrite(rules, [&cost](ir::RuleSet& out, ir::Node node, const ir::Expr& old) {
    uint64_t sum = OwnCost(node);
    for (const ir::ExprId operand : ir::Operands(node)) sum += cost[operand.index];
    ir::ExprId made;
    if (auto* n = std::get_if<ir::And>(&node)) {
      made = Sorted(out, std::move(*n), old, cost);
    } else if (auto* m = std::get_if<ir::Or>(&node)) {
      made = Sorted(out, std::move(*m), old, cost);
    } else {
      made = out.Add(std::move(node), old.type, old.span);
    }
    cost.push_back(static_cast<uint32_t>(std::min<uint64_t>(sum, kCostLimit)));
    return made;
  });
}

}  // namespace sigrun::passes
