#include <yaml.h>

#include <algorithm>
#include <map>
#include <memory>
#include <unordered_set>
#include <utility>

#include "base/text/utf8.h"
#include "compiler/diag/codes/sigma.h"
#include "compiler/diag/invisible.h"
#include "compiler/yaml/yaml.h"

namespace sigrun::yaml {
namespace {

namespace codes = diag::codes;

// libyaml counts characters, spans count bytes.
class Offsets {
 public:
  Offsets(std::string_view text, uint32_t base) : base_(base) {
    const bool ascii = std::all_of(text.begin(), text.end(),
                                   [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (ascii) return;
    for (uint32_t i = 0; i < text.size(); ++i)
      if (!utf8::IsContinuation(text[i])) bytes_.push_back(i);
    bytes_.push_back(static_cast<uint32_t>(text.size()));
  }
  uint32_t operator()(const yaml_mark_t& mark) const {
    if (bytes_.empty()) return base_ + static_cast<uint32_t>(mark.index);
    return base_ + bytes_[std::min(mark.index, bytes_.size() - 1)];
  }

 private:
  uint32_t base_;
  std::vector<uint32_t> bytes_;  // of each character; empty where every character is one byte
};

struct ParserDeleter {
  void operator()(yaml_parser_t* parser) const {
    yaml_parser_delete(parser);
    delete parser;
  }
};
struct Event {
  yaml_event_t event{};
  ~Event() { yaml_event_delete(&event); }
};

// Reads the documents of one section of the text: the whole, or what follows a broken document.
class StretchReader {
 public:
  StretchReader(SourceId source, std::string_view text, uint32_t base, Tree& tree, diag::Sink& sink)
      : source_(source),
        text_(text),
        base_(base),
        offsets_(text, base),
        tree_(tree),
        sink_(sink),
        parser_(new yaml_parser_t) {
    SIGRUN_CHECK(yaml_parser_initialize(parser_.get()) == 1);
    yaml_parser_set_encoding(parser_.get(), YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(parser_.get(), reinterpret_cast<const unsigned char*>(text.data()),
                                 text.size());
  }

  // Nullopt at the end, otherwise the location of the broken part (a byte of the source).
  std::optional<uint32_t> Read() {
    while (true) {
      Event event;
      if (yaml_parser_parse(parser_.get(), &event.event) != 1) return Fail();
      switch (event.event.type) {
        case YAML_STREAM_END_EVENT:
          return std::nullopt;
        case YAML_DOCUMENT_START_EVENT:
          anchors_.clear();
          open_.clear();
          skipped_ = broken_ = false;
          root_ = {};
          break;
        case YAML_DOCUMENT_END_EVENT:
          FinishDocument();
          break;
        default:
          if (!skipped_) Take(event.event);
          if (too_deep_) return offsets_(event.event.start_mark);
      }
    }
  }

 private:
  struct Open {
    NodeId node;
    NodeId key;  // of a mapping: waits for its value
    std::unordered_set<std::string> keys;
    std::vector<NodeId> merged;  // merged mappings: their entries apply if this one has no such key
  };

  std::optional<uint32_t> Fail() {
    const yaml_parser_t& parser = *parser_;
    tree_.damaged = true;
    uint32_t at = offsets_(parser.problem_mark);
    std::string problem = parser.problem ? parser.problem : "it cannot be read";
    if (parser.error == YAML_READER_ERROR)
      at = base_ + static_cast<uint32_t>(parser.problem_offset);
    at = std::min(at, base_ + static_cast<uint32_t>(text_.size()));
    const bool encoding = parser.error == YAML_READER_ERROR;
    auto diagnostic = sink_.Emit(codes::YamlSyntax, Span{source_, at, at}, problem);
    if (parser.context != nullptr && !encoding) {
      const uint32_t context = offsets_(parser.context_mark);
      diagnostic.Note(Span{source_, context, context}, parser.context);
    }
    if (const auto odd = encoding ? std::nullopt : OddIndent(at)) {
      diagnostic.Note(odd->span, odd->what).Help("indent with ordinary spaces");
      return at;
    }
    diagnostic.Help(encoding ? "save the file as UTF-8, without control characters"
                             : "fix the indentation, or put the text in quotes; the other "
                               "documents are read");
    return at;
  }

  // A tab, or a character that looks like a space, at the beginning of the invalid line or of the
  // line before.
  struct Odd {
    Span span;
    std::string what;
  };
  std::optional<Odd> OddIndent(uint32_t at) const {
    size_t begin = std::min<size_t>(at - base_, text_.size());
    for (int line = 0; line < 2; ++line) {
      begin = begin == 0 ? 0 : text_.rfind('\n', begin - 1) + 1;  // 0 if there is none
      const size_t first = std::min(text_.find_first_not_of(' ', begin), text_.size());
      const std::string_view rest = text_.substr(first, 4);
      const auto unseen = diag::FindInvisible(rest);
      const bool tab = rest.starts_with('\t');
      if (tab || (unseen && unseen->begin == 0)) {
        const uint32_t place = base_ + static_cast<uint32_t>(first);
        const auto size = static_cast<uint32_t>(tab ? 1 : unseen->end);
        return Odd{{source_, place, place + size},
                   (tab ? std::string("a tab") : unseen->name) + " is here"};
      }
      if (begin == 0) break;
      --begin;
    }
    return std::nullopt;
  }

  Span SpanOf(const yaml_event_t& event) const {
    return {source_, offsets_(event.start_mark), offsets_(event.end_mark)};
  }
  std::string_view SourceText(Span span) const {
    return text_.substr(span.begin - base_, span.end - span.begin);
  }

  void Refuse(Span span, const std::string& why, const std::string& help) {
    sink_.Emit(codes::YamlTooLarge, span, why).Help(help);
    skipped_ = true;
    tree_.damaged = true;
  }

  void Take(const yaml_event_t& event) {
    switch (event.type) {
      case YAML_ALIAS_EVENT:
        return TakeAlias(event);
      case YAML_SCALAR_EVENT:
        return Attach(MakeScalar(event), Text(event.data.scalar.anchor));
      case YAML_SEQUENCE_START_EVENT:
        return Begin(event, Kind::kSequence, Text(event.data.sequence_start.anchor));
      case YAML_MAPPING_START_EVENT:
        return Begin(event, Kind::kMapping, Text(event.data.mapping_start.anchor));
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT:
        return End(event);
      default:
        return;
    }
  }

  static std::string Text(const yaml_char_t* text) {
    return text ? std::string(reinterpret_cast<const char*>(text)) : std::string();
  }

  NodeId MakeScalar(const yaml_event_t& event) {
    const auto& scalar = event.data.scalar;
    Node node;
    node.text.assign(reinterpret_cast<const char*>(scalar.value), scalar.length);
    node.plain = scalar.style == YAML_PLAIN_SCALAR_STYLE;
    node.span = SpanOf(event);
    node.span.begin += static_cast<uint32_t>(PropertiesBefore(SourceText(node.span)));
    node.pieces = Align(node.text, SourceText(node.span), node.span.begin);
    const bool quoted = scalar.style == YAML_SINGLE_QUOTED_SCALAR_STYLE ||
                        scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    const Span inside{source_, node.span.begin + 1, node.span.end - 1};
    if (quoted && inside.end >= inside.begin && SourceText(inside) == node.text) node.span = inside;
    return tree_.nodes.Add(std::move(node));
  }

  // An anchor and a tag precede the value and are not part of it.
  static size_t PropertiesBefore(std::string_view text) {
    size_t at = 0;
    while (at < text.size() && (text[at] == '&' || text[at] == '!')) {
      at = std::min(text.find_first_of(" \t\r\n", at), text.size());
      at = std::min(text.find_first_not_of(" \t\r\n", at), text.size());
    }
    return at;
  }

  void TakeAlias(const yaml_event_t& event) {
    const std::string name = Text(event.data.alias.anchor);
    const auto known = anchors_.find(name);
    if (known == anchors_.end()) {
      sink_.Emit(codes::YamlSyntax, SpanOf(event), "undefined anchor `" + name + "`")
          .Help("write out the value, or put `&" + name + "` before the intended value");
      Break();
    }
    Attach(known == anchors_.end() ? tree_.nodes.Add({}) : known->second, "");
  }

  void Begin(const yaml_event_t& event, Kind kind, const std::string& anchor) {
    if (open_.size() >= kMaxDepth) {
      too_deep_ = true;  // beyond this depth the parser takes quadratic time
      return Refuse(SpanOf(event), "nested more than " + std::to_string(kMaxDepth) + " deep",
                    "look for unclosed brackets; no rule needs this depth");
    }
    Node node;
    node.kind = kind;
    node.span = SpanOf(event);
    const NodeId id = tree_.nodes.Add(std::move(node));
    if (!anchor.empty()) pending_anchors_.push_back({id, anchor});
    open_.push_back({id, {}, {}, {}});
  }

  void End(const yaml_event_t& event) {
    const NodeId id = open_.back().node;
    for (const NodeId other : open_.back().merged) Merge(open_.back(), other);
    open_.pop_back();
    Node& node = tree_.nodes[id];
    if (node.span.end < offsets_(event.end_mark)) node.span.end = offsets_(event.end_mark);
    TrimEnd(node.span);
    // An anchor is only valid after its node: nothing can contain itself.
    for (; !pending_anchors_.empty() && pending_anchors_.back().first == id;
         pending_anchors_.pop_back())
      anchors_[pending_anchors_.back().second] = id;
    Attach(id, "");
  }

  // libyaml ends a block where the next one begins; the white space between belongs to neither.
  void TrimEnd(Span& span) const {
    const std::string_view text = SourceText(span);
    const size_t last = text.find_last_not_of(" \t\r\n");
    if (last != std::string_view::npos) span.end = span.begin + static_cast<uint32_t>(last) + 1;
  }

  void Attach(NodeId id, const std::string& anchor) {
    if (!anchor.empty()) anchors_[anchor] = id;
    if (open_.empty()) {
      root_ = id;
      return;
    }
    Open& open = open_.back();
    Node& parent = tree_.nodes[open.node];
    const uint64_t weight = uint64_t{parent.weight} + tree_.nodes[id].weight;
    parent.weight = static_cast<uint32_t>(std::min<uint64_t>(weight, kMaxWeight + 1));
    if (parent.weight > kMaxWeight)
      return Refuse(tree_.nodes[id].span,
                    "more than " + std::to_string(kMaxWeight) + " values in one document",
                    "an alias counts each time it is used: shorten or split the document");
    if (parent.kind == Kind::kSequence) {
      parent.items.push_back(id);
    } else if (!open.key.valid()) {
      open.key = id;
    } else {
      AttachEntry(open, parent, id);
    }
  }

  void AttachEntry(Open& open, Node& parent, NodeId value) {
    const NodeId key = std::exchange(open.key, NodeId{});
    const Node& name = tree_.nodes[key];
    if (name.kind != Kind::kScalar) {
      sink_.Emit(codes::YamlSyntax, name.span, "a list or mapping cannot be a key")
          .Help("write the key as plain text");
      Break();
    } else if (name.plain && name.text == "<<") {
      open.merged.push_back(value);
    } else if (!open.keys.insert(name.text).second) {
      const auto first = std::find_if(parent.entries.begin(), parent.entries.end(), [&](Entry e) {
        return tree_.nodes[e.key].text == name.text;
      });
      auto diagnostic = sink_.Emit(codes::YamlDuplicateKey, name.span, name.text);
      if (first != parent.entries.end())
        diagnostic.Note(tree_.nodes[first->key].span, "first here");
      diagnostic.Help("only one of them can apply: remove one, or put both values in one list");
      Break();
    } else {
      parent.entries.push_back({key, value});
    }
  }

  // `<<: *other`, `<<: [*one, *other]`: the entries of other mappings for keys that neither the
  // mapping nor an earlier merged one has.
  void Merge(Open& open, NodeId value) {
    const Node& other = tree_.nodes[value];
    if (other.kind == Kind::kSequence) {
      for (const NodeId item : std::vector(other.items)) MergeOne(open, item);
    } else {
      MergeOne(open, value);
    }
  }
  void MergeOne(Open& open, NodeId value) {
    const Node& other = tree_.nodes[value];
    if (other.kind != Kind::kMapping) {
      sink_.Emit(codes::YamlSyntax, other.span, "`<<` merges mappings, but this is not a mapping")
          .Help("name anchors of mappings: `<<: *name` or `<<: [*name, *other]`");
      return Break();
    }
    Node& parent = tree_.nodes[open.node];
    for (const Entry& entry : other.entries)
      if (open.keys.insert(tree_.nodes[entry.key].text).second) parent.entries.push_back(entry);
  }

  // The document is lost, but the rest of it is still checked.
  void Break() { broken_ = tree_.damaged = true; }

  void FinishDocument() {
    if (!skipped_ && !broken_ && root_.valid()) {
      const Node& root = tree_.nodes[root_];
      const bool empty = root.kind == Kind::kScalar && IsNull(root);
      if (!empty) tree_.documents.push_back({root_});
    }
    root_ = {};
  }

  SourceId source_;
  std::string_view text_;
  uint32_t base_;
  Offsets offsets_;
  Tree& tree_;
  diag::Sink& sink_;
  std::unique_ptr<yaml_parser_t, ParserDeleter> parser_;
  std::vector<Open> open_;
  std::map<std::string, NodeId> anchors_;
  std::vector<std::pair<NodeId, std::string>> pending_anchors_;
  NodeId root_;
  bool skipped_ = false;   // the document is too large: the rest is skipped
  bool broken_ = false;    // the document has an error
  bool too_deep_ = false;  // skips to the next document
};

// The start of the next document after `from`: a line that is `---` or begins with it and a space.
size_t NextDocument(std::string_view text, size_t from) {
  for (size_t at = text.find("\n---", from); at != std::string_view::npos;
       at = text.find("\n---", at + 1)) {
    const size_t after = at + 4;
    if (after >= text.size() || text[after] == '\n' || text[after] == '\r' || text[after] == ' ')
      return at + 1;
  }
  return text.size();
}

}  // namespace

Tree Parse(SourceId source, const SourceMap& sources, diag::Sink& sink) {
  Tree tree;
  const std::string_view text = sources[source].text();
  size_t begin = text.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0;
  while (begin < text.size()) {
    StretchReader reader(source, text.substr(begin), static_cast<uint32_t>(begin), tree, sink);
    const auto broken = reader.Read();
    if (!broken) break;
    begin = NextDocument(text, std::max<size_t>(*broken, begin + 1) - 1);
  }
  return tree;
}

}  // namespace sigrun::yaml
