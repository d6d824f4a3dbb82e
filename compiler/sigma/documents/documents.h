// The files that are translated together, and their documents.
#pragma once

#include <cstddef>
#include <vector>

#include "base/source_map.h"
#include "compiler/ast/ast.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/sigma/config/config.h"
#include "compiler/sigma/documents/document.h"
#include "compiler/yaml/yaml.h"

namespace sigrun::sigma {

class Documents {
 public:
  // Parses the files.
  Documents(const std::vector<Input>& inputs, const SourceMap& sources, diag::Sink& sink);

  size_t size() const { return documents_.size(); }
  const Document& operator[](size_t i) const { return documents_[i]; }
  Document& operator[](size_t i) { return documents_[i]; }
  auto begin() const { return documents_.begin(); }
  auto end() const { return documents_.end(); }
  auto begin() { return documents_.begin(); }
  auto end() { return documents_.end(); }

  const yaml::Tree& TreeOf(const Document& document) const { return trees_[document.file]; }
  const Config& ConfigOf(const Document& document) const { return *configs_[document.file]; }
  const ast::File& FileOf(const Document& document) const { return files_[document.file]; }
  ast::File& FileOf(const Document& document) { return files_[document.file]; }

  // After an error. A broken rule or correlation is named in its file.
  void MarkBroken(Document& document);

  // One for each input, in order.
  std::vector<ast::File>& files() { return files_; }

 private:
  // By file.
  std::vector<yaml::Tree> trees_;
  std::vector<const Config*> configs_;
  std::vector<ast::File> files_;
  std::vector<Document> documents_;
};

}  // namespace sigrun::sigma
