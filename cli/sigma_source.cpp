#include "cli/sigma_source.h"

#include <algorithm>

namespace sigrun::cli {
namespace {

bool IsOneOf(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

SigmaSource::SigmaSource(SourceId source, const SourceMap& sources)
    : text_(sources[source].text()) {
  diag::Sink told_before;
  tree_ = yaml::Parse(source, sources, told_before);
}

bool SigmaSource::Holds(yaml::NodeId root, Span part) const {
  const Span span = tree_[root].span;
  return tree_[root].kind == yaml::Kind::kMapping && span.begin <= part.begin &&
         part.end <= span.end;
}

// Where the value of an entry ends at the latest.
uint32_t SigmaSource::End(yaml::NodeId mapping, size_t entry) const {
  const Entries& entries = EntriesOf(mapping);
  return entry + 1 < entries.size() ? tree_[entries[entry + 1].key].span.begin
                                    : tree_[mapping].span.end;
}

// ---- leftovers

std::vector<format::Comment> SigmaSource::Leftovers(const ast::File& file) const {
  std::vector<format::Comment> found;
  for (const yaml::Document& document : tree_.documents)
    for (const ast::Item& item : file.items) {
      const auto* rule = std::get_if<ast::Rule>(&item);
      const auto* exception = std::get_if<ast::Exception>(&item);
      const bool of_rule = rule != nullptr && Holds(document.root, rule->name.span);
      if (!of_rule && (exception == nullptr || !Holds(document.root, exception->span))) continue;
      Document(document.root, of_rule ? rule : nullptr, found);
      break;  // a filter becomes several exceptions
    }
  return found;
}

void SigmaSource::Document(yaml::NodeId root, const ast::Rule* rule,
                           std::vector<format::Comment>& out) const {
  if (tree_.Find(root, "action").valid()) return;
  const Entries& entries = EntriesOf(root);
  for (size_t i = 0; i < entries.size(); ++i) {
    const yaml::Node& key = tree_[entries[i].key];
    if (key.text == "logsource")
      LogSource(entries[i].value, End(root, i), out);
    else if (!IsCarried(key, tree_[entries[i].value], rule))
      out.push_back(Comment(key.span, End(root, i)));
  }
}

bool SigmaSource::IsCarried(const yaml::Node& key, const yaml::Node& value, const ast::Rule* rule) {
  if (IsOneOf(key.text, {"title", "detection", "correlation", "filter", "fields"})) return true;
  if (rule == nullptr) return false;
  if (key.text == "name" && value.text == rule->name.text) return true;
  return std::any_of(rule->meta.begin(), rule->meta.end(),
                     [&](const ast::MetaItem& item) { return item.key.span == key.span; });
}

void SigmaSource::LogSource(yaml::NodeId mapping, uint32_t end,
                            std::vector<format::Comment>& out) const {
  const Entries& entries = EntriesOf(mapping);
  for (size_t i = 0; i < entries.size(); ++i) {
    const yaml::Node& key = tree_[entries[i].key];
    if (!IsOneOf(key.text, {"category", "product", "service"}))
      out.push_back(Comment(key.span, i + 1 < entries.size() ? End(mapping, i) : end));
  }
}

// As written, without comments on lines of their own: those are found elsewhere.
format::Comment SigmaSource::Comment(Span key, uint32_t end) const {
  std::string_view raw = text_.substr(key.begin, end - key.begin);
  std::string kept;
  while (!raw.empty()) {
    const size_t stop = std::min(raw.find('\n'), raw.size());
    const std::string_view line = raw.substr(0, stop);
    const size_t first = line.find_first_not_of(" \t\r");
    if (first != std::string_view::npos && line[first] != '#')
      kept += (kept.empty() ? " " : "\n ") + std::string(line);
    raw.remove_prefix(std::min(stop + 1, raw.size()));
  }
  return {key.begin, kept, true};
}

// ---- places

// Up to the last scalar in the value.
Span SigmaSource::PlaceOf(yaml::NodeId mapping, std::string_view key) const {
  const yaml::NodeId at = tree_.FindKey(mapping, key);
  if (!at.valid()) return {};
  yaml::NodeId last = tree_.Find(mapping, key);
  for (;;) {
    const yaml::Node& node = tree_[last];
    if (!node.entries.empty())
      last = node.entries.back().value;
    else if (!node.items.empty())
      last = node.items.back();
    else
      return {node.span.source, tree_[at].span.begin, node.span.end};
  }
}

void SigmaSource::Place(ast::File& file) const {
  const auto place = [](Span& part, Span span) {
    if (span.valid()) part = span;
  };
  for (const yaml::Document& document : tree_.documents)
    for (ast::Item& item : file.items) {
      auto* rule = std::get_if<ast::Rule>(&item);
      if (rule == nullptr || !Holds(document.root, rule->name.span)) continue;
      const yaml::NodeId correlation = tree_.Find(document.root, "correlation");
      for (ast::OnClause& on : rule->on)
        place(on.span, correlation.valid() ? PlaceOf(correlation, "rules")
                                           : PlaceOf(document.root, "logsource"));
      for (ast::AlertItem& row : rule->alert)
        if (row.key.text == "fields") place(row.span, PlaceOf(document.root, "fields"));
    }
}

}  // namespace sigrun::cli
