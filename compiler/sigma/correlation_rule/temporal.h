// Correlations that wait for several rules to match, ordered or unordered.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/source_map.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/sigma/base/draft.h"
#include "compiler/sigma/correlation/correlation.h"
#include "compiler/sigma/correlation_rule/steps.h"
#include "compiler/sigma/correlation_rule/terms.h"
#include "compiler/sigma/documents/references.h"

namespace sigrun::sigma {

class TemporalEmitter {
 public:
  TemporalEmitter(References& references, const Correlation& read, Draft& draft,
                  CorrelationTerms& terms, diag::Sink& sink)
      : references_(references),
        read_(read),
        ordered_(read.type == Correlation::kTemporalOrdered),
        draft_(draft),
        terms_(terms),
        sink_(sink) {}

  void Emit();

 private:
  void EmitSequence(const std::vector<Steps>& alternatives, uint32_t at_least);
  // Compares the number of rules that were seen.
  void EmitStepCount(const Steps& steps);
  // A single rule is a step by its own name; several rules need a new name.
  std::string StepName(const Step& step);
  ExprId Seen(size_t document, Span span);

  References& references_;
  const Correlation& read_;
  const bool ordered_;
  Draft& draft_;
  CorrelationTerms& terms_;
  diag::Sink& sink_;
  std::map<size_t, ExprId> counts_;  // by document
  std::map<std::vector<size_t>, std::string> step_names_;
};

}  // namespace sigrun::sigma
