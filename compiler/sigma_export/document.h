// The documents of a rule: metadata, log source, detection. Private to sigma_export.
#pragma once

#include <string>

#include "compiler/ast/ast.h"
#include "compiler/sigma_export/context.h"

namespace sigrun::sigma_export {

// The metadata of a rule, from its meta block.
class Metadata {
 public:
  // `name`: its name in Sigma.
  Metadata(const ast::Rule& tree, const ir::Rule& rule, std::string name);

  const ast::Rule& tree() const { return tree_; }
  std::string title() const { return title_; }
  // How other documents refer to it: a condition over rules only takes names.
  std::string reference() const { return name_; }
  // An id that cannot be exported; empty if there is none.
  std::string lost_id() const { return lost_id_; }
  // `title` to `tags`; with `name` if other rules refer to it, or if it has an explicit name.
  std::string Head(bool referred) const;
  // `falsepositives`, keys that only Sigrun uses, `level`.
  std::string Foot() const;

 private:
  const ast::MetaValue* Find(std::string_view key) const;
  std::string Entry(std::string_view key) const;

  const ast::Rule& tree_;
  std::string name_, title_, id_, lost_id_, level_;
};

// The `name` in the metadata of a rule; empty if there is none.
std::string NameInMeta(const ast::Rule& tree);

std::string LogSource(const Context& cx);
// The values that an alert shows, if they are fields.
std::string Fields(const Context& cx, const ir::Rule& rule);

// Correlations; reports what they cannot express. Empty if there was an obstacle.
std::string CorrelationDocuments(Context& cx, const ir::Rule& rule, const Metadata& metadata,
                                 bool referred);

}  // namespace sigrun::sigma_export
