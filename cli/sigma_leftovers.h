// What Sigma documents say and the rule language has no word for: kept as comments.
#pragma once

#include <vector>

#include "base/source_map.h"
#include "compiler/ast/ast.h"
#include "compiler/format/format.h"

namespace sigrun::cli {

// Of the documents that `file` was made from: `related`, the `definition` of a log source, what a
// filter says about itself, keys of one's own. As they are written, at their places.
std::vector<format::Comment> SigmaLeftovers(const ast::File& file, const SourceMap& sources);

}  // namespace sigrun::cli
