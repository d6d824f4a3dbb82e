// Classifies the documents of Sigma files and applies `action`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/sigma/base/yaml_view.h"

namespace sigrun::sigma {

enum class DocumentKind : uint8_t { kRule, kCorrelation, kFilter };

struct Document {
  DocumentKind kind = DocumentKind::kRule;
  size_t file = 0;  // index of the source among those translated
  NodeId root;
  Span span;       // of the document, for messages
  Span name_span;  // of its title, or of the document
  std::string id, name, title;
  // Documents that get their id from an `action: global` share it: all but the first get a number.
  std::string id_suffix;
  std::string rule_name;  // the name of the rule in this set: a name of the language, unique
  bool broken = false;    // an error in it has been reported
};

// Classifies the documents of one file. May add merged mappings to the tree. Reports a document
// that is not a Sigma rule.
std::vector<Document> ReadDocuments(yaml::Tree& tree, size_t file, diag::Sink& sink);

}  // namespace sigrun::sigma
