#include "compiler/sigma/documents/metadata.h"

#include <algorithm>
#include <functional>
#include <set>

#include "base/text/ascii.h"
#include "base/text/suggest.h"
#include "base/text/utf8.h"
#include "base/time/event_time.h"
#include "base/uuid.h"
#include "compiler/diag/codes/sigma.h"
#include "compiler/sigma/base/names.h"
#include "stdlib/tags.h"

namespace sigrun::sigma {
namespace {

size_t CodePoints(std::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !utf8::IsContinuation(c); }));
}

// A date in this or the older form with slashes, as YYYY-MM-DD; empty if it is not a date.
std::string Date(std::string text) {
  std::replace(text.begin(), text.end(), '/', '-');
  size_t dashes = 0, run = 0;
  std::string out;
  for (const char c : text + "-") {
    if (c == '-') {
      if (run == 0 || (dashes == 0 && run != 4) || run > 4) return "";
      if (dashes > 0 && run == 1) out.insert(out.size() - 1, "0");
      ++dashes;
      run = 0;
      out += '-';
    } else if (IsDigit(c)) {
      ++run;
      out += c;
    } else {
      return "";
    }
  }
  out.pop_back();
  if (dashes != 3 || !ParseTimestamp(out)) return "";
  return out;
}

bool IsOneOf(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

class MetadataReader {
 public:
  MetadataReader(const yaml::Tree& tree, const Document& document, ast::Rule& rule,
                 diag::Sink& sink)
      : tree_(tree), root_(document.root), document_(document), rule_(rule), sink_(sink) {}

  void Read() {
    if (!tree_.Find(root_, "title").valid())
      sink_.Emit(codes::SigmaMetadata, document_.span, "title", "is missing")
          .Help("describe in one line what the rule finds: `title: …`");
    for (const yaml::Entry& entry : tree_[root_].entries) ReadEntry(entry);
  }

 private:
  void ReadEntry(const yaml::Entry& entry) {
    key_ = entry.key;
    value_ = entry.value;
    const std::string& key = tree_[key_].text;
    if (key == "title" || key == "name") {
      const std::string text = Line(256);
      if (!text.empty() && key == "title") Put(text);
    } else if (key == "id") {
      const std::string text = Text(256);
      if (!text.empty() && !ParseUuid(text)) Warn("is not a UUID", "make one with `uuidgen`");
      if (!text.empty()) Put(text + document_.id_suffix);
    } else if (key == "description") {
      if (const std::string text = Line(65'535); !text.empty()) Put(text);
    } else if (key == "author") {
      if (const std::string text = Line(65'535); !text.empty()) Put(text);
    } else if (key == "taxonomy" || key == "license") {
      if (const std::string text = Line(256); !text.empty() && key == "license") Put(text);
    } else if (key == "status") {
      PutWord({"stable", "test", "experimental", "deprecated", "unsupported"},
              "stable, test, experimental, deprecated or unsupported");
    } else if (key == "level") {
      PutWord({"informational", "low", "medium", "high", "critical"},
              "informational, low, medium, high or critical");
    } else if (key == "date" || key == "modified") {
      ReadDate();
    } else if (key == "tags") {
      PutList([&](const yaml::Node& node) {
        const stdlib::TagAdvice advice = stdlib::AdviceOnTag(node.text);
        if (advice.what.empty()) return;
        auto diagnostic = sink_.Emit(codes::SigmaMetadata, node.span, tree_[key_].text,
                                     "has a tag that " + advice.what);
        if (advice.meant.empty())
          diagnostic.Help(advice.help);
        else
          AddSuggestion(diagnostic, node.span, node.text, advice.meant);
      });
    } else if (key == "falsepositives" || key == "scope") {
      PutList([&](const yaml::Node& node) {
        if (CodePoints(node.text) < 2)
          WarnAt(node.span, "has an empty entry", "write text, or remove the entry");
      });
    } else if (key == "references") {
      PutList([](const yaml::Node&) {});
    } else if (key == "related") {
      ReadRelated();
    } else if (key == "fields") {
      CheckFields();
    }
  }

  void Warn(const std::string& what, const std::string& help) {
    WarnAt(tree_[value_].span, what, help);
  }
  void WarnAt(Span span, const std::string& what, const std::string& help) {
    sink_.Emit(codes::SigmaMetadata, span, tree_[key_].text, what).Help(help);
  }

  std::string Text(size_t most) {
    const yaml::Node& node = tree_[value_];
    if (!IsText(node)) {
      Warn("should be text, but is " + Describe(node), "write it as one line of text");
      return "";
    }
    if (node.text.empty()) Warn("is empty", "write text, or remove the line");
    if (CodePoints(node.text) > most)
      Warn("is longer than " + std::to_string(most) + " characters", "shorten it");
    return node.text;
  }

  // Text that YAML reads as something else was not quoted.
  std::string Line(size_t most) {
    const yaml::Node& node = tree_[value_];
    if (!yaml::IsNull(node) && (yaml::AsBool(node) || yaml::AsNumber(node)))
      Warn("should be text, but is " + Describe(node), "put it in quotes");
    return Text(most);
  }

  ast::MetaValue MakeText(std::string text, Span span) {
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return {ast::MetaValue::Text{std::move(text), true}, span};
  }
  void Put(std::string text) {
    rule_.meta.push_back(
        {{tree_[key_].text, tree_[key_].span}, MakeText(std::move(text), tree_[value_].span)});
  }
  void PutBare(std::string word) {
    rule_.meta.push_back({{tree_[key_].text, tree_[key_].span},
                          {ast::MetaValue::Text{std::move(word), false}, tree_[value_].span}});
  }

  void PutWord(std::initializer_list<std::string_view> words, const std::string& list) {
    const std::string word = AsciiLower(Text(256));
    if (word.empty()) return;
    if (IsOneOf(word, words))
      PutBare(word);
    else
      WarnOfWord(tree_[value_], words, list);
  }

  void WarnOfWord(const yaml::Node& node, std::initializer_list<std::string_view> words,
                  const std::string& list) {
    auto diagnostic =
        sink_.Emit(codes::SigmaMetadata, node.span, tree_[key_].text,
                   "is `" + node.text.substr(0, 80) + "`, which is not a value that Sigma defines");
    const std::string near(
        Suggest(node.text, std::vector<std::string>(words.begin(), words.end())));
    if (near.empty())
      diagnostic.Help("write " + list);
    else
      AddSuggestion(diagnostic, node.span, node.text, near);
  }

  void ReadDate() {
    const std::string text = Text(256);
    if (text.empty()) return;
    const std::string date = Date(text);
    if (date.empty()) return Warn("is not a date", "write it as 2026-11-23");
    // The older form with slashes is accepted.
    if (text.size() != date.size()) Warn("has too few digits", "write it as " + date);
    rule_.meta.push_back(
        {{tree_[key_].text, tree_[key_].span}, {*ParseTimestamp(date), tree_[value_].span}});
  }

  bool CheckList() {
    const yaml::Node& node = tree_[value_];
    if (node.kind == yaml::Kind::kSequence) return true;
    Warn("should be a list, but is " + Describe(node), "write each entry on a line with `- `");
    return false;
  }

  void CheckFields() {
    if (!CheckList()) return;
    for (const NodeId id : tree_[value_].items) {
      const yaml::Node& item = tree_[id];
      const bool is_text = IsText(item);
      if (!is_text || item.text.empty())
        WarnAt(item.span, "should contain field names, but this is " + Describe(item),
               "name a field, or remove the entry");
    }
  }

  void PutList(const std::function<void(const yaml::Node&)>& check) {
    std::vector<ast::MetaValue> values;
    const yaml::Node& node = tree_[value_];
    const bool is_list = CheckList();
    if (!is_list && yaml::IsNull(node)) return;
    const std::vector<NodeId> items = is_list ? node.items : std::vector<NodeId>{value_};
    std::set<std::string> seen;
    for (const NodeId id : items) {
      const yaml::Node& item = tree_[id];
      if (!IsText(item)) {
        WarnAt(item.span, "should contain strings, but this is " + Describe(item), "write text");
        continue;
      }
      if (!seen.insert(item.text).second)
        WarnAt(item.span, "has `" + item.text + "` twice", "remove one of them");
      check(item);
      ast::MetaValue value = MakeText(item.text, item.span);
      if (tree_[key_].text == "tags")
        std::get<ast::MetaValue::Text>(value.value).quoted = !stdlib::IsTag(item.text);
      values.push_back(std::move(value));
    }
    if (tree_[key_].text == "scope" || values.empty()) return;
    rule_.meta.push_back({{tree_[key_].text, tree_[key_].span}, {std::move(values), node.span}});
  }

  void ReadRelated() {
    if (!CheckList()) return;
    for (const NodeId id : tree_[value_].items) {
      const yaml::Node& item = tree_[id];
      const NodeId type = item.kind == yaml::Kind::kMapping ? tree_.Find(id, "type") : NodeId{};
      const NodeId other = item.kind == yaml::Kind::kMapping ? tree_.Find(id, "id") : NodeId{};
      if (!type.valid() || !other.valid()) {
        const std::string missing = type.valid()    ? "`id`"
                                    : other.valid() ? "`type`"
                                                    : "`id` and `type`";
        WarnAt(item.span, "has an entry without " + missing,
               "write `- id: …` and below it `type: …`");
        continue;
      }
      if (!ParseUuid(tree_[other].text))
        WarnAt(tree_[other].span, "has an `id` that is not a UUID", "write the other rule's id");
      const std::initializer_list<std::string_view> types = {"derived", "obsolete", "merged",
                                                             "renamed", "similar",  "correlation"};
      if (!IsOneOf(AsciiLower(tree_[type].text), types)) {
        key_ = tree_.FindKey(id, "type");
        WarnOfWord(tree_[type], types, "derived, obsolete, merged, renamed or similar");
        key_ = tree_.FindKey(root_, "related");
      }
    }
  }

  const yaml::Tree& tree_;
  NodeId root_, key_, value_;
  const Document& document_;
  ast::Rule& rule_;
  diag::Sink& sink_;
};

}  // namespace

void ReadMetadata(const yaml::Tree& tree, const Document& document, ast::Rule& rule,
                  diag::Sink& sink) {
  rule.meta_span = document.span;
  MetadataReader(tree, document, rule, sink).Read();
}

}  // namespace sigrun::sigma
