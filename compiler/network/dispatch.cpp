#include "compiler/network/dispatch.h"

#include <algorithm>
#include <set>

namespace sigrun::net {
namespace {

// For each field, texts one of which the field must hold for the predicate to be true. No entry: no
// such need is known. Sets stay small: a need for any of thousands of values selects little.
using Needs = std::map<ir::FieldId, std::set<std::string>>;
constexpr size_t kMostTexts = 1'000;

class Finder {
 public:
  explicit Finder(const ir::RuleSet& rules) : rules_(rules) {}

  Needs Of(ir::ExprId id) const {
    const ir::Node& node = rules_.exprs[id].node;
    if (const auto* n = std::get_if<ir::Test>(&node)) return OfTest(*n);
    if (const auto* n = std::get_if<ir::And>(&node)) return OfAnd(n->operands);
    if (const auto* n = std::get_if<ir::Or>(&node)) return OfOr(n->operands);
    if (const auto* n = std::get_if<ir::AtLeast>(&node)) return OfOr(n->operands);
    return {};
  }

  // One of these holds.
  Needs OfOr(const std::vector<ir::ExprId>& operands) const {
    Needs common;
    bool first = true;
    for (const ir::ExprId operand : operands) {
      Needs needs = Of(operand);
      if (first)
        common = std::move(needs);
      else
        Unite(common, needs);
      first = false;
      if (common.empty()) return {};
    }
    return common;
  }

 private:
  static void Unite(Needs& common, const Needs& needs) {
    for (auto it = common.begin(); it != common.end();) {
      const auto other = needs.find(it->first);
      if (other != needs.end()) it->second.insert(other->second.begin(), other->second.end());
      const bool keep = other != needs.end() && it->second.size() <= kMostTexts;
      it = keep ? std::next(it) : common.erase(it);
    }
  }

  Needs OfAnd(const std::vector<ir::ExprId>& operands) const {
    Needs all;
    for (const ir::ExprId operand : operands)
      for (auto& [field, texts] : Of(operand)) {
        const auto [place, added] = all.try_emplace(field, texts);
        if (!added && texts.size() < place->second.size()) place->second = texts;
      }
    return all;
  }

  Needs OfTest(const ir::Test& test) const {
    const std::string_view name = stdlib::Kernels()[test.kernel].name;
    const auto* field = std::get_if<ir::FieldRef>(&rules_.exprs[test.arguments[0]].node);
    if (field == nullptr || test.arguments.size() != 2) return {};
    const auto* constant = std::get_if<ir::Const>(&rules_.exprs[test.arguments[1]].node);
    if (constant == nullptr) return {};
    if (name == "eq_text" || name == "eq_text_cased") {
      const auto* text = std::get_if<std::string>(&constant->value);
      return text ? Needs{{field->field, {*text}}} : Needs{};
    }
    if (name == "in_text" || name == "in_text_cased") {
      const auto* spec = std::get_if<stdlib::PreparedSpec>(&constant->value);
      if (spec == nullptr || spec->items.size() > kMostTexts) return {};
      return {{field->field, {spec->items.begin(), spec->items.end()}}};
    }
    return {};
  }

  const ir::RuleSet& rules_;
};

// Event names tell events apart best; otherwise the fewest values do.
std::optional<Dispatch> Best(const ir::RuleSet& rules, const Needs& needs) {
  const Needs::value_type* best = nullptr;
  const auto rank = [&](const Needs::value_type& need) {
    const bool event_name = rules.fields[need.first].path == std::vector<std::string>{"eventName"};
    return std::make_pair(event_name ? 0 : 1, need.second.size());
  };
  for (const auto& need : needs)
    if (best == nullptr || rank(need) < rank(*best)) best = &need;
  if (best == nullptr) return std::nullopt;
  return Dispatch{best->first, {best->second.begin(), best->second.end()}};
}

}  // namespace

std::optional<Dispatch> FindDispatch(const ir::RuleSet& rules, const ir::Rule& rule) {
  const Finder finder(rules);
  if (!rule.stateful) return Best(rules, finder.Of(rule.condition));
  std::vector<ir::ExprId> feeds;
  for (const ir::Aggregate& aggregate : rule.stateful->aggregates) feeds.push_back(aggregate.where);
  for (const ir::FirstSeen& seen : rule.stateful->first_seen) feeds.push_back(seen.where);
  if (rule.stateful->sequence)
    for (const ir::SequenceStep& step : rule.stateful->sequence->steps) feeds.push_back(step.where);
  return Best(rules, finder.OfOr(feeds));
}

}  // namespace sigrun::net
