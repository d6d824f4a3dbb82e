// The second front end: Sigma YAML to the same syntax tree that the rule language is parsed to.
// Rules, correlations, filters and the older forms; what each means here is said in
// docs/reference/sigma.md.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/source_map.h"
#include "compiler/ast/ast.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/sigma/config.h"
#include "compiler/sigma/modifiers.h"
#include "compiler/yaml/yaml.h"

namespace sigrun::sigma {

struct Input {
  SourceId source;
  const Config* config;  // of the pack that the file belongs to
};

// One syntax tree for each input, in order. Documents refer to each other across sources by id,
// name or title. `taken` are the names of rules that exist already; rules get names besides them.
// What is wrong is reported; a document with an error is noted in its file as broken.
std::vector<ast::File> Translate(const std::vector<Input>& inputs,
                                 const std::set<std::string>& taken, const SourceMap& sources,
                                 diag::Sink& sink);

// The comments of the source that a file was made from, in order, and as comments what its
// documents say and the tree has no place for. For a converter.
std::vector<yaml::Comment> CommentsOf(const ast::File& file, const SourceMap& sources);

}  // namespace sigrun::sigma
