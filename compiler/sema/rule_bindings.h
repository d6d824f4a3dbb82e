// The names of a rule: its bindings, its parameters, and the rules that it depends on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/source_map.h"
#include "compiler/ast/ast.h"
#include "compiler/ir/ir.h"
#include "compiler/sema/context/context.h"
#include "compiler/sema/rule/bound.h"
#include "compiler/sema/rule/rule_inputs.h"
#include "compiler/sema/rule/rule_scope.h"

namespace sigrun::sema {

// A binding is checked when it is first used.
class RuleBindings final : public BoundNames {
 public:
  RuleBindings(RuleScope& scope, RuleInputs& inputs)
      : scope_(scope), cx_(scope.cx), inputs_(inputs) {}

  void Declare();
  // Checks the bindings that nothing used until now, too.
  void ResolveAll();
  void ReportUnused();

  Bound* Resolved(const std::string& name, Span span) override;
  std::optional<Typed> Binding(const std::string& name,
                               const std::vector<ast::PathSegment>& members, size_t& taken,
                               Span span) override;
  std::optional<Typed> Param(const std::string& name, Span span) override;
  std::vector<ir::ExprId> Selections(const std::string& pattern) override;
  std::vector<std::string> Names() const override;

 private:
  void DeclareBindings();
  void DeclareParams();
  bool IsMetadata(const ast::Binding& binding) const;
  Bound* Find(const std::string& name);
  void Resolve(const std::string& name, Bound& bound, Span span);
  void ReportBareAggregate(const ast::Path& path, Span span);
  void ReportUnused(const Bound& bound);

  RuleScope& scope_;
  Context& cx_;
  RuleInputs& inputs_;
  std::map<std::string, Bound> bindings_;
  std::vector<std::string> binding_order_;
  // Index in RuleSet::params; without one, it represents a reported error.
  std::map<std::string, std::optional<uint32_t>> params_;
};

}  // namespace sigrun::sema
