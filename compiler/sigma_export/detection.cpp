#include "compiler/sigma_export/detection.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "compiler/sigma_export/yaml_text.h"

namespace sigrun::sigma_export {
namespace {

// Words of a condition, and keys of a detection that are not selections.
bool IsReserved(std::string_view name) {
  static constexpr std::string_view kWords[] = {"and", "or",   "not",       "of",       "all",
                                                "any", "them", "condition", "timeframe"};
  return std::find(std::begin(kWords), std::end(kWords), name) != std::end(kWords);
}

// Only such values can be alternatives in a list: not null, and no booleans.
bool MayBeListed(const Item& item) {
  return item.values != std::vector<std::string>{"null"} &&
         (item.modifiers.empty() || item.modifiers[0] != "exists");
}

void AddValues(Item& item, const std::vector<std::string>& values) {
  item.values.insert(item.values.end(), values.begin(), values.end());
}

// Removes repeated values and keeps the order.
void MakeDistinct(Item& item) {
  std::set<std::string> seen;
  std::erase_if(item.values, [&](const std::string& value) { return !seen.insert(value).second; });
  if (item.values.size() == 1) item.all = false;
}

// Whether two values of the item can both match the same field.
bool TestsPart(const Item& item) {
  if (item.field.empty()) return true;
  if (item.modifiers.empty() || item.modifiers[0] == "fieldref") return false;
  const std::string& last = item.modifiers.back();
  return item.modifiers[0] == "re" || last == "contains" || last == "startswith" ||
         last == "endswith";
}

// The name of a selection that holds where a field is absent.
std::string NameOfAbsence(const Item& item) {
  if (item.values != std::vector<std::string>{"null"}) return "";
  std::string name = "no_";
  for (const char c : item.field.substr(item.field.rfind('.') + 1))
    name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return name;
}

std::string ItemYaml(const Item& item, size_t indent) {
  std::string key = item.Key();
  if (item.all) key += "|all";
  if (item.values.size() == 1) return fmt::format("{}: {}\n", Key(key), item.values[0]);
  std::string out = Key(key) + ":\n";
  for (const std::string& value : item.values)
    out += fmt::format("{}- {}\n", std::string(indent + 4, ' '), value);
  return out;
}

// Keywords have no field: a list of strings, `|all` if all must match.
std::string KeywordsYaml(const Item& item) {
  std::string out;
  const size_t indent = item.all ? 12 : 8;
  if (item.all) out = "        '|all':\n";
  for (const std::string& value : item.values)
    out += fmt::format("{}- {}\n", std::string(indent, ' '), value);
  return out;
}

}  // namespace

std::string Detection::Add(ir::ExprId predicate) { return Print(Emit(predicate)); }

std::string Detection::AddNot(ir::ExprId predicate) { return Print(Negated(Emit(predicate))); }

std::string Detection::Yaml(size_t indent) const {
  std::string out;
  for (const auto& [name, yaml] : selections_)
    out += fmt::format("{}{}:\n{}", std::string(indent, ' '), name, yaml);
  return out;
}

// ---- conditions

Detection::Condition Detection::Emit(ir::ExprId id) {
  const std::string name = cx_.NameOf(id);
  const std::string outer = hint_;
  if (!name.empty()) hint_ = name;
  Condition condition = EmitNode(id, name);
  hint_ = outer;
  return condition;
}

Detection::Condition Detection::EmitNode(ir::ExprId id, const std::string& name) {
  if (const auto selection = ReadSelection(id, true)) return Named(*selection, name);
  const ir::Node& node = cx_[id].node;
  if (ItemOf(id) || std::holds_alternative<ir::Not>(node)) return EmitNot(id);
  for (const bool all : {true, false})
    if (OperandsOf(id, all) != nullptr) return EmitChain(id, all);
  if (const auto* one = std::get_if<ir::RuleMatches>(&node))
    return EmitRule(one->rule, cx_[id].span);
  if (const auto* some = std::get_if<ir::AtLeast>(&node)) {
    cx_.Refuse(cx_[id].span,
               fmt::format("`{} of`: Sigma only has `1 of` and `all of`", some->count));
    for (const ir::ExprId operand : some->operands) Emit(operand);
  } else if (std::holds_alternative<ir::Truth>(node)) {
    cx_.Refuse(cx_[id].span, "a condition that holds for every event, or for none");
  } else if (!std::holds_alternative<ir::Test>(node) &&
             !std::holds_alternative<ir::Presence>(node)) {  // those were reported as obstacles
    cx_.Refuse(cx_[id].span, Describe(cx_, id));
  }
  return {};
}

Detection::Condition Detection::EmitNot(ir::ExprId id) {
  const bool was = std::exchange(negated_, true);
  Condition inner;
  if (const auto& item = ItemOf(id)) {
    Item positive = *item;
    positive.negated = false;
    inner = Named({{positive}}, NameOfAbsence(positive));
  } else {
    inner = Emit(std::get<ir::Not>(cx_[id].node).operand);
  }
  negated_ = was;
  return Negated(std::move(inner));
}

Detection::Condition Detection::Negated(Condition condition) {
  if (condition.level == kNot) return Condition(condition.parts[0]);
  return {kNot, "", {std::move(condition)}};
}

// Expands the condition of another rule.
Detection::Condition Detection::EmitRule(uint32_t index, Span span) {
  const ir::Rule& rule = cx_.rules.rules[index];
  if (rule.stateful || rule.source != cx_.source) {
    cx_.Refuse(span, fmt::format("rule `{}` as part of a test: it {}", rule.info.name,
                                 rule.stateful ? "keeps state" : "reads another log source"));
    return {};
  }
  cx_.written.insert(index);
  const std::string outer = std::exchange(hint_, rule.info.name);
  std::vector<Condition> parts = {Emit(rule.condition)};
  const bool was = std::exchange(negated_, true);
  for (const ir::Exception& exception : rule.exceptions) {
    NoteUntil(cx_, exception);
    parts.push_back(Negated(Emit(exception.when)));
  }
  negated_ = was;
  hint_ = outer;
  if (parts.size() == 1) return parts[0];
  return {kAnd, "", std::move(parts)};
}

bool Detection::IsNegation(ir::ExprId id) {
  const auto& item = ItemOf(id);
  return item ? item->negated : std::holds_alternative<ir::Not>(cx_[id].node);
}

// Operands without a name go into one selection as far as possible. In a conjunction, exceptions
// come last.
Detection::Condition Detection::EmitChain(ir::ExprId chain, bool all) {
  Selection together;
  size_t place = 0;
  std::vector<ir::ExprId> others, exceptions;
  for (const ir::ExprId operand : Flat(chain, all)) {
    const bool first = together.empty();
    if (!IsNamed(operand, chain) && AddOperand(together, operand, all)) {
      if (first) place = others.size();
    } else {
      (all && IsNegation(operand) ? exceptions : others).push_back(operand);
    }
  }
  std::vector<Condition> parts;
  parts.reserve(others.size() + exceptions.size() + 1);
  Condition joined;
  if (!together.empty()) joined = Named(together, "");
  for (const ir::ExprId other : others) parts.push_back(Emit(other));
  if (!together.empty())
    parts.insert(parts.begin() + static_cast<std::ptrdiff_t>(place), std::move(joined));
  for (const ir::ExprId exception : exceptions) parts.push_back(Emit(exception));
  std::set<std::string> named;  // equal parts share a selection
  std::erase_if(parts, [&](const Condition& part) {
    return part.level == kName && !named.insert(part.name).second;
  });
  if (parts.empty())
    cx_.Refuse(cx_[chain].span, "a condition that holds for every event, or for none");
  if (parts.size() == 1) return parts[0];
  return {all ? kAnd : kOr, "", std::move(parts)};
}

// False if it needs a selection of its own.
bool Detection::AddOperand(Selection& together, ir::ExprId operand, bool all) {
  if (all) {
    const auto& item = ItemOf(operand);
    if (!item || item->negated) return false;
    if (together.empty()) together.emplace_back();
    return AddTo(together[0], *item);
  }
  const auto selection = ReadSelection(operand, true);
  if (!selection) return false;
  // Keywords can only be combined with keywords, and `all` of them with nothing else.
  const auto& first = (*selection)[0][0];
  const bool mixed = !together.empty() && together[0][0].field.empty() != first.field.empty();
  if (mixed || (first.field.empty() && first.all)) return false;
  AddTo(together, *selection);
  return true;
}

std::string Detection::Print(const Condition& condition) const {
  if (condition.level == kName) return condition.name;
  if (std::string pattern = Pattern(condition); !pattern.empty()) return pattern;
  std::string text;
  for (const Condition& part : condition.parts) {
    const bool group = part.level < condition.level && Pattern(part).empty();
    if (condition.level != kNot && !text.empty())
      text += condition.level == kAnd ? " and " : " or ";
    if (condition.level == kNot) text += "not ";
    text += group ? "(" + Print(part) + ")" : Print(part);
  }
  return text;
}

// 1 of filter_*: if it means exactly the selections whose names begin so.
std::string Detection::Pattern(const Condition& condition) const {
  if (condition.level != kAnd && condition.level != kOr) return "";
  std::set<std::string> names;
  for (const Condition& part : condition.parts)
    if (part.level == kName) names.insert(part.name);
  if (names.size() != condition.parts.size()) return "";
  const std::string prefix = names.begin()->substr(0, names.begin()->find('_') + 1);
  if (prefix.size() < 2) return "";
  for (const auto& [name, yaml] : selections_)
    if (name.starts_with(prefix) != (names.count(name) > 0)) return "";
  return (condition.level == kAnd ? "all of " : "1 of ") + prefix + "*";
}

Detection::Condition Detection::Named(Selection selection, const std::string& wanted) {
  for (Map& map : selection) std::for_each(map.begin(), map.end(), MakeDistinct);
  std::string yaml;
  if (selection.size() == 1 && selection[0].size() == 1 && selection[0][0].field.empty()) {
    yaml = KeywordsYaml(selection[0][0]);
  } else if (selection.size() == 1) {
    for (const Item& item : selection[0]) yaml += std::string(8, ' ') + ItemYaml(item, 8);
  } else {
    for (const Map& map : selection)
      for (const Item& item : map)
        yaml += (&item == &map.front() ? "        - " : "          ") + ItemYaml(item, 10);
  }
  if (const auto known = name_of_.find(yaml); known != name_of_.end())
    return {kName, known->second, {}};
  std::string base = wanted;
  if (base.empty()) base = !hint_.empty() ? hint_ : negated_ ? "filter" : "selection";
  if (IsReserved(base)) base = "selection";
  std::string name = base;
  for (int i = 2; !taken_.insert(name).second; ++i) name = fmt::format("{}_{}", base, i);
  name_of_[yaml] = name;
  selections_.emplace_back(name, yaml);
  return {kName, name, {}};
}

// ---- selections

const std::vector<ir::ExprId>* Detection::OperandsOf(ir::ExprId id, bool all) const {
  const ir::Node& node = cx_[id].node;
  const auto* some = std::get_if<ir::AtLeast>(&node);
  if (some != nullptr && some->count == (all ? some->operands.size() : 1)) return &some->operands;
  if (const auto* chain = std::get_if<ir::And>(&node); all && chain != nullptr)
    return &chain->operands;
  if (const auto* chain = std::get_if<ir::Or>(&node); !all && chain != nullptr)
    return &chain->operands;
  return nullptr;
}

// Constant for every event: `in` an empty list.
bool Detection::AlwaysIs(ir::ExprId id, bool value) const {
  const ir::Node& node = cx_[id].node;
  if (const auto* truth = std::get_if<ir::Truth>(&node)) return truth->value == value;
  if (const auto* negation = std::get_if<ir::Not>(&node))
    return AlwaysIs(negation->operand, !value);
  if (const auto* test = std::get_if<ir::Test>(&node); test != nullptr && !value) {
    const auto* list = std::get_if<ir::Const>(&cx_[test->arguments.back()].node);
    const auto* spec = list == nullptr ? nullptr : std::get_if<stdlib::PreparedSpec>(&list->value);
    return spec != nullptr && spec->items.empty();
  }
  const auto each = [&](ir::ExprId operand) { return AlwaysIs(operand, value); };
  if (const auto* operands = OperandsOf(id, value))
    return std::all_of(operands->begin(), operands->end(), each);
  if (const auto* operands = OperandsOf(id, !value))
    return std::any_of(operands->begin(), operands->end(), each);
  return false;
}

std::vector<ir::ExprId> Detection::Flat(ir::ExprId chain, bool all) const {
  std::vector<ir::ExprId> flat;
  for (const ir::ExprId operand : *OperandsOf(chain, all)) {
    if (AlwaysIs(operand, all)) continue;  // changes nothing
    if (IsNamed(operand, chain) || OperandsOf(operand, all) == nullptr) {
      flat.push_back(operand);
      continue;
    }
    const std::vector<ir::ExprId> below = Flat(operand, all);
    flat.insert(flat.end(), below.begin(), below.end());
  }
  return flat;
}

// Whether the part has a name of its own. The parts that one test was split into have the location
// of the whole, and no name.
bool Detection::IsNamed(ir::ExprId part, ir::ExprId whole) const {
  return !(cx_[part].span == cx_[whole].span) && !cx_.NameOf(part).empty();
}

const std::optional<Item>& Detection::ItemOf(ir::ExprId id) {
  const auto known = items_.find(id.index);
  if (known != items_.end()) return known->second;
  return items_[id.index] = ReadItem(cx_, id);
}

// Parts with a name stay separate selections.
std::optional<Detection::Selection> Detection::ReadSelection(ir::ExprId id, bool outermost) {
  if (!outermost && !cx_.NameOf(id).empty()) return std::nullopt;
  if (OperandsOf(id, true) != nullptr) return ReadAll(id);
  if (OperandsOf(id, false) != nullptr) return ReadAny(id);
  const auto& item = ItemOf(id);
  if (!item || item->negated) return std::nullopt;
  return Selection{{*item}};
}

std::optional<Detection::Selection> Detection::ReadAll(ir::ExprId chain) {
  std::vector<Item> items;
  for (const ir::ExprId operand : Flat(chain, true)) {
    const auto one = ReadSelection(operand, !IsNamed(operand, chain));
    if (!one || one->size() != 1) return std::nullopt;
    items.insert(items.end(), (*one)[0].begin(), (*one)[0].end());
  }
  Map map;
  if (items.empty() || !AddTo(map, std::move(items))) return std::nullopt;
  return Selection{map};
}

std::optional<Detection::Selection> Detection::ReadAny(ir::ExprId chain) {
  Selection selection;
  for (const ir::ExprId operand : Flat(chain, false)) {
    const auto one = ReadSelection(operand, !IsNamed(operand, chain));
    if (!one) return std::nullopt;
    AddTo(selection, *one);
  }
  if (selection.empty()) return std::nullopt;
  const auto keyword = [](const Map& map) { return map[0].field.empty(); };
  if (selection.size() > 1 && std::any_of(selection.begin(), selection.end(), keyword))
    return std::nullopt;
  return selection;
}

namespace {

bool IsOne(const Item& item) { return item.all || item.values.size() == 1; }

}  // namespace

bool Detection::AddTo(Map& map, const Item& item) {
  if (!map.empty() && map[0].field.empty() != item.field.empty()) return false;
  bool taken = false;
  for (Item& known : map) {
    if (known.Key() != item.Key()) continue;
    if (known.values == item.values && known.all == item.all) return true;
    // Two values cannot both equal the whole field, but both can be part of it.
    if (TestsPart(item) && IsOne(known) && IsOne(item)) {
      AddValues(known, item.values);
      known.all = true;
      return true;
    }
    taken |= known.all == item.all;
  }
  if (!taken) map.push_back(item);
  return !taken;
}

// A list prevents later single values from being merged into another list.
bool Detection::AddTo(Map& map, std::vector<Item> items) {
  const auto add = [&map](const Item& item) { return AddTo(map, item); };
  if (std::all_of(items.begin(), items.end(), add)) return true;
  map.clear();
  std::stable_partition(items.begin(), items.end(), IsOne);
  return std::all_of(items.begin(), items.end(), add);
}

void Detection::AddTo(Selection& selection, const Selection& more) {
  for (const Map& map : more) {
    const auto same = std::find_if(selection.begin(), selection.end(), [&](const Map& known) {
      return known.size() == 1 && map.size() == 1 && known[0].Key() == map[0].Key() &&
             !known[0].all && !map[0].all &&
             (known[0].values == map[0].values || (MayBeListed(known[0]) && MayBeListed(map[0])));
    });
    if (same == selection.end())
      selection.push_back(map);
    else if ((*same)[0].values != map[0].values)
      AddValues((*same)[0], map[0].values);
  }
}

}  // namespace sigrun::sigma_export
