#include <algorithm>
#include <set>

#include "compiler/passes/passes.h"
#include "compiler/passes/rewrite.h"

namespace sigrun::passes {
namespace {

class Flattener {
 public:
  explicit Flattener(const ir::RuleSet& rules) : uses_(rules) {}

  ir::ExprId Remake(ir::RuleSet& out, ir::Node node, const ir::Expr& old) const {
    if (const auto* n = std::get_if<ir::And>(&old.node)) Splice(out, *n, std::get<ir::And>(node));
    if (const auto* n = std::get_if<ir::Or>(&old.node)) Splice(out, *n, std::get<ir::Or>(node));
    return out.Add(std::move(node), old.type, old.span);
  }

 private:
  // Replaces operands of the same kind that are not used elsewhere by their own operands.
  template <class Node>
  void Splice(const ir::RuleSet& out, const Node& old, Node& node) const {
    std::vector<ir::ExprId> flat;
    std::set<ir::ExprId> seen;
    const auto add = [&](ir::ExprId id) {
      if (seen.insert(id).second) flat.push_back(id);
    };
    for (size_t i = 0; i < old.operands.size(); ++i) {
      const auto* nested = std::get_if<Node>(&out.exprs[node.operands[i]].node);
      if (nested == nullptr || uses_.of(old.operands[i]) > 1)
        add(node.operands[i]);
      else
        std::for_each(nested->operands.begin(), nested->operands.end(), add);
    }
    node.operands = std::move(flat);
  }

  const Uses uses_;
};

}  // namespace

ir::RuleSet Flatten(const ir::RuleSet& rules) {
  const Flattener flattener(rules);
  return Rewrite(rules, [&](ir::RuleSet& out, ir::Node node, const ir::Expr& old) {
    return flattener.Remake(out, std::move(node), old);
  });
}

}  // namespace sigrun::passes
