#include "compiler/sigma/documents/alert_fields.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "compiler/sigma/base/yaml_view.h"

namespace sigrun::sigma {

void AddAlertFields(const Documents& documents, const Document& document, Fields& fields,
                    Draft& draft) {
  const yaml::Tree& tree = documents.TreeOf(document);
  ast::Rule& rule = draft.rule;
  ExprBuilder& build = draft.build;
  const auto add = [&](const std::string& key, ExprId value, Span span) {
    rule.alert.push_back({{key, span}, value, {}, span});
    if (rule.alert_spans.empty()) rule.alert_spans.push_back(span);
  };
  if (const NodeId list = tree.Find(document.root, "fields");
      list.valid() && tree[list].kind == yaml::Kind::kSequence) {
    std::vector<ExprId> values;
    std::set<std::string> seen;
    for (const NodeId item : tree[list].items) {
      const yaml::Node& node = tree[item];
      if (node.kind == yaml::Kind::kScalar && !node.text.empty() && seen.insert(node.text).second)
        values.push_back(fields.Value(build, node.text, node.span));
    }
    if (!values.empty())
      add("fields", build.List(std::move(values), tree[list].span),
          EntryOf(tree, document.root, "fields"));
  }
  const bool windowed = !rule.windows.empty() || !rule.sequences.empty();
  if (windowed && documents.ConfigOf(document).refire_every)
    add("refire", build.Name("every", document.span), document.span);
}

}  // namespace sigrun::sigma
