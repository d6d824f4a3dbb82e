#include "compiler/sigma/comments.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

#include "base/text/ascii.h"
#include "compiler/diag/diagnostic.h"
#include "stdlib/schema/log_source.h"

namespace sigrun::sigma {
namespace {

bool IsOneOf(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// What the rule's own `on` says of the log source; empty where Sigma has no words for it.
std::string SaidByRule(const ast::Rule& rule) {
  if (rule.on.empty()) return "";
  std::string name;
  for (const ast::Name& part : rule.on[0].source) name += (name.empty() ? "" : ".") + part.text;
  const LogSourceId id = stdlib::FindLogSource(name);
  if (!id.valid()) return "";
  const stdlib::SigmaNames& names = stdlib::LogSources()[id].sigma;
  if (names.service.empty()) return "";
  return fmt::format("{{ product: {}, service: {} }}", names.product, names.service);
}

// A word of a log source, as YAML writes it within braces.
std::string Word(std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return IsAsciiAlnum(c) || c == '_' || c == '-' || c == '.';
  });
  if (plain) return std::string(text);
  std::string quoted = "'";
  for (const char c : text)
    quoted += c == '\'' ? "''" : static_cast<unsigned char>(c) < ' ' ? " " : std::string(1, c);
  return quoted + "'";
}

class Leftovers {
 public:
  Leftovers(const yaml::Tree& tree, std::string_view text) : tree_(tree), text_(text) {}

  std::vector<yaml::Comment> Of(const ast::File& file) const;

 private:
  using Entries = std::vector<yaml::Entry>;
  static bool IsCarried(const yaml::Node& key, const yaml::Node& value, const ast::Rule* rule);
  const Entries& EntriesOf(yaml::NodeId mapping) const { return tree_[mapping].entries; }
  bool Holds(yaml::NodeId root, Span part) const;
  uint32_t End(yaml::NodeId mapping, size_t entry) const;
  yaml::Comment Comment(Span key, uint32_t end) const;
  void Document(yaml::NodeId root, const ast::Rule* rule, std::vector<yaml::Comment>& out) const;
  void LogSource(yaml::NodeId mapping, uint32_t end, std::vector<yaml::Comment>& out) const;
  std::string LogSourceOf(yaml::NodeId mapping) const;

  const yaml::Tree& tree_;
  std::string_view text_;
};

bool Leftovers::Holds(yaml::NodeId root, Span part) const {
  const Span span = tree_[root].span;
  return tree_[root].kind == yaml::Kind::kMapping && span.begin <= part.begin &&
         part.end <= span.end;
}

// The latest position at which the value of an entry ends.
uint32_t Leftovers::End(yaml::NodeId mapping, size_t entry) const {
  const Entries& entries = EntriesOf(mapping);
  return entry + 1 < entries.size() ? tree_[entries[entry + 1].key].span.begin
                                    : tree_[mapping].span.end;
}

std::vector<yaml::Comment> Leftovers::Of(const ast::File& file) const {
  std::vector<yaml::Comment> found;
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

void Leftovers::Document(yaml::NodeId root, const ast::Rule* rule,
                         std::vector<yaml::Comment>& out) const {
  if (tree_.Find(root, "action").valid()) return;
  const Entries& entries = EntriesOf(root);
  for (size_t i = 0; i < entries.size(); ++i) {
    const yaml::Node& key = tree_[entries[i].key];
    if (key.text == "logsource") {
      // What the rule's `on` does not express. A filter belongs to the rules that it became part
      // of.
      const std::string source = LogSourceOf(entries[i].value);
      if (rule != nullptr && !source.empty() && source != SaidByRule(*rule))
        out.push_back({key.span.begin, " logsource: " + source, true});
      LogSource(entries[i].value, End(root, i), out);
    } else if (!IsCarried(key, tree_[entries[i].value], rule))
      out.push_back(Comment(key.span, End(root, i)));
  }
}

bool Leftovers::IsCarried(const yaml::Node& key, const yaml::Node& value, const ast::Rule* rule) {
  if (IsOneOf(key.text, {"title", "detection", "correlation", "filter", "fields"})) return true;
  if (rule == nullptr) return false;
  if (key.text == "name" && value.text == rule->name.text) return true;
  return std::any_of(rule->meta.begin(), rule->meta.end(),
                     [&](const ast::MetaItem& item) { return item.key.span == key.span; });
}

// On one line; empty if it contains nothing.
std::string Leftovers::LogSourceOf(yaml::NodeId mapping) const {
  std::string parts;
  for (const char* key : {"product", "category", "service"}) {
    const yaml::NodeId id = tree_.Find(mapping, key);
    if (!id.valid() || tree_[id].kind != yaml::Kind::kScalar || tree_[id].text.empty()) continue;
    parts += std::string(parts.empty() ? "{ " : ", ") + key + ": " + Word(tree_[id].text);
  }
  return parts.empty() ? "" : parts + " }";
}

void Leftovers::LogSource(yaml::NodeId mapping, uint32_t end,
                          std::vector<yaml::Comment>& out) const {
  const Entries& entries = EntriesOf(mapping);
  for (size_t i = 0; i < entries.size(); ++i) {
    const yaml::Node& key = tree_[entries[i].key];
    if (!IsOneOf(key.text, {"category", "product", "service"}))
      out.push_back(Comment(key.span, i + 1 < entries.size() ? End(mapping, i) : end));
  }
}

// As written, without comments on their own lines: those are found separately.
yaml::Comment Leftovers::Comment(Span key, uint32_t end) const {
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

}  // namespace

std::vector<yaml::Comment> CommentsOf(const ast::File& file, const SourceMap& sources) {
  diag::Sink told_before;
  const yaml::Tree tree = yaml::Parse(file.source, sources, told_before);
  std::vector<yaml::Comment> comments = Leftovers(tree, sources[file.source].text()).Of(file);
  for (yaml::Comment& comment : yaml::Comments(tree, file.source, sources))
    comments.push_back(std::move(comment));
  std::ranges::stable_sort(comments, {}, &yaml::Comment::offset);
  return comments;
}

}  // namespace sigrun::sigma
