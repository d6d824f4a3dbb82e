#include "compiler/sema/state/rule_novelty.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "compiler/diag/codes/state.h"

namespace sigrun::sema {
namespace {

namespace codes = diag::codes;

class FieldCollector {
 public:
  explicit FieldCollector(const ir::RuleSet& rules) : rules_(rules) {}

  void Add(ir::ExprId expr) {
    if (!seen_.insert(expr).second) return;
    const ir::Node& node = rules_.exprs[expr].node;
    if (const auto* field = std::get_if<ir::FieldRef>(&node)) fields_.insert(field->field);
    for (const ir::ExprId operand : ir::Operands(node)) Add(operand);
  }
  const std::set<ir::FieldId>& fields() const { return fields_; }

 private:
  const ir::RuleSet& rules_;
  std::set<ir::ExprId> seen_;
  std::set<ir::FieldId> fields_;
};

Span NameOf(const ast::Rule& rule, const std::string& binding) {
  const auto found = std::ranges::find(rule.bindings, binding,
                                       [](const ast::Binding& one) { return one.name.text; });
  return found == rule.bindings.end() ? rule.name.span : found->name.span;
}

}  // namespace

void ReportUngroupedNovelty(const ir::RuleSet& rules, const ir::Rule& rule,
                            const ast::Rule& written, diag::Sink& sink) {
  if (!rule.stateful) return;
  FieldCollector group(rules);
  for (const ir::Named& named : rule.stateful->group) group.Add(named.value);
  if (group.fields().empty()) return;
  for (const ir::FirstSeen& seen : rule.stateful->first_seen) {
    FieldCollector arguments(rules);
    for (const ir::ExprId argument : seen.arguments) arguments.Add(argument);
    const bool shares = std::any_of(arguments.fields().begin(), arguments.fields().end(),
                                    [&](ir::FieldId f) { return group.fields().count(f) > 0; });
    if (shares || seen.name[0] == '_') continue;
    sink.Emit(codes::FirstSeenOutsideGroup, NameOf(written, seen.name), seen.name)
        .Note(written.group_by_spans.front(), "the groups are made here")
        .Help(fmt::format(
            "to detect what is new to each group, add the group's values to the arguments: "
            "`first_seen({}, …)`; if the whole rule is meant, name it `_{}`",
            rule.stateful->group.front().name, seen.name));
  }
}

}  // namespace sigrun::sema
