// The comments of a rule file whose rules are converted.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "base/source_map.h"
#include "compiler/ast/ast.h"
#include "compiler/sigma_export/export.h"

namespace sigrun::cli {

class RuleComments {
 public:
  RuleComments(const ast::File& file, const SourceMap& sources);

  // The comments on the lines before the rule of this name, as lines of YAML.
  std::string Before(Span name) const;
  // The log sources that comments before or in the rules give to them.
  const sigma_export::LogSources& log_sources() const { return log_sources_; }
  // The number of other comments, except those of tests and fixtures.
  size_t others() const { return others_; }

 private:
  std::map<uint32_t, std::string> before_;  // by the position of the rule's name
  sigma_export::LogSources log_sources_;
  size_t others_ = 0;
};

}  // namespace sigrun::cli
