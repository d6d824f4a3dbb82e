// The YAML that rules were made from, for what the syntax tree does not tell of it.
#pragma once

#include <vector>

#include "base/source_map.h"
#include "compiler/ast/ast.h"
#include "compiler/format/format.h"
#include "compiler/yaml/yaml.h"

namespace sigrun::cli {

class SigmaSource {
 public:
  SigmaSource(SourceId source, const SourceMap& sources);

  // What the documents of these rules say and the rule language has no word for, as comments:
  // `related`, the `definition` of a log source, what a filter says about itself, keys of one's
  // own. As they are written, at their places.
  std::vector<format::Comment> Leftovers(const ast::File& file) const;
  // Gives what was made of a log source, the rules of a correlation and `fields` the places of
  // these, so that comments stay with them.
  void Place(ast::File& file) const;

 private:
  using Entries = std::vector<yaml::Entry>;
  static bool IsCarried(const yaml::Node& key, const yaml::Node& value, const ast::Rule* rule);
  const Entries& EntriesOf(yaml::NodeId mapping) const { return tree_[mapping].entries; }
  bool Holds(yaml::NodeId root, Span part) const;
  uint32_t End(yaml::NodeId mapping, size_t entry) const;
  Span PlaceOf(yaml::NodeId mapping, std::string_view key) const;
  format::Comment Comment(Span key, uint32_t end) const;
  void Document(yaml::NodeId root, const ast::Rule* rule, std::vector<format::Comment>& out) const;
  void LogSource(yaml::NodeId mapping, uint32_t end, std::vector<format::Comment>& out) const;

  std::string_view text_;
  yaml::Tree tree_;
};

}  // namespace sigrun::cli
