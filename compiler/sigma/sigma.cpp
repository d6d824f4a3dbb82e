#include "compiler/sigma/sigma.h"

#include <algorithm>

#include "base/parse_number.h"
#include "compiler/diag/codes/sigma.h"
#include "compiler/sigma/translate.h"

namespace sigrun::sigma {

using yaml::Kind;

std::vector<ast::File> Translation::Run(const std::vector<Input>& inputs) {
  for (const Input& input : inputs) {
    File file;
    file.tree = yaml::Parse(input.source, sources_, sink_);
    file.ast.source = input.source;
    file.config = input.config;
    files_.push_back(std::move(file));
  }
  for (size_t i = 0; i < files_.size(); ++i)
    for (Document& document : ReadDocuments(files_[i].tree, i, sink_))
      documents_.push_back(std::move(document));
  CheckCharacters();
  NameRules();
  ReportRepeated();
  ReadCorrelations();
  OrderCorrelations();
  CheckInputs();
  for (Document& document : documents_)
    if (document.kind == DocumentKind::kRule && !document.broken) TranslateRule(document);
  for (const Correlation& correlation : correlations_)
    if (!documents_[correlation.document].broken) TranslateCorrelation(correlation);
  SilenceInputs();
  for (Document& document : documents_)
    if (document.kind == DocumentKind::kFilter && !document.broken) TranslateFilter(document);
  std::vector<ast::File> made;
  for (File& file : files_) made.push_back(std::move(file.ast));
  return made;
}

void Translation::MarkBroken(Document& document) {
  document.broken = true;
  if (document.kind == DocumentKind::kFilter) return;
  files_[document.file].ast.broken.push_back({ast::Broken::kRule,
                                              {document.rule_name, document.name_span},
                                              TreeOf(document)[document.root].span});
}

bool Translation::IsScalar(const yaml::Tree& tree, NodeId id, const std::string& what) {
  const yaml::Node& node = tree[id];
  if (node.kind == Kind::kScalar && !yaml::IsNull(node)) return true;
  sink_.Emit(codes::SigmaType, node.span, what, "text, not " + Describe(node))
      .Help("docs/reference/sigma.md shows the form");
  return false;
}

std::vector<NodeId> Translation::ListOf(const yaml::Tree& tree, NodeId id) {
  return tree[id].kind == Kind::kSequence ? tree[id].items : std::vector<NodeId>{id};
}

std::optional<Duration> Translation::ReadTimespan(const yaml::Node& node) {
  static constexpr std::pair<char, int64_t> kUnits[] = {
      {'s', 1},       {'m', 60},        {'h', 3600},      {'d', 86'400},
      {'w', 604'800}, {'M', 2'629'746}, {'y', 31'556'952}};
  const std::string_view text = node.text;
  const auto unit = std::find_if(std::begin(kUnits), std::end(kUnits),
                                 [&](const auto& row) { return text.ends_with(row.first); });
  const auto count = ParseNumber<int64_t>(text.substr(0, text.size() - !text.empty()));
  constexpr int64_t kMostSeconds = 400 * 86'400;  // the longest window of the language
  if (unit != std::end(kUnits) && count && *count > 0 && *count <= kMostSeconds / unit->second)
    return Seconds(*count * unit->second);
  sink_
      .Emit(codes::SigmaType, node.span, "timespan",
            "a number with s, m, h, d, w, M or y, at most 400 days")
      .Help("for example, 30s, 10m, 2h or 7d");
  return std::nullopt;
}

std::vector<ast::File> Translate(const std::vector<Input>& inputs,
                                 const std::set<std::string>& taken, const SourceMap& sources,
                                 diag::Sink& sink) {
  return Translation(taken, sources, sink).Run(inputs);
}

}  // namespace sigrun::sigma
