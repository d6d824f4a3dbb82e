// The data that all parts of the Sigma front end share: the documents, the file being built, the
// sink. Private to sigma.
#pragma once

#include <string>
#include <string_view>

#include "compiler/ast/ast.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/yaml/yaml.h"

namespace sigrun::sigma {

using diag::Code;
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

}  // namespace sigrun::sigma
