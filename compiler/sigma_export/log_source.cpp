// The log source of a document: the source of the rule, or what a comment of a converted rule says.
#include <fmt/format.h>

#include "compiler/sigma_export/document.h"
#include "compiler/sigma_export/yaml_text.h"
#include "compiler/yaml/yaml.h"

namespace sigrun::sigma_export {

std::string LogSource(const Context& cx) {
  std::string out = "logsource:\n";
  const auto add = [&](const char* key, std::string_view word) {
    if (!word.empty()) out += fmt::format("    {}: {}\n", key, Plain(word));
  };
  const auto add_all = [&](const auto& source) {
    add("product", source.product);
    add("category", source.category);
    add("service", source.service);
  };
  if (cx.log_source != nullptr)
    add_all(*cx.log_source);
  else
    add_all(cx.rules.SourceOf(cx.source).sigma);
  return out;
}

std::optional<sigma::LogSource> ReadLogSource(std::string_view comment) {
  const size_t begin = comment.find_first_not_of(" \t");
  if (begin == std::string_view::npos || !comment.substr(begin).starts_with("logsource: {"))
    return std::nullopt;
  SourceMap sources;
  diag::Sink ignored;  // other comments are ignored
  const yaml::Tree tree =
      yaml::Parse(sources.Add("", std::string(comment.substr(begin))), sources, ignored);
  if (tree.damaged || tree.documents.size() != 1) return std::nullopt;
  const yaml::NodeId body = tree.Find(tree.documents[0].root, "logsource");
  sigma::LogSource source;
  for (const yaml::Entry& entry : tree[body].entries) {
    const std::string& key = tree[entry.key].text;
    const yaml::Node& value = tree[entry.value];
    if (value.kind != yaml::Kind::kScalar) return std::nullopt;
    if (key == "product")
      source.product = value.text;
    else if (key == "category")
      source.category = value.text;
    else if (key == "service")
      source.service = value.text;
    else
      return std::nullopt;
  }
  return tree[body].entries.empty() ? std::nullopt : std::optional(source);
}

}  // namespace sigrun::sigma_export
