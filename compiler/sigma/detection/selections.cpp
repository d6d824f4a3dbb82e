#include "compiler/sigma/detection/selections.h"

#include <algorithm>

#include "compiler/diag/codes/sigma.h"
#include "compiler/sigma/detection/emit_item.h"
#include "compiler/sigma/detection/slips.h"
#include "compiler/sigma/detection/text.h"

namespace sigrun::sigma {
namespace {

using yaml::Kind;

struct Key {
  std::string field;
  Span span;
  std::vector<WrittenModifier> modifiers;
};

// field|modifier|modifier
Key ReadKey(const yaml::Node& node) {
  Key key;
  size_t begin = 0;
  for (bool first = true;; first = false) {
    const size_t bar = std::min(node.text.find('|', begin), node.text.size());
    const Span span = PartOf(node, begin, bar);
    if (first)
      key.field = node.text.substr(0, bar), key.span = span;
    else
      key.modifiers.push_back({node.text.substr(begin, bar - begin), span});
    if (bar == node.text.size()) break;
    begin = bar + 1;
  }
  return key;
}

}  // namespace

std::vector<Selection> DetectionReader::ReadSelections(NodeId detection,
                                                       const std::vector<std::string>& skip) {
  std::vector<Selection> selections;
  for (const yaml::Entry& entry : tree_[detection].entries) {
    const yaml::Node& key = tree_[entry.key];
    if (std::find(skip.begin(), skip.end(), key.text) != skip.end()) continue;
    selections.push_back({key.text, ReadSelection(entry.value, key.span), key.span});
  }
  return selections;
}

ExprId DetectionReader::ReadSelection(NodeId value, Span span) {
  switch (tree_[value].kind) {
    case Kind::kMapping:
      return ReadMapping(value);
    case Kind::kSequence:
      return ReadList(value, span);
    case Kind::kScalar:
      break;
  }
  CheckKeyword(tree_[value], true, fields_.source().schema, sink_);
  return Emit(ReadItem({"", span, {}}, {}, value));
}

void DetectionReader::CheckRegexes() const {
  for (const auto& [regex, span] : regexes_) CheckRegex(regex, span, sink_);
}

ExprId DetectionReader::Emit(const std::optional<Item>& item) {
  return item ? EmitItem(*item, fields_, build_) : ExprId{};
}

ExprId DetectionReader::ReadMapping(NodeId mapping) {
  const yaml::Node& node = tree_[mapping];
  if (node.entries.empty()) {
    sink_.Emit(codes::SigmaEmpty, node.span, "this selection")
        .Help("it would hold for every event: name a field, or remove the selection");
    return {};
  }
  std::vector<ExprId> operands;
  for (const yaml::Entry& entry : node.entries) operands.push_back(Emit(ReadItem(entry)));
  const bool sound =
      std::all_of(operands.begin(), operands.end(), [](ExprId id) { return id.valid(); });
  return sound ? build_.And(std::move(operands), node.span) : ExprId{};
}

std::optional<Item> DetectionReader::ReadItem(const yaml::Entry& entry) {
  const Key key = ReadKey(tree_[entry.key]);
  if (key.field.find('[') != std::string::npos && tree_[entry.value].kind == Kind::kMapping) {
    sink_.Emit(codes::SigmaExtension, key.span, "matching array elements")
        .Help("a path that crosses an array means any of its elements");
    return std::nullopt;
  }
  CheckFieldName(key.field, key.span);
  CheckKey(tree_[entry.key], tree_[entry.value], sink_);
  return ReadItem({key.field, key.span, {}}, key.modifiers, entry.value);
}

void DetectionReader::CheckFieldName(const std::string& field, Span span) {
  const size_t begin = field.find_first_not_of(" \t");
  if (field.empty() || (begin == 0 && field.find_last_not_of(" \t") + 1 == field.size())) return;
  sink_.Emit(codes::SigmaFieldBlank, span, field)
      .Help("remove the spaces: they are part of the name, and no log has such a field");
}

// Mappings are alternatives. Everything else is a keyword, and keywords are alternatives too.
ExprId DetectionReader::ReadList(NodeId list, Span span) {
  const yaml::Node& node = tree_[list];
  if (node.items.empty()) {
    sink_.Emit(codes::SigmaEmpty, node.span, "this selection")
        .Help("it would never hold: add a value, or remove the selection");
    return {};
  }
  std::vector<ExprId> alternatives;
  Item keywords{"", span, {}};
  bool sound = true;
  for (const NodeId item : node.items) {
    if (tree_[item].kind == Kind::kScalar) {
      CheckKeyword(tree_[item], node.items.size() == 1, fields_.source().schema, sink_);
      CheckValue(tree_[item], "", false, sink_);
      keywords.values.push_back(*ReadValue(item, false, "keyword"));
      continue;
    }
    alternatives.push_back(ReadSelection(item, tree_[item].span));
    sound &= alternatives.back().valid();
  }
  for (const Value& value : keywords.values)
    if (std::holds_alternative<Null>(value.form)) {
      sink_.Emit(codes::SigmaEmpty, value.span, "this keyword")
          .Help("put the word in quotes, or remove it");
      sound = false;
    }
  if (!keywords.values.empty() && sound)
    alternatives.push_back(EmitItem(keywords, fields_, build_));
  return sound && !alternatives.empty() ? build_.Or(std::move(alternatives), node.span) : ExprId{};
}

std::optional<Item> DetectionReader::ReadItem(Item item,
                                              const std::vector<WrittenModifier>& modifiers,
                                              NodeId value) {
  const yaml::Node& node = tree_[value];
  const bool raw = !modifiers.empty() && modifiers[0].name == "re";
  const std::vector<NodeId> values =
      node.kind == Kind::kSequence ? node.items : std::vector<NodeId>{value};
  if (values.empty()) {
    sink_.Emit(codes::SigmaEmpty, node.span, "the list of values")
        .Help("add a value; `null` means that the field is absent or null");
    return std::nullopt;
  }
  bool sound = true;
  for (const NodeId id : values) {
    CheckValue(tree_[id], item.field, !modifiers.empty(), sink_);
    auto read = ReadValue(id, raw, item.field.empty() ? "keyword" : item.field);
    sound &= read.has_value();
    if (!read) continue;
    if (node.kind == Kind::kSequence && !item.field.empty() && yaml::IsNull(tree_[id]))
      sink_.Emit(codes::SigmaNullInList, read->span, item.field)
          .Help(
              "put text in quotes, such as '#abc'; to match an absent field, use a "
              "separate selection: `field: null`");
    item.values.push_back(std::move(*read));
  }
  sound &= ApplyModifiers(item, modifiers, placeholders_, sink_);
  for (const Value& made : item.values) {
    if (const auto* regex = std::get_if<Regex>(&made.form))
      regexes_.emplace_back(*regex, made.span);
    if (const auto* other = std::get_if<FieldRef>(&made.form); other && other->field.empty()) {
      sink_.Emit(codes::SigmaModifierValue, made.span, "fieldref", "the name of a field")
          .Help("name the other field");
      sound = false;
    }
    if (item.field.empty() && std::holds_alternative<Null>(made.form)) {
      sink_.Emit(codes::SigmaEmpty, made.span, "this keyword")
          .Help("put the word in quotes, or remove it");
      sound = false;
    }
  }
  return sound ? std::optional(std::move(item)) : std::nullopt;
}

std::optional<Value> DetectionReader::ReadValue(NodeId id, bool raw, const std::string& what) {
  const yaml::Node& node = tree_[id];
  if (node.kind != Kind::kScalar) {
    sink_
        .Emit(codes::SigmaType, node.span, what,
              "text, a number, true, false or null, not " + Describe(node))
        .Help("a field has one value or a list of values; a mapping can only be a selection");
    return std::nullopt;
  }
  Value value{{}, node.span};
  if (raw && !yaml::IsNull(node))
    value.form = Regex{node.text, {}};
  else if (yaml::IsNull(node))
    value.form = Null{};
  else if (const auto flag = yaml::AsBool(node))
    value.form = *flag;
  else if (const auto whole = yaml::AsInt(node))
    value.form = Number{*whole, node.text};
  else if (const auto number = yaml::AsNumber(node))
    value.form = Number{*number, node.text};
  else
    value.form = Text{ReadText(node.text), false, {}};
  return value;
}

}  // namespace sigrun::sigma
