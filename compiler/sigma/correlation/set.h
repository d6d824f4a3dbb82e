// The correlations of all documents.
#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/sigma/correlation/correlation.h"
#include "compiler/sigma/documents/documents.h"
#include "compiler/sigma/documents/references.h"

namespace sigrun::sigma {

class CorrelationSet {
 public:
  // Reads them. One with an error, one that depends on itself, and one that is nested too deeply
  // are marked as broken.
  CorrelationSet(Documents& documents, References& references, diag::Sink& sink);

  // In order: inputs before the correlations that use them.
  auto begin() const { return correlations_.begin(); }
  auto end() const { return correlations_.end(); }

  // By the index of its document; null for a rule, and for a correlation that could not be read.
  const Correlation* Find(size_t document) const;

 private:
  std::vector<Correlation> correlations_;
  std::map<size_t, size_t> index_;  // by document: in correlations_
};

}  // namespace sigrun::sigma
