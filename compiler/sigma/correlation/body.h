// The `correlation` part of a document while it is read: what its readers share, and their
// messages.
#pragma once

#include <string>
#include <vector>

#include "base/source_map.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/sigma/base/yaml_view.h"
#include "compiler/sigma/correlation/correlation.h"
#include "compiler/sigma/documents/references.h"
#include "compiler/yaml/yaml.h"

namespace sigrun::sigma {

struct CorrelationBody {
  const yaml::Tree& tree;
  NodeId mapping;
  References& references;
  diag::Sink& sink;

  // Whether a field is named; reports it if not.
  bool RequireField(NodeId id) const;
  // Adds the fields that a name or a list of names means. `what` is the key.
  void ReadFields(NodeId id, const std::string& what,
                  std::vector<Correlation::Field>& fields) const;

  void ReportWrong(NodeId id, const std::string& what, const std::string& wanted) const;
  void ReportMissing(const std::string& key, const std::string& wanted) const;
  // Warns of what has no effect.
  void WarnOfIdle(Span span, const std::string& what, const std::string& help) const;
};

}  // namespace sigrun::sigma
