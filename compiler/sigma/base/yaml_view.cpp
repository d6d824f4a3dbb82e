#include "compiler/sigma/base/yaml_view.h"

#include "compiler/diag/codes/sigma.h"

namespace sigrun::sigma {

Span EntryOf(const yaml::Tree& tree, NodeId mapping, std::string_view key) {
  const NodeId at = tree.FindKey(mapping, key);
  if (!at.valid()) return {};
  NodeId last = tree.Find(mapping, key);
  while (!tree[last].entries.empty() || !tree[last].items.empty())
    last = tree[last].items.empty() ? tree[last].entries.back().value : tree[last].items.back();
  return {tree[last].span.source, tree[at].span.begin, tree[last].span.end};
}

std::string Describe(const yaml::Node& node) {
  switch (node.kind) {
    case yaml::Kind::kMapping:
      return "a mapping";
    case yaml::Kind::kSequence:
      return "a list";
    case yaml::Kind::kScalar:
      break;
  }
  if (yaml::IsNull(node)) return "nothing";
  if (yaml::AsBool(node)) return "true or false";
  if (yaml::AsNumber(node)) return "a number";
  if (node.text.empty()) return "an empty string";
  return "text";
}

void AddSuggestion(diag::Sink::Builder& diagnostic, Span span, std::string_view written,
                   std::string_view meant) {
  diagnostic.Help("did you mean `" + std::string(meant) + "`?");
  if (span.end - span.begin == written.size()) diagnostic.FixWith(span, std::string(meant));
}

bool RequireText(const yaml::Node& node, const std::string& what, diag::Sink& sink) {
  if (IsText(node)) return true;
  sink.Emit(codes::SigmaType, node.span, what, "text, not " + Describe(node))
      .Help("docs/reference/sigma.md shows the form");
  return false;
}

std::vector<NodeId> ListOf(const yaml::Tree& tree, NodeId id) {
  return tree[id].kind == yaml::Kind::kSequence ? tree[id].items : std::vector<NodeId>{id};
}

}  // namespace sigrun::sigma
