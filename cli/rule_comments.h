// The comments of a rule file whose rules become something else.
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

  // Those on the lines before the rule of this name, as lines of YAML.
  std::string Before(Span name) const;
  // The log sources that comments before or in the rules give to them.
  const sigma_export::LogSources& log_sources() const { return log_sources_; }
  // How many there are besides, those of tests and fixtures aside.
  size_t others() const { return others_; }

 private:
  std::map<uint32_t, std::string> before_;  // by where the rule's name stands
  sigma_export::LogSources log_sources_;
  size_t others_ = 0;
};

}  // namespace sigrun::cli
