// A warning for first_seen beside `group by`. The memory of a first_seen is the rule's
// (docs/inside/decisions/0010): who groups by something that it does not look at is likely to
// expect a memory for each group.
#include <algorithm>
#include <set>

#include "compiler/diag/codes/state.h"
#include "compiler/sema/rule_checker.h"

namespace sigrun::sema {
namespace {

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

}  // namespace

void RuleChecker::ReportUngroupedNovelty() {
  if (!rule_.stateful) return;
  FieldCollector group(cx_.out);
  for (const ir::Named& named : rule_.stateful->group) group.Add(named.value);
  if (group.fields().empty()) return;
  for (const ir::FirstSeen& seen : rule_.stateful->first_seen) {
    FieldCollector arguments(cx_.out);
    for (const ir::ExprId argument : seen.arguments) arguments.Add(argument);
    const bool shares = std::any_of(arguments.fields().begin(), arguments.fields().end(),
                                    [&](ir::FieldId f) { return group.fields().count(f) > 0; });
    if (!shares && seen.name[0] != '_') ReportUngrouped(seen);
  }
}

void RuleChecker::ReportUngrouped(const ir::FirstSeen& seen) {
  cx_.sink.Emit(codes::FirstSeenOutsideGroup, bindings_[seen.name].ast->name.span, seen.name)
      .Note(ast_.group_by_spans.front(), "the groups are made here")
      .Help(fmt::format(
          "to detect what is new to each group, add the group's values to the arguments: "
          "`first_seen({}, …)`; if the whole rule is meant, name it `_{}`",
          rule_.stateful->group.front().name, seen.name));
}

}  // namespace sigrun::sema
