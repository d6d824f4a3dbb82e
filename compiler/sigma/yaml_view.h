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

// A part of a scalar's text, where the scalar stands as it is; else the whole scalar.
inline Span PartOf(const yaml::Node& scalar, size_t begin, size_t end) {
  if (!scalar.verbatim) return scalar.span;
  return {scalar.span.source, scalar.span.begin + static_cast<uint32_t>(begin),
          scalar.span.begin + static_cast<uint32_t>(end)};
}

// What a node is, for messages.
std::string Describe(const yaml::Node& node);

}  // namespace sigrun::sigma
