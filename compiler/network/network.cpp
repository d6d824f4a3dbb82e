#include "compiler/network/network.h"

#include <fmt/format.h>

#include <functional>

#include "compiler/passes/passes.h"
#include "compiler/passes/rewrite.h"

namespace sigrun::net {
namespace {

// The verifier limits how deep units may load other units; beyond that, code is expanded. Rules
// that ask other rules add to the nesting.
constexpr uint32_t kMostNesting = 30;

// Negation costs nothing where it is used; its operand is shared instead.
bool IsAtom(const ir::Expr& expr) {
  return expr.IsPredicate() && !std::holds_alternative<ir::Truth>(expr.node) &&
         !std::holds_alternative<ir::Not>(expr.node);
}

bool IsComputed(const ir::Node& node) {
  return std::holds_alternative<ir::Call>(node) || std::holds_alternative<ir::Coalesce>(node) ||
         std::holds_alternative<ir::If>(node) || std::holds_alternative<ir::Member>(node);
}

class Builder {
 public:
  explicit Builder(Network& network)
      : net_(network), uses_(network.rules), nesting_(network.rules.exprs.size()) {}

  // Operands come before their users in the table of expressions.
  void Run() {
    for (uint32_t i = 0; i < net_.rules.exprs.size(); ++i) Consider(ir::ExprId{i});
  }

 private:
  void Consider(ir::ExprId id) {
    const ir::Expr& expr = net_.rules.exprs[id];
    uint32_t deepest = 0;
    for (const ir::ExprId operand : ir::Operands(expr.node))
      deepest = std::max(deepest, nesting_[operand.index]);
    if (const auto* matches = std::get_if<ir::RuleMatches>(&expr.node))
      deepest = NestingOf(net_.rules.rules[matches->rule]) + 1;
    nesting_[id.index] = deepest;
    const bool shared = uses_.of(id) > 1 || (uses_.of(id) == 1 && IsDirect(net_.rules, expr.node));
    if (!shared || expr.stateful || deepest >= kMostNesting) return;
    if (IsAtom(expr)) {
      net_.atom_of[id] = static_cast<uint32_t>(net_.atoms.size());
      net_.atoms.push_back(id);
    } else if (IsComputed(expr.node)) {
      net_.value_of[id] = static_cast<uint32_t>(net_.values.size());
      net_.values.push_back(id);
    } else {
      return;
    }
    nesting_[id.index] = deepest + 1;
  }

  // The rule precedes the one that asks it, and so do its expressions.
  uint32_t NestingOf(const ir::Rule& rule) const {
    ir::Rule copy = rule;
    uint32_t deepest = 0;
    passes::ForEachRoot(copy, [&](ir::ExprId& root) {
      if (root.valid()) deepest = std::max(deepest, nesting_[root.index]);
    });
    return deepest;
  }

  Network& net_;
  const passes::Uses uses_;
  std::vector<uint32_t> nesting_;
};

}  // namespace

bool IsDirect(const ir::RuleSet& rules, const ir::Node& node) {
  const auto is_field = [&](ir::ExprId id) {
    return std::holds_alternative<ir::FieldRef>(rules.exprs[id].node);
  };
  const auto is_fixed = [&](ir::ExprId id) {
    const ir::Node& operand = rules.exprs[id].node;
    return std::holds_alternative<ir::Const>(operand) ||
           std::holds_alternative<ir::ParamRef>(operand);
  };
  if (const auto* presence = std::get_if<ir::Presence>(&node)) return is_field(presence->operand);
  const auto* test = std::get_if<ir::Test>(&node);
  return test != nullptr && test->arguments.size() == 2 && is_field(test->arguments[0]) &&
         is_fixed(test->arguments[1]);
}

Network Build(const ir::RuleSet& rules, const Options& options) {
  Network network;
  network.rules = options.share ? passes::Share(rules) : rules;
  if (options.share) Builder(network).Run();
  return network;
}

std::string Print(const Network& network) {
  std::string out;
  for (size_t i = 0; i < network.atoms.size(); ++i)
    out += fmt::format("atom {} = {}\n", i, ir::Print(network.rules, network.atoms[i]));
  for (size_t i = 0; i < network.values.size(); ++i)
    out += fmt::format("value {} = {}\n", i, ir::Print(network.rules, network.values[i]));
  return out;
}

}  // namespace sigrun::net
