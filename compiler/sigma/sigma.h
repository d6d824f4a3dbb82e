// The second front end: translates Sigma YAML to the syntax tree of the rule language. Rules,
// correlations, filters and the deprecated forms; docs/reference/sigma.md says what each means
// here.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/source_map.h"
#include "compiler/ast/ast.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/sigma/config/config.h"

namespace sigrun::sigma {

// Returns one syntax tree for each input, in order. Documents refer to each other across sources by
// id, name or title. `taken` are the names of existing rules; rules get other names. Errors are
// reported; a document with an error is marked as broken in its file.
std::vector<ast::File> Translate(const std::vector<Input>& inputs,
                                 const std::set<std::string>& taken, const SourceMap& sources,
                                 diag::Sink& sink);

}  // namespace sigrun::sigma
