// Correlations that count events or aggregate a field.
#pragma once

#include <string>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/sigma/base/draft.h"
#include "compiler/sigma/correlation/correlation.h"
#include "compiler/sigma/correlation_rule/terms.h"
#include "compiler/sigma/correlation_rule/values.h"
#include "compiler/sigma/documents/documents.h"

namespace sigrun::sigma {

class AggregateEmitter {
 public:
  AggregateEmitter(const Documents& documents, const Correlation& read, Draft& draft,
                   CorrelationTerms& terms, CorrelationValues& values, diag::Sink& sink)
      : documents_(documents),
        read_(read),
        draft_(draft),
        terms_(terms),
        values_(values),
        sink_(sink) {}

  void EventCount();
  void Sum();
  // One aggregate of the fields over the events of all inputs.
  void Over(const std::string& wanted, const std::string& function);
  void Percentile();

 private:
  std::vector<ExprId> Values();
  ExprId AnyInput();
  ExprId AggregateOver(const std::string& wanted, const std::string& function,
                       std::vector<ExprId> arguments);
  ExprId PerInput(const std::string& wanted, const std::string& function,
                  const std::vector<ExprId>& arguments);
  ExprId CountedAtOnce();

  const Documents& documents_;
  const Correlation& read_;
  Draft& draft_;
  CorrelationTerms& terms_;
  CorrelationValues& values_;
  diag::Sink& sink_;
};

}  // namespace sigrun::sigma
