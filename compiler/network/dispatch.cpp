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

  // The needs of the next rule; those that it is on come before it.
  const Needs& Add(const ir::Rule& rule) {
    of_rules_.push_back(rule.stateful ? OfState(*rule.stateful) : Of(rule.condition));
    return of_rules_.back();
  }

 private:
  Needs OfState(const ir::Stateful& state) const {
    std::vector<ir::ExprId> feeds;
    for (const ir::Aggregate& aggregate : state.aggregates) feeds.push_back(aggregate.where);
    for (const ir::FirstSeen& seen : state.first_seen) feeds.push_back(seen.where);
    if (state.sequence)
      for (const ir::SequenceStep& step : state.sequence->steps) feeds.push_back(step.where);
    return OfOr(feeds);
  }

  Needs Of(ir::ExprId id) const {
    const ir::Node& node = rules_.exprs[id].node;
    if (const auto* n = std::get_if<ir::Test>(&node)) return OfTest(*n);
    if (const auto* n = std::get_if<ir::And>(&node)) return OfAnd(n->operands);
    if (const auto* n = std::get_if<ir::Or>(&node)) return OfOr(n->operands);
    if (const auto* n = std::get_if<ir::AtLeast>(&node)) return OfOr(n->operands);
    if (const auto* n = std::get_if<ir::RuleMatches>(&node)) return of_rules_[n->rule];
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
  std::vector<Needs> of_rules_;
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

std::vector<std::optional<Dispatch>> FindDispatches(const ir::RuleSet& rules) {
  Finder finder(rules);
  std::vector<std::optional<Dispatch>> found;
  for (const ir::Rule& rule : rules.rules) found.push_back(Best(rules, finder.Add(rule)));
  return found;
}

}  // namespace sigrun::net
