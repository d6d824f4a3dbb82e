#include <fmt/format.h>

#include <unordered_map>

#include "compiler/ir/print_constant.h"
#include "compiler/passes/passes.h"
#include "compiler/passes/rewrite.h"

namespace sigrun::passes {
namespace {

// The key of a node, with operands as ids: equal keys mean equal nodes.
struct KeyOf {
  std::string operator()(const ir::Const& n) const {
    return fmt::format("const {} {}", n.value.index(), ir::PrintConstant(n.value));
  }
  std::string operator()(const ir::ParamRef& n) const { return fmt::format("param {}", n.param); }
  std::string operator()(const ir::FieldRef& n) const {
    return fmt::format("field {}", n.field.index);
  }
  std::string operator()(const ir::CellRef&) const {
    return {};
  }  // belongs to one rule: never shared
  std::string operator()(const ir::Truth& n) const { return n.value ? "true" : "false"; }
  std::string operator()(const ir::Call& n) const { return fmt::format("call {}", n.kernel); }
  std::string operator()(const ir::Test& n) const {
    return fmt::format("test {} {}", n.kernel, n.all_elements);
  }
  std::string operator()(const ir::Member& n) const { return fmt::format("member {}", n.key); }
  std::string operator()(const ir::If&) const { return "if"; }
  std::string operator()(const ir::Coalesce&) const { return "coalesce"; }
  std::string operator()(const ir::BoolOf&) const { return "bool"; }
  std::string operator()(const ir::And&) const { return "and"; }
  std::string operator()(const ir::Or&) const { return "or"; }
  std::string operator()(const ir::Not&) const { return "not"; }
  std::string operator()(const ir::AtLeast& n) const { return fmt::format("at-least {}", n.count); }
  std::string operator()(const ir::RuleMatches& n) const {
    return fmt::format("rule {} {}", n.rule, n.fires);
  }
  std::string operator()(const ir::Presence& n) const {
    return fmt::format("presence {}", static_cast<int>(n.mode));
  }
};

}  // namespace

ir::RuleSet Share(const ir::RuleSet& rules) {
  std::unordered_map<std::string, ir::ExprId> known;
  return Rewrite(rules, [&known](ir::RuleSet& out, ir::Node node, const ir::Expr& old) {
    std::string key = std::visit(KeyOf{}, node);
    for (const ir::ExprId operand : ir::Operands(node)) key += fmt::format(" {}", operand.index);
    if (std::holds_alternative<ir::CellRef>(node))
      return out.Add(std::move(node), old.type, old.span);
    const auto [place, added] = known.try_emplace(std::move(key));
    if (added) place->second = out.Add(std::move(node), old.type, old.span);
    return place->second;
  });
}

}  // namespace sigrun::passes
