// The documents of a rule: what it is, what it reads, what it looks for. Private to sigma_export.
#pragma once

#include <string>

#include "compiler/ast/ast.h"
#include "compiler/sigma_export/context.h"

namespace sigrun::sigma_export {

// What a rule is, from its meta block.
class Metadata {
 public:
  Metadata(const ast::Rule& tree, const ir::Rule& rule);

  const ast::Rule& tree() const { return tree_; }
  std::string title() const { return title_; }
  // How other documents refer to it: its id where that is a UUID, else its name.
  std::string reference() const { return id_.empty() ? name_ : id_; }
  // `title` to `tags`; with `name` if others refer to the rule by it.
  std::string Head(bool referred) const;
  // `falsepositives`, what only this program knows, `level`.
  std::string Foot() const;

 private:
  const ast::MetaValue* Find(std::string_view key) const;
  std::string Entry(std::string_view key) const;

  const ast::Rule& tree_;
  std::string name_, title_, id_, level_;
};

std::string LogSource(const ir::Rule& rule);

// Correlations; refuses what they cannot say. Empty if anything was refused.
std::string CorrelationDocuments(Context& cx, const ir::Rule& rule, const Metadata& metadata,
                                 bool referred);

}  // namespace sigrun::sigma_export
