// The comments of a Sigma file, for a converter. What the rule language cannot express becomes a
// comment too, as written and at its location: `related`, the `definition` of a log source, the
// metadata of a filter, custom keys.
#pragma once

#include <vector>

#include "base/source_map.h"
#include "compiler/ast/ast.h"
#include "compiler/yaml/yaml.h"

namespace sigrun::sigma {

// In order. `file` is a result of Translate.
std::vector<yaml::Comment> CommentsOf(const ast::File& file, const SourceMap& sources);

}  // namespace sigrun::sigma
