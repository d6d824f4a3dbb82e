// The documents of a rule: what it is, what it reads, what it looks for. Private to sigma_export.
#pragma once

#include <string>

#include "compiler/ast/ast.h"
#include "compiler/sigma_export/context.h"

namespace sigrun::sigma_export {

// What a rule is, from its meta block.
class Metadata {
 public:
  // `name` is what it is called in Sigma.
  Metadata(const ast::Rule& tree, const ir::Rule& rule, std::string name);

  const ast::Rule& tree() const { return tree_; }
  std::string title() const { return title_; }
  // How other documents refer to it: a condition of rules takes names only.
  std::string reference() const { return name_; }
  // An id that is lost; empty without one.
  std::string lost_id() const { return lost_id_; }
  // `title` to `tags`; with `name` if others refer to the rule by it, or it has one of its own.
  std::string Head(bool referred) const;
  // `falsepositives`, what only this program knows, `level`.
  std::string Foot() const;

 private:
  const ast::MetaValue* Find(std::string_view key) const;
  std::string Entry(std::string_view key) const;

  const ast::Rule& tree_;
  std::string name_, title_, id_, lost_id_, level_;
};

// The `name` of a rule's metadata; empty without one.
std::string NameInMeta(const ast::Rule& tree);

std::string LogSource(const Context& cx);
// The fields that an alert shows, as far as they are fields.
std::string Fields(const Context& cx, const ir::Rule& rule);

// Correlations; refuses what they cannot say. Empty if anything was refused.
std::string CorrelationDocuments(Context& cx, const ir::Rule& rule, const Metadata& metadata,
                                 bool referred);

}  // namespace sigrun::sigma_export
