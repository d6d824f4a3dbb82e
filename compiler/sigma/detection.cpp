#include "compiler/sigma/detection.h"

#include <algorithm>

#include "base/suggest.h"
#include "compiler/sigma/emit_item.h"

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
  return Emit(ReadItem({"", span, {}}, {}, value));
}

ExprId DetectionReader::Emit(const std::optional<Item>& item) {
  return item ? EmitItem(*item, fields_, build_) : ExprId{};
}

ExprId DetectionReader::ReadMapping(NodeId mapping) {
  const yaml::Node& node = tree_[mapping];
  if (node.entries.empty()) {
    sink_.Emit(Code::SigmaEmpty, node.span, "a selection without fields")
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
    sink_.Emit(Code::SigmaExtension, key.span, "matching the elements of an array")
        .Help("a path that crosses an array means any of its elements");
    return std::nullopt;
  }
  return ReadItem({key.field, key.span, {}}, key.modifiers, entry.value);
}

// Mappings are alternatives; what is no mapping is a keyword, and keywords are alternatives too.
ExprId DetectionReader::ReadList(NodeId list, Span span) {
  const yaml::Node& node = tree_[list];
  if (node.items.empty()) {
    sink_.Emit(Code::SigmaEmpty, node.span, "a selection without values")
        .Help("it would never hold: add a value, or remove the selection");
    return {};
  }
  std::vector<ExprId> alternatives;
  Item keywords{"", span, {}};
  bool sound = true;
  for (const NodeId item : node.items) {
    if (tree_[item].kind == Kind::kScalar) {
      if (auto value = ReadValue(item, false)) keywords.values.push_back(std::move(*value));
      continue;
    }
    alternatives.push_back(ReadSelection(item, tree_[item].span));
    sound &= alternatives.back().valid();
  }
  for (const Value& value : keywords.values)
    if (std::holds_alternative<Null>(value.form)) {
      sink_.Emit(Code::SigmaEmpty, value.span, "a keyword that is nothing")
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
    sink_.Emit(Code::SigmaEmpty, node.span, "a field without values")
        .Help("add a value; `null` means that the field is not there");
    return std::nullopt;
  }
  for (const NodeId id : values) {
    auto read = ReadValue(id, raw);
    if (!read) return std::nullopt;
    item.values.push_back(std::move(*read));
  }
  if (!ApplyModifiers(item, modifiers, placeholders_, sink_)) return std::nullopt;
  for (const Value& made : item.values)
    if (item.field.empty() && std::holds_alternative<Null>(made.form)) {
      sink_.Emit(Code::SigmaEmpty, made.span, "a keyword that is nothing")
          .Help("put the word in quotes, or remove it");
      return std::nullopt;
    }
  return item;
}

std::optional<Value> DetectionReader::ReadValue(NodeId id, bool raw) {
  const yaml::Node& node = tree_[id];
  if (node.kind != Kind::kScalar) {
    sink_
        .Emit(Code::SigmaType, node.span, "a value",
              "text, a number, true, false or null, not " + Describe(node))
        .Help("a field has one value or a list of them; mappings stand in selections");
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

ExprId ConditionEmitter::Emit(const Condition& condition) {
  switch (condition.kind) {
    case Condition::kName:
      return EmitName(condition);
    case Condition::kOf:
      return EmitOf(condition);
    case Condition::kNot: {
      const ExprId operand = Emit(condition.operands[0]);
      return operand.valid() ? build_.Not(operand, condition.span) : operand;
    }
    case Condition::kAnd:
    case Condition::kOr:
      break;
  }
  std::vector<ExprId> operands;
  bool sound = true;
  for (const Condition& operand : condition.operands) {
    operands.push_back(Emit(operand));
    sound &= operands.back().valid();
  }
  if (!sound) return {};
  return condition.kind == Condition::kAnd ? build_.And(std::move(operands), condition.span)
                                           : build_.Or(std::move(operands), condition.span);
}

ExprId ConditionEmitter::EmitName(const Condition& condition) {
  for (const Selection& selection : selections_)
    if (selection.name == condition.name) return name_of_(selection, condition.span);
  std::vector<std::string> known;
  for (const Selection& selection : selections_) known.push_back(selection.name);
  const std::string near(Suggest(condition.name, known));
  auto diagnostic = sink_.Emit(Code::SigmaUnknownSelection, condition.span, condition.name);
  if (near.empty())
    diagnostic.Help("name one of the selections beside the condition");
  else
    diagnostic.Help("did you mean `" + near + "`?").FixWith(condition.span, near);
  return {};
}

ExprId ConditionEmitter::EmitOf(const Condition& condition) {
  std::vector<const Selection*> fitting;
  for (const Selection& selection : selections_)
    if (FitsPattern(selection.name, condition.name)) fitting.push_back(&selection);
  const size_t needed = condition.at_least == 0 ? fitting.size() : condition.at_least;
  if (fitting.empty() || needed > fitting.size()) {
    sink_.Emit(Code::SigmaPattern, condition.span, condition.name, fitting.size())
        .Help("names that begin with `_` count only for a pattern that does too");
    return {};
  }
  for (const Selection* selection : fitting)
    if (!selection->predicate.valid()) return {};
  if (keep_patterns_) {
    ast::Quantified quantified;
    quantified.at_least = condition.at_least;
    quantified.them = condition.name == "them";
    if (!quantified.them) quantified.patterns = {{condition.name, condition.span}};
    return build_.Add(std::move(quantified), condition.span);
  }
  std::vector<ExprId> operands;
  for (const Selection* selection : fitting)
    operands.push_back(name_of_(*selection, condition.span));
  if (needed == fitting.size()) return build_.And(std::move(operands), condition.span);
  if (needed == 1) return build_.Or(std::move(operands), condition.span);
  // (if a then 1 else 0) + … >= N
  ExprId sum;
  for (const ExprId operand : operands) {
    const ExprId one = build_.Add(ast::If{operand, build_.Literal(int64_t{1}, condition.span),
                                          build_.Literal(int64_t{0}, condition.span)},
                                  condition.span);
    sum = sum.valid()
              ? build_.Add(ast::Arithmetic{ast::ArithmeticOp::kAdd, sum, one}, condition.span)
              : one;
  }
  return build_.Test(">=", sum, build_.Literal(static_cast<int64_t>(needed), condition.span),
                     condition.span);
}

}  // namespace sigrun::sigma
