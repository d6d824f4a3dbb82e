#include "compiler/sigma/documents/documents.h"

#include <utility>

namespace sigrun::sigma {

Documents::Documents(const std::vector<Input>& inputs, const SourceMap& sources, diag::Sink& sink) {
  for (const Input& input : inputs) {
    trees_.push_back(yaml::Parse(input.source, sources, sink));
    configs_.push_back(input.config);
    files_.emplace_back().source = input.source;
  }
  for (size_t i = 0; i < trees_.size(); ++i)
    for (Document& document : ReadDocuments(trees_[i], i, sink))
      documents_.push_back(std::move(document));
}

void Documents::MarkBroken(Document& document) {
  document.broken = true;
  if (document.kind == DocumentKind::kFilter) return;
  files_[document.file].broken.push_back({ast::Broken::kRule,
                                          {document.rule_name, document.name_span},
                                          TreeOf(document)[document.root].span});
}

}  // namespace sigrun::sigma
