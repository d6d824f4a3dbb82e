// What the Sigma front end asks of YAML nodes, and says of them in messages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/source_map.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/yaml/yaml.h"

namespace sigrun::sigma {

namespace codes = diag::codes;
using yaml::NodeId;

// A part of a scalar's text; the whole scalar if the position of the part is unknown.
inline Span PartOf(const yaml::Node& scalar, size_t begin, size_t end) {
  return yaml::FindPart(scalar, begin, end).value_or(scalar.span);
}

// An entry of a mapping, from its key to the last scalar in its value: the span of a block mapping
// extends to what follows. Invalid if there is no such key.
Span EntryOf(const yaml::Tree& tree, NodeId mapping, std::string_view key);

// Adds "did you mean", with the fix if `span` is exactly `written` in the source.
void AddSuggestion(diag::Sink::Builder& diagnostic, Span span, std::string_view written,
                   std::string_view meant);

// Describes a node, for messages.
std::string Describe(const yaml::Node& node);

inline bool IsText(const yaml::Node& node) {
  return node.kind == yaml::Kind::kScalar && !yaml::IsNull(node);
}
// Reports a node that is not text. `what` names it in the message.
bool RequireText(const yaml::Node& node, const std::string& what, diag::Sink& sink);

// A single value is a list of one.
std::vector<NodeId> ListOf(const yaml::Tree& tree, NodeId id);

}  // namespace sigrun::sigma
