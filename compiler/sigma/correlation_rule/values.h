// The values of fields at the events of a correlation's rules, which may use different names.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/source_map.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/sigma/base/draft.h"
#include "compiler/sigma/correlation/correlation.h"
#include "compiler/sigma/correlation/set.h"
#include "compiler/sigma/documents/documents.h"
#include "stdlib/schema/log_source.h"

namespace sigrun::sigma {

class CorrelationValues {
 public:
  CorrelationValues(const Documents& documents, const CorrelationSet& correlations,
                    const Correlation& read, Draft& draft, diag::Sink& sink)
      : documents_(documents),
        correlations_(correlations),
        read_(read),
        draft_(draft),
        sink_(sink) {}

  // The field at an event of one of the inputs. If the inputs use another name than the
  // correlation, it is a binding; if the names differ between inputs, the name of the first
  // matching rule is used.
  ExprId Of(const Correlation::Field& field);

  // The rules that the values refer to, which must be inputs of the correlation's rule.
  const std::set<size_t>& leaves() const { return leaves_; }

 private:
  struct Leaf {
    size_t document;                 // a rule, not a correlation
    std::vector<std::string> names;  // of the field, as the log calls it
    const stdlib::LogSource* source;
  };
  struct Leaves {
    std::vector<Leaf> all;                          // each rule once
    std::set<std::pair<size_t, std::string>> seen;  // documents and the requested fields
    std::optional<size_t> twice;                    // a rule with two different names
  };
  void FindLeaves(const Correlation& correlation, size_t input, const std::string& field,
                  Leaves& leaves) const;
  void RefuseTwice(const Correlation::Field& field, size_t rule);
  ExprId AnyOf(std::span<const Leaf> leaves, Span span);

  const Documents& documents_;
  const CorrelationSet& correlations_;
  const Correlation& read_;
  Draft& draft_;
  diag::Sink& sink_;
  std::map<std::string, std::string> bindings_;  // of fields with other names
  std::set<size_t> leaves_;
};

}  // namespace sigrun::sigma
