// Translates the condition of a rule or filter to an expression.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/sigma/base/expr_builder.h"
#include "compiler/sigma/detection/condition.h"
#include "compiler/sigma/detection/selections.h"

namespace sigrun::sigma {

// `name_of` gives the name of a selection, `selections`
// contains all that a pattern can match.
class ConditionEmitter {
 public:
  using NameOf = std::function<ExprId(const Selection&, Span)>;
  ConditionEmitter(const std::vector<Selection>& selections, NameOf name_of, ExprBuilder& build,
                   diag::Sink& sink)
      : selections_(selections), name_of_(std::move(name_of)), build_(build), sink_(sink) {}

  // If every selection is bound under its own name, patterns can be kept.
  void KeepPatterns(bool keep) { keep_patterns_ = keep; }
  // Invalid after an error.
  ExprId Emit(const Condition& condition);
  // Selections that no condition has used so far.
  std::vector<const Selection*> Unused() const;

 private:
  ExprId EmitName(const Condition& condition);
  ExprId EmitOf(const Condition& condition);

  const std::vector<Selection>& selections_;
  NameOf name_of_;
  ExprBuilder& build_;
  diag::Sink& sink_;
  bool keep_patterns_ = false;
  std::set<std::string> used_;
};

// Warns of selections that no condition uses.
void ReportUnused(const ConditionEmitter& emitter, diag::Sink& sink);

}  // namespace sigrun::sigma
