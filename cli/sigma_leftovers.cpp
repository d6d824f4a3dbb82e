#include "cli/sigma_leftovers.h"

#include <algorithm>

#include "compiler/yaml/yaml.h"

namespace sigrun::cli {
namespace {

bool IsOneOf(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

class Finder {
 public:
  Finder(const ast::File& file, const SourceMap& sources)
      : file_(file), text_(sources[file.source].text()) {
    diag::Sink told_before;
    tree_ = yaml::Parse(file.source, sources, told_before);
  }

  std::vector<format::Comment> Find() {
    for (const yaml::Document& document : tree_.documents) {
      const Span span = tree_[document.root].span;
      const auto within = [&](Span part) {
        return span.begin <= part.begin && part.end <= span.end;
      };
      for (const ast::Item& item : file_.items) {
        const auto* rule = std::get_if<ast::Rule>(&item);
        const auto* exception = std::get_if<ast::Exception>(&item);
        if (rule != nullptr && within(rule->name.span))
          Document(document.root, rule);
        else if (exception != nullptr && within(exception->span))
          Document(document.root, nullptr);
        else
          continue;
        break;  // a filter becomes several exceptions
      }
    }
    return std::move(found_);
  }

 private:
  void Document(yaml::NodeId root, const ast::Rule* rule) {
    if (tree_[root].kind != yaml::Kind::kMapping || tree_.Find(root, "action").valid()) return;
    const std::vector<yaml::Entry>& entries = tree_[root].entries;
    for (size_t i = 0; i < entries.size(); ++i) {
      const yaml::Node& key = tree_[entries[i].key];
      if (key.text == "logsource")
        LogSource(entries[i].value, End(root, i));
      else if (!IsCarried(key, tree_[entries[i].value], rule))
        Add(key.span, End(root, i));
    }
  }

  static bool IsCarried(const yaml::Node& key, const yaml::Node& value, const ast::Rule* rule) {
    if (IsOneOf(key.text, {"title", "detection", "correlation", "filter", "fields"})) return true;
    if (rule == nullptr) return false;
    if (key.text == "name" && value.text == rule->name.text) return true;
    return std::any_of(rule->meta.begin(), rule->meta.end(),
                       [&](const ast::MetaItem& item) { return item.key.span == key.span; });
  }

  void LogSource(yaml::NodeId mapping, uint32_t end) {
    if (tree_[mapping].kind != yaml::Kind::kMapping) return;
    const std::vector<yaml::Entry>& entries = tree_[mapping].entries;
    for (size_t i = 0; i < entries.size(); ++i) {
      const yaml::Node& key = tree_[entries[i].key];
      if (!IsOneOf(key.text, {"category", "product", "service"}))
        Add(key.span, i + 1 < entries.size() ? End(mapping, i) : end);
    }
  }

  // Where the value of an entry ends at the latest.
  uint32_t End(yaml::NodeId mapping, size_t entry) const {
    const yaml::Node& node = tree_[mapping];
    return entry + 1 < node.entries.size() ? tree_[node.entries[entry + 1].key].span.begin
                                           : node.span.end;
  }

  // As written, without comments on lines of their own: those are found elsewhere.
  void Add(Span key, uint32_t end) {
    std::string_view raw = std::string_view(text_).substr(key.begin, end - key.begin);
    std::string kept;
    while (!raw.empty()) {
      const size_t stop = std::min(raw.find('\n'), raw.size());
      const std::string_view line = raw.substr(0, stop);
      const size_t first = line.find_first_not_of(" \t\r");
      if (first != std::string_view::npos && line[first] != '#')
        kept += (kept.empty() ? " " : "\n ") + std::string(line);
      raw.remove_prefix(std::min(stop + 1, raw.size()));
    }
    found_.push_back({key.begin, kept, true});
  }

  const ast::File& file_;
  std::string_view text_;
  yaml::Tree tree_;
  std::vector<format::Comment> found_;
};

}  // namespace

std::vector<format::Comment> SigmaLeftovers(const ast::File& file, const SourceMap& sources) {
  return Finder(file, sources).Find();
}

}  // namespace sigrun::cli
