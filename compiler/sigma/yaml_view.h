// What all parts of the Sigma front end share: the documents, the file being built, the sink.
// Private to sigma.
#pragma once

#include <string>
#include <string_view>

#include "compiler/ast/ast.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/yaml/yaml.h"

namespace sigrun::sigma {

using diag::Code;
using yaml::NodeId;

// A part of a scalar's text; the whole scalar where it is not known where the part stands.
inline Span PartOf(const yaml::Node& scalar, size_t begin, size_t end) {
  return yaml::FindPart(scalar, begin, end).value_or(scalar.span);
}

// An entry of a mapping, from its key to the last scalar in its value: the span of a mapping in
// blocks goes on to what follows. Invalid where there is no such key.
Span EntryOf(const yaml::Tree& tree, NodeId mapping, std::string_view key);

// "did you mean", with the fix where `span` is `written` as it stands and no more.
void AddSuggestion(diag::Sink::Builder& diagnostic, Span span, std::string_view written,
                   std::string_view meant);

// What a node is, for messages.
std::string Describe(const yaml::Node& node);

}  // namespace sigrun::sigma
