#include "compiler/ir/ir.h"

#include <algorithm>

namespace sigrun::ir {
namespace {

constexpr uint32_t kWeightLimit = 1u << 30;

// The members of a node say where its operands are.
template <class T>
concept HasArguments = requires(T& node) { node.arguments; };
template <class T>
concept HasOperands = requires(T& node) { node.operands; };
template <class T>
concept HasOperand = requires(T& node) { node.operand; };

// Calls `visit` with a reference to each operand of a (const or mutable) node.
template <class NodeType, class Visit>
void ForEachOperand(NodeType& node, const Visit& visit) {
  const auto of_one = [&](auto& one) {
    using T = std::remove_const_t<std::remove_reference_t<decltype(one)>>;
    if constexpr (HasArguments<T>) {
      for (auto& argument : one.arguments) visit(argument);
    } else if constexpr (HasOperands<T>) {
      for (auto& operand : one.operands) visit(operand);
    } else if constexpr (HasOperand<T>) {
      visit(one.operand);
    } else if constexpr (std::is_same_v<T, Member>) {
      visit(one.object);
    } else if constexpr (std::is_same_v<T, BoolOf>) {
      visit(one.predicate);
    } else if constexpr (std::is_same_v<T, If>) {
      visit(one.condition);
      visit(one.then);
      visit(one.otherwise);
    } else {
      constexpr bool leaf = std::is_same_v<T, Const> || std::is_same_v<T, ParamRef> ||
                            std::is_same_v<T, FieldRef> || std::is_same_v<T, CellRef> ||
                            std::is_same_v<T, Truth> || std::is_same_v<T, RuleMatches>;
      static_assert(leaf, "say where this node has its operands");
    }
  };
  std::visit(of_one, node);
}

}  // namespace

std::vector<ExprId> Operands(const Node& node) {
  std::vector<ExprId> operands;
  ForEachOperand(node, [&](ExprId operand) { operands.push_back(operand); });
  return operands;
}

Node WithOperands(const Node& node, const std::vector<ExprId>& operands) {
  Node copy = node;
  size_t next = 0;
  ForEachOperand(copy, [&](ExprId& operand) { operand = operands[next++]; });
  SIGRUN_CHECK(next == operands.size());
  return copy;
}

ExprId RuleSet::Add(Node node, Type type, Span span) {
  uint64_t weight = 1;
  uint32_t depth = 0;
  bool reads_cells = std::holds_alternative<CellRef>(node);
  const auto* matches = std::get_if<RuleMatches>(&node);
  bool stateful = reads_cells || (matches != nullptr && matches->fires);
  ForEachOperand(std::as_const(node), [&](ExprId operand) {
    weight += exprs[operand].weight;
    depth = std::max(depth, exprs[operand].depth);
    stateful |= exprs[operand].stateful;
    reads_cells |= exprs[operand].reads_cells;
  });
  weight = std::min<uint64_t>(weight, kWeightLimit);
  return exprs.Add({std::move(node), type, span, static_cast<uint32_t>(weight), depth + 1, stateful,
                    reads_cells});
}

}  // namespace sigrun::ir
