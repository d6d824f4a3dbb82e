// The parts of predicates: the tests that `and`, `or` and `not` join, as fields of an alert that
// contain each result and the values it came from. Private to ruletest.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/source_map.h"
#include "compiler/ir/ir.h"
#include "runtime/alert/alert.h"

namespace sigrun::engine {

class Parts {
 public:
  // `rules` gets the expressions that the fields need. `state`: of the rule, where they are read
  // with it; else null.
  Parts(ir::RuleSet& rules, const SourceMap& sources, const ir::Stateful* state)
      : rules_(rules), sources_(sources), state_(state) {}

  void Add(ir::ExprId predicate);
  const std::vector<ir::Named>& fields() const { return fields_; }

  // The result of the predicate if the alert has the fields.
  bool Holds(ir::ExprId predicate, const alert::NamedData& values) const;
  // The deciding parts: "`a == 1` is false (a is 2)".
  std::vector<std::string> Why(ir::ExprId predicate, const alert::NamedData& values) const;
  // The source text of an expression in one line, cut where it is long.
  std::string Text(ir::ExprId expr) const;

 private:
  static constexpr size_t kMostParts = 200;

  const ir::Node& node(ir::ExprId id) const { return rules_.exprs[id].node; }
  void AddPart(ir::ExprId part);
  void Explain(ir::ExprId id, const alert::NamedData& values, std::vector<std::string>& out) const;
  std::string CellName(uint32_t cell) const;
  std::string ExplainPart(ir::ExprId id, const alert::NamedData& values) const;

  ir::RuleSet& rules_;
  const SourceMap& sources_;
  const ir::Stateful* const state_;
  std::vector<ir::Named> fields_;
  struct Place {
    size_t first = 0, values = 0;  // the field of the result, and how many values it has
    bool known = false;
  };
  std::map<ir::ExprId, Place> places_;
};

}  // namespace sigrun::engine
