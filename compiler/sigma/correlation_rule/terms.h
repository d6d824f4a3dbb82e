// The expressions that the rule of a correlation is made of.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/source_map.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/sigma/base/draft.h"
#include "compiler/sigma/correlation/correlation.h"
#include "compiler/sigma/documents/documents.h"

namespace sigrun::sigma {

class CorrelationTerms {
 public:
  CorrelationTerms(const Documents& documents, const Correlation& read, Draft& draft,
                   diag::Sink& sink)
      : documents_(documents), read_(read), draft_(draft), sink_(sink) {}

  // Each input once, even if it is named several times.
  std::vector<Correlation::Input> Inputs() const;
  const std::string& NameOf(size_t document) const { return documents_[document].rule_name; }
  // Whether the rule matches the event.
  ExprId Matches(size_t document, Span span);
  // The span of the condition; of the correlation if it has none.
  Span ConditionSpan() const;
  ExprId Timespan();

  void AddWindow();
  // An aggregate, bound to a name.
  ExprId Aggregate(const std::string& wanted, const std::string& function,
                   std::vector<ExprId> arguments, ExprId where);
  // 1 if the condition holds, otherwise 0.
  ExprId OneIf(ExprId condition, Span span);
  // The second alone if the first is invalid.
  ExprId Plus(ExprId sum, ExprId one);
  // Sets the rule's condition: the number fulfils all comparisons.
  void Compare(ExprId number);

  // Whether this needs more aggregates than a rule can have; reports it.
  bool TooMany(size_t rules);

 private:
  const Documents& documents_;
  const Correlation& read_;
  Draft& draft_;
  diag::Sink& sink_;
};

}  // namespace sigrun::sigma
