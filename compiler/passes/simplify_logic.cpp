#include <set>

#include "compiler/passes/passes.h"
#include "compiler/passes/rewrite.h"

namespace sigrun::passes {
namespace {

const bool* TruthOf(const ir::RuleSet& rules, ir::ExprId id) {
  const auto* truth = std::get_if<ir::Truth>(&rules.exprs[id].node);
  return truth == nullptr ? nullptr : &truth->value;
}

// `neutral` disappears (true in an and), its opposite decides the result.
template <class Node>
ir::ExprId Join(ir::RuleSet& out, const Node& node, bool neutral, const ir::Expr& old) {
  std::vector<ir::ExprId> kept;
  std::set<ir::ExprId> seen;
  for (const ir::ExprId operand : node.operands) {
    const bool* truth = TruthOf(out, operand);
    if (truth != nullptr && *truth != neutral) return operand;
    if (truth != nullptr) continue;
    if (seen.insert(operand).second) kept.push_back(operand);
  }
  if (kept.empty()) return out.Add(ir::Truth{neutral}, old.type, old.span);
  if (kept.size() == 1) return kept.front();
  return out.Add(Node{std::move(kept)}, old.type, old.span);
}

ir::ExprId Invert(ir::RuleSet& out, const ir::Not& node, const ir::Expr& old) {
  if (const bool* truth = TruthOf(out, node.operand))
    return out.Add(ir::Truth{!*truth}, old.type, old.span);
  if (const auto* inner = std::get_if<ir::Not>(&out.exprs[node.operand].node))
    return inner->operand;
  return out.Add(node, old.type, old.span);
}

// Constant operands are counted at compile time.
ir::ExprId CountAtLeast(ir::RuleSet& out, const ir::AtLeast& node, const ir::Expr& old) {
  std::vector<ir::ExprId> open;
  uint32_t holding = 0;
  for (const ir::ExprId operand : node.operands) {
    const bool* truth = TruthOf(out, operand);
    if (truth == nullptr) open.push_back(operand);
    if (truth != nullptr && *truth) ++holding;
  }
  if (holding >= node.count) return out.Add(ir::Truth{true}, old.type, old.span);
  const uint32_t needed = node.count - holding;
  if (needed > open.size()) return out.Add(ir::Truth{false}, old.type, old.span);
  if (needed == open.size()) return Join(out, ir::And{std::move(open)}, true, old);
  if (needed == 1) return Join(out, ir::Or{std::move(open)}, false, old);
  return out.Add(ir::AtLeast{needed, std::move(open)}, old.type, old.span);
}

ir::ExprId Simplify(ir::RuleSet& out, ir::Node node, const ir::Expr& old) {
  if (const auto* n = std::get_if<ir::And>(&node)) return Join(out, *n, true, old);
  if (const auto* n = std::get_if<ir::Or>(&node)) return Join(out, *n, false, old);
  if (const auto* n = std::get_if<ir::Not>(&node)) return Invert(out, *n, old);
  if (const auto* n = std::get_if<ir::AtLeast>(&node)) return CountAtLeast(out, *n, old);
  return out.Add(std::move(node), old.type, old.span);
}

}  // namespace

ir::RuleSet SimplifyLogic(const ir::RuleSet& rules) { return Rewrite(rules, Simplify); }

}  // namespace sigrun::passes
