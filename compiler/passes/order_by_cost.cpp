#include <algorithm>

#include "compiler/passes/passes.h"
#include "compiler/passes/rewrite.h"

namespace sigrun::passes {
namespace {

constexpr uint32_t kCostLimit = 1u << 30;

// About nanoseconds to evaluate a node once, without its operands.
uint32_t OwnCost(const ir::Node& node) {
  if (const auto* call = std::get_if<ir::Call>(&node)) return stdlib::Kernels()[call->kernel].cost;
  if (const auto* test = std::get_if<ir::Test>(&node)) return stdlib::Kernels()[test->kernel].cost;
  if (std::holds_alternative<ir::Member>(node)) return 200;
  return 1;
}

// Estimates for an expression without an event.
struct Guess {
  uint32_t cost = 0;
  double chance = 0.5;  // probability that it holds
};

// A test for given strings seldom holds; otherwise nothing is known.
double ChanceOf(const ir::Node& node, const std::vector<Guess>& operands) {
  constexpr double kSeldom = 0.1;
  if (const auto* test = std::get_if<ir::Test>(&node)) {
    const stdlib::Kernel& kernel = stdlib::Kernels()[test->kernel];
    const bool of_text = !kernel.parameters.empty() && kernel.parameters[0].type == stdlib::kString;
    return of_text ? kSeldom : 0.5;
  }
  if (const auto* truth = std::get_if<ir::Truth>(&node)) return truth->value ? 1 : 0;
  if (std::holds_alternative<ir::Not>(node)) return 1 - operands[0].chance;
  double all = 1, none = 1;
  for (const Guess& operand : operands) {
    all *= operand.chance;
    none *= 1 - operand.chance;
  }
  if (std::holds_alternative<ir::And>(node)) return all;
  if (std::holds_alternative<ir::Or>(node)) return 1 - none;
  return 0.5;
}

// Operands that decide the result at the least cost come first: in an and, those likely to fail; in
// an or, those likely to hold.
template <class Node>
void Sort(Node& node, bool settles, const std::vector<Guess>& guesses) {
  const auto rank = [&](ir::ExprId id) {
    const Guess& guess = guesses[id.index];
    return guess.cost / std::max(settles ? guess.chance : 1 - guess.chance, 1e-6);
  };
  std::stable_sort(node.operands.begin(), node.operands.end(),
                   [&](ir::ExprId a, ir::ExprId b) { return rank(a) < rank(b); });
}

}  // namespace

ir::RuleSet OrderByCost(const ir::RuleSet& rules) {
  std::vector<Guess> guesses;  // of each expression of the new set, by its index
  return Rewrite(rules, [&guesses](ir::RuleSet& out, ir::Node node, const ir::Expr& old) {
    std::vector<Guess> operands;
    uint64_t cost = OwnCost(node);
    for (const ir::ExprId operand : ir::Operands(node)) {
      operands.push_back(guesses[operand.index]);
      cost += operands.back().cost;
    }
    if (auto* n = std::get_if<ir::And>(&node)) Sort(*n, false, guesses);
    if (auto* n = std::get_if<ir::Or>(&node)) Sort(*n, true, guesses);
    guesses.push_back(
        {static_cast<uint32_t>(std::min<uint64_t>(cost, kCostLimit)), ChanceOf(node, operands)});
    return out.Add(std::move(node), old.type, old.span);
  });
}

}  // namespace sigrun::passes
