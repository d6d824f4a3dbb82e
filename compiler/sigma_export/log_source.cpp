// The log source of a document: the source of the rule, or what a comment of a converted rule says.
#include <fmt/format.h>

#include "compiler/sigma_export/document.h"
#include "compiler/sigma_export/yaml_text.h"
#include "compiler/yaml/yaml.h"

namespace sigrun::sigma_export {

std::string LogSource(const Context& cx) {
  if (cx.log_source != nullptr) {
    std::string out = "logsource:\n";
    const auto add = [&](const char* key, const std::string& word) {
      if (!word.empty()) out += fmt::format("    {}: {}\n", key, Plain(word));
    };
    add("product", cx.log_source->product);
    add("category", cx.log_source->category);
    add("service", cx.log_source->service);
    return out;
  }
  if (cx.source == program::SourceFilter::kCloudTrail)
    return "logsource:\n    product: aws\n    service: cloudtrail\n";
  return "logsource:\n    category: application\n";
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
