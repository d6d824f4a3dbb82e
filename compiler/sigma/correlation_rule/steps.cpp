#include "compiler/sigma/correlation_rule/steps.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace sigrun::sigma {
namespace {

class AlternativesMaker {
 public:
  AlternativesMaker(bool ordered, const std::function<size_t(const Condition&)>& rule_of)
      : ordered_(ordered), rule_of_(rule_of) {}

  std::vector<Steps> Make(const Condition& condition, bool negated) const {
    Step step{{}, negated, condition.span};
    if (ReadNames(condition, step.rules)) return {{std::move(step)}};
    if (condition.kind == Condition::kNot) return Make(condition.operands[0], !negated);
    std::vector<Steps> made;
    // not (a or b) is not a and not b
    const bool all = (condition.kind == Condition::kAnd) != negated;
    if (all) made.emplace_back();
    for (const Condition& operand : condition.operands) {
      std::vector<Steps> more = Make(operand, negated);
      if (all)
        made = Products(made, more);
      else
        std::move(more.begin(), more.end(), std::back_inserter(made));
      if (made.size() > kMostSteps) break;
    }
    return made;
  }

 private:
  std::vector<Steps> Products(const std::vector<Steps>& some,
                              const std::vector<Steps>& others) const {
    std::vector<Steps> products;
    for (const Steps& first : some)
      for (const Steps& second : others) {
        Steps product = first;
        for (const Step& step : second) Add(step, product);
        if (ordered_ || CanHold(product)) products.push_back(std::move(product));
      }
    return products;
  }

  // Not if the same rule must match and must not match: `a and not a`.
  static bool CanHold(const Steps& steps) {
    const auto is_of = [](const Step& some, const Step& others) {
      return std::all_of(some.rules.begin(), some.rules.end(), [&](size_t rule) {
        return std::find(others.rules.begin(), others.rules.end(), rule) != others.rules.end();
      });
    };
    return std::none_of(steps.begin(), steps.end(), [&](const Step& step) {
      return !step.negated && std::any_of(steps.begin(), steps.end(), [&](const Step& other) {
        return other.negated && is_of(step, other);
      });
    });
  }

  // In an unordered sequence it is enough to name a step once.
  void Add(const Step& step, Steps& steps) const {
    const auto same = [&](const Step& other) {
      return other.rules == step.rules && other.negated == step.negated;
    };
    if (ordered_ || std::none_of(steps.begin(), steps.end(), same)) steps.push_back(step);
  }

  // Whether the condition is one rule, or any of several.
  bool ReadNames(const Condition& condition, std::vector<size_t>& rules) const {
    if (condition.kind == Condition::kName) {
      const size_t rule = rule_of_(condition);
      if (std::find(rules.begin(), rules.end(), rule) == rules.end()) rules.push_back(rule);
      return true;
    }
    return condition.kind == Condition::kOr &&
           std::all_of(condition.operands.begin(), condition.operands.end(),
                       [&](const Condition& operand) { return ReadNames(operand, rules); });
  }

  bool ordered_;
  const std::function<size_t(const Condition&)>& rule_of_;
};

}  // namespace

std::vector<Steps> AlternativesOf(const Condition& condition, bool ordered,
                                  const std::function<size_t(const Condition&)>& rule_of) {
  return AlternativesMaker(ordered, rule_of).Make(condition, false);
}

std::optional<uint32_t> LeastSteps(const std::vector<Comparison>& comparisons, size_t count) {
  if (comparisons.empty()) return 0;
  if (comparisons.size() > 1) return std::nullopt;
  const Comparison& comparison = comparisons[0];
  const auto* whole = std::get_if<int64_t>(&comparison.threshold);
  if (whole == nullptr) return std::nullopt;
  int64_t least = *whole;
  if (comparison.op == ">") ++least;
  const bool exact_all = comparison.op == "==" && least == static_cast<int64_t>(count);
  if (comparison.op != ">" && comparison.op != ">=" && !exact_all) return std::nullopt;
  if (least < 1 || least > static_cast<int64_t>(count)) return std::nullopt;
  return least == static_cast<int64_t>(count) ? 0 : static_cast<uint32_t>(least);
}

std::string WrongWith(const std::vector<Steps>& alternatives, bool ordered) {
  if (alternatives.empty()) return "the condition never holds";
  size_t count = 0;
  for (const Steps& steps : alternatives) {
    count += steps.size();
    if (std::all_of(steps.begin(), steps.end(), [](const Step& step) { return step.negated; }))
      return "the condition holds when nothing happens";
    if (ordered && steps.front().negated)
      return "an ordered correlation cannot begin with what must not happen";
  }
  if (count <= kMostSteps) return {};
  return fmt::format("more than {} rules{}", kMostSteps,
                     alternatives.size() > 1 ? ", after expanding each `or`" : "");
}

}  // namespace sigrun::sigma
