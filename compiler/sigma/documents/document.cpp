#include "compiler/sigma/documents/document.h"

#include <algorithm>
#include <map>

#include "base/text/suggest.h"
#include "compiler/diag/codes/sigma.h"

namespace sigrun::sigma {
namespace {

class DocumentReader {
 public:
  DocumentReader(yaml::Tree& tree, size_t file, diag::Sink& sink)
      : tree_(tree), file_(file), sink_(sink) {}

  std::vector<Document> Read() {
    const std::vector<yaml::Document> documents = tree_.documents;
    for (const yaml::Document& document : documents) Take(document.root);
    return std::move(documents_);
  }

 private:
  void Take(NodeId root) {
    if (tree_[root].kind != yaml::Kind::kMapping) {
      sink_.Emit(codes::SigmaNoRule, tree_[root].span, Describe(tree_[root]))
          .Help("a rule is a mapping with `title`, `logsource` and `detection`");
      return;
    }
    const NodeId action = tree_.Find(root, "action");
    const std::string word = action.valid() ? tree_[action].text : "";
    if (word == "reset") {
      global_ = {};
    } else if (word == "global") {
      global_ = global_.valid() ? Merged(global_, root) : Merged(root, root);
      return;
    } else if (word == "repeat") {
      if (!previous_.valid()) {
        sink_.Emit(codes::SigmaType, tree_[action].span, "action", "`repeat` after a rule")
            .Help("there is no rule before this document to repeat");
        return;
      }
      return Add(Merged(previous_, root));
    } else if (action.valid()) {
      sink_.Emit(codes::SigmaType, tree_[action].span, "action", "global, reset or repeat")
          .Help("without `action`, the document is a rule of its own");
      return;
    }
    const bool plain_rule =
        !tree_.Find(root, "correlation").valid() && !tree_.Find(root, "filter").valid();
    if (word == "reset" && !tree_.Find(root, "detection").valid() && plain_rule) return;
    Add(global_.valid() && plain_rule ? Merged(global_, root) : root);
  }

  // Merges `over` into `base`, without `action`: mappings are merged, everything else is replaced.
  NodeId Merged(NodeId base, NodeId over) {
    yaml::Node merged;
    merged.kind = yaml::Kind::kMapping;
    merged.span = tree_[over].span;
    for (const yaml::Entry& entry : std::vector(tree_[base].entries)) {
      const std::string key = tree_[entry.key].text;
      if (key == "action") continue;
      const NodeId other = base == over ? NodeId{} : tree_.Find(over, key);
      const bool both = other.valid() && tree_[other].kind == yaml::Kind::kMapping &&
                        tree_[entry.value].kind == yaml::Kind::kMapping;
      NodeId value = entry.value;
      if (both)
        value = Merged(entry.value, other);
      else if (other.valid())
        value = other;
      merged.entries.push_back({other.valid() ? tree_.FindKey(over, key) : entry.key, value});
    }
    for (const yaml::Entry& entry : tree_[over].entries)
      if (base != over && tree_[entry.key].text != "action" &&
          !tree_.Find(base, tree_[entry.key].text).valid())
        merged.entries.push_back(entry);
    return tree_.nodes.Add(std::move(merged));
  }

  void Add(NodeId root) {
    Document document;
    document.file = file_;
    document.root = root;
    document.span = document.name_span = FirstLine(tree_[root].span);
    ReportMixed(root, document);
    if (tree_.Find(root, "correlation").valid()) {
      document.kind = DocumentKind::kCorrelation;
    } else if (tree_.Find(root, "filter").valid()) {
      document.kind = DocumentKind::kFilter;
    } else if (!tree_.Find(root, "detection").valid()) {
      return ReportNoRule(root);
    } else {
      previous_ = root;
    }
    document.id = ScalarText(root, "id");
    if (const NodeId id = tree_.Find(root, "id"); id.valid())
      if (const uint32_t count = ++ids_[id.index]; count > 1)
        document.id_suffix = "-" + std::to_string(count);
    document.name = ScalarText(root, "name");
    document.title = ScalarText(root, "title");
    if (const NodeId title = tree_.Find(root, "title");
        title.valid() && tree_[title].kind == yaml::Kind::kScalar && !document.title.empty())
      document.name_span = tree_[title].span;
    documents_.push_back(std::move(document));
  }

  // A document can only have one of these keys.
  void ReportMixed(NodeId root, Document& document) {
    NodeId first;
    for (const char* kind : {"correlation", "filter", "detection"}) {
      const NodeId key = tree_.FindKey(root, kind);
      if (!key.valid()) continue;
      if (!first.valid()) {
        first = key;
        continue;
      }
      sink_
          .Emit(codes::SigmaType, tree_[key].span, kind,
                "in a document of its own: this one has a `" + tree_[first].text + "`")
          .Note(tree_[first].span, "it is here")
          .Help("start a new document with `---`");
      document.broken = true;
    }
  }

  void ReportNoRule(NodeId root) {
    const bool meant = tree_.Find(root, "title").valid() || tree_.Find(root, "logsource").valid() ||
                       tree_.Find(root, "condition").valid();
    const Span span = FirstLine(tree_[root].span);
    const std::vector<std::string> kinds = {"detection", "correlation", "filter"};
    for (const yaml::Entry& entry : tree_[root].entries) {
      const yaml::Node& key = tree_[entry.key];
      const std::string near(Suggest(key.text, kinds));
      if (!meant || near.empty()) continue;
      auto diagnostic = sink_.Emit(codes::SigmaNoDetection, key.span);
      return AddSuggestion(diagnostic, key.span, key.text, near);
    }
    if (meant)
      sink_.Emit(codes::SigmaNoDetection, span)
          .Help("add `detection:` with a selection and a `condition`");
    else
      sink_.Emit(codes::SigmaSkipped, span).Help("keep other files in another folder");
  }

  std::string ScalarText(NodeId root, std::string_view key) const {
    const NodeId value = tree_.Find(root, key);
    return value.valid() && tree_[value].kind == yaml::Kind::kScalar ? tree_[value].text : "";
  }

  // The location of a document is its first key: underlining all of it would show nothing.
  Span FirstLine(Span span) const { return {span.source, span.begin, span.begin}; }

  yaml::Tree& tree_;
  size_t file_;
  diag::Sink& sink_;
  NodeId global_, previous_;
  std::map<uint32_t, uint32_t> ids_;  // by node: the number of documents with this id
  std::vector<Document> documents_;
};

}  // namespace

std::vector<Document> ReadDocuments(yaml::Tree& tree, size_t file, diag::Sink& sink) {
  return DocumentReader(tree, file, sink).Read();
}

}  // namespace sigrun::sigma
