// f == "a" or f == "b" becomes f in ["a", "b"], and likewise for startswith, endswith and contains:
// one test against a list instead of many. A test that others also use is kept, because it is
// evaluated once for all of them.
#include <map>
#include <tuple>

#include "compiler/passes/passes.h"
#include "compiler/passes/rewrite.h"

namespace sigrun::passes {
namespace {

struct ListTest {
  std::string_view one, list;
};
constexpr ListTest kListTests[] = {
    {"eq_text", "in_text"},           {"eq_text_cased", "in_text_cased"},
    {"contains", "contains_any"},     {"contains_cased", "contains_any_cased"},
    {"startswith", "startswith_any"}, {"startswith_cased", "startswith_any_cased"},
    {"endswith", "endswith_any"},     {"endswith_cased", "endswith_any_cased"},
};

stdlib::KernelId KernelNamed(std::string_view name) {
  const auto kernel = stdlib::FindKernel(name);
  SIGRUN_CHECK(kernel);
  return *kernel;
}

// The strings that a test accepts.
struct Wanted {
  stdlib::KernelId kernel;  // that takes a list
  ir::ExprId value;
  std::vector<std::string> texts;
};

std::optional<Wanted> WantedBy(const ir::RuleSet& rules, ir::ExprId id) {
  const auto* test = std::get_if<ir::Test>(&rules.exprs[id].node);
  if (test == nullptr || test->all_elements || test->arguments.size() != 2) return std::nullopt;
  const auto* constant = std::get_if<ir::Const>(&rules.exprs[test->arguments[1]].node);
  if (constant == nullptr) return std::nullopt;
  const std::string_view name = stdlib::Kernels()[test->kernel].name;
  const auto* text = std::get_if<std::string>(&constant->value);
  const auto* spec = std::get_if<stdlib::PreparedSpec>(&constant->value);
  for (const ListTest& row : kListTests) {
    if (text != nullptr && name == row.one)
      return Wanted{KernelNamed(row.list), test->arguments[0], {*text}};
    if (spec != nullptr && name == row.list)
      return Wanted{test->kernel, test->arguments[0], spec->items};
  }
  return std::nullopt;
}

// Equal for tests of the same kernel and the same value: a field, or one expression.
using GroupKey = std::tuple<stdlib::KernelId, bool, uint32_t>;
GroupKey KeyOf(const ir::RuleSet& rules, const Wanted& wanted) {
  const auto* field = std::get_if<ir::FieldRef>(&rules.exprs[wanted.value].node);
  return {wanted.kernel, field != nullptr,
          field != nullptr ? field->field.index : wanted.value.index};
}

class Merger {
 public:
  explicit Merger(const ir::RuleSet& rules) : uses_(rules) {}

  ir::ExprId Remake(ir::RuleSet& out, ir::Node node, const ir::Expr& old) const {
    const auto* before = std::get_if<ir::Or>(&old.node);
    if (before == nullptr) return out.Add(std::move(node), old.type, old.span);
    const auto& operands = std::get<ir::Or>(node).operands;
    std::vector<ir::ExprId> kept;
    Groups groups;
    for (size_t i = 0; i < operands.size(); ++i) {
      auto wanted = WantedBy(out, operands[i]);
      if (wanted && uses_.of(before->operands[i]) == 1)
        Join(out, groups, std::move(*wanted), operands[i]);
      else
        kept.push_back(operands[i]);
    }
    for (const Group& group : groups.all) kept.push_back(Merged(out, group));
    if (kept.size() == 1) return kept.front();
    return out.Add(ir::Or{std::move(kept)}, old.type, old.span);
  }

 private:
  struct Group {
    Wanted wanted;
    std::vector<ir::ExprId> tests;
  };
  struct Groups {
    std::vector<Group> all;  // in source order
    std::map<GroupKey, size_t> places;
  };

  static void Join(const ir::RuleSet& out, Groups& groups, Wanted wanted, ir::ExprId test) {
    const auto [place, added] = groups.places.try_emplace(KeyOf(out, wanted), groups.all.size());
    if (added) {
      groups.all.push_back({std::move(wanted), {test}});
      return;
    }
    Group& group = groups.all[place->second];
    group.wanted.texts.insert(group.wanted.texts.end(), wanted.texts.begin(), wanted.texts.end());
    group.tests.push_back(test);
  }

  static ir::ExprId Merged(ir::RuleSet& out, const Group& group) {
    if (group.tests.size() == 1) return group.tests.front();
    const ir::Expr first = out.exprs[group.tests.front()];
    const stdlib::PreparedKind kind =
        *stdlib::Kernels()[group.wanted.kernel].parameters[1].prepared;
    const ir::ExprId list = out.Add(ir::Const{stdlib::PreparedSpec{kind, group.wanted.texts, {}}},
                                    stdlib::kString, first.span);
    return out.Add(ir::Test{group.wanted.kernel, false, {group.wanted.value, list}}, first.type,
                   first.span);
  }

  const Uses uses_;
};

}  // namespace

ir::RuleSet MergeTests(const ir::RuleSet& rules) {
  const Merger merger(rules);
  return Rewrite(rules, [&](ir::RuleSet& out, ir::Node node, const ir::Expr& old) {
    return merger.Remake(out, std::move(node), old);
  });
}

}  // namespace sigrun::passes
