#include "engine/ruletest/parts.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text/utf8.h"

namespace sigrun::engine {
namespace {

bool IsJoined(const ir::Node& node) {
  return std::holds_alternative<ir::And>(node) || std::holds_alternative<ir::Or>(node) ||
         std::holds_alternative<ir::Not>(node) || std::holds_alternative<ir::AtLeast>(node);
}

bool IsFixed(const ir::Node& node) { return std::holds_alternative<ir::Const>(node); }

std::string Cut(std::string text, size_t limit) {
  if (text.size() <= limit) return text;
  return std::string(utf8::Prefix(text, limit)) + "…";
}

std::string OneLine(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!blank)
      line += c;
    else if (!line.empty() && line.back() != ' ')
      line += ' ';
  }
  return line;
}

std::string Shown(const alert::Datum& datum) {
  constexpr size_t kMost = 100;
  if (datum.kind == Kind::kAbsent) return "absent";
  if (datum.kind == Kind::kNull) return "null";
  const std::string text = Cut(datum.text, kMost);
  return datum.kind == Kind::kString ? "\"" + text + "\"" : text;
}

}  // namespace

void Parts::Add(ir::ExprId predicate) {
  if (!predicate.valid() || places_.count(predicate) > 0) return;
  if (!IsJoined(node(predicate))) return AddPart(predicate);
  places_[predicate] = {};
  for (const ir::ExprId operand : ir::Operands(node(predicate))) Add(operand);
}

void Parts::AddPart(ir::ExprId part) {
  Place& place = places_[part];
  const ir::Expr expr = rules_.exprs[part];
  if (fields_.size() >= kMostParts * 4 || (expr.stateful && state_ == nullptr)) return;
  place = {fields_.size(), 0, true};
  fields_.push_back({"", rules_.Add(ir::BoolOf{part}, stdlib::kBool, expr.span)});
  for (const ir::ExprId operand : ir::Operands(expr.node)) {
    if (IsFixed(node(operand)) || place.values == 3 || rules_.exprs[operand].IsPredicate())
      continue;
    fields_.push_back({"", operand});
    ++place.values;
  }
}

bool Parts::Holds(ir::ExprId id, const alert::NamedData& values) const {
  const auto holds = [&](ir::ExprId operand) { return Holds(operand, values); };
  const ir::Node& it = node(id);
  if (const auto* all = std::get_if<ir::And>(&it)) return std::ranges::all_of(all->operands, holds);
  if (const auto* any = std::get_if<ir::Or>(&it)) return std::ranges::any_of(any->operands, holds);
  if (const auto* negation = std::get_if<ir::Not>(&it)) return !holds(negation->operand);
  if (const auto* some = std::get_if<ir::AtLeast>(&it))
    return std::ranges::count_if(some->operands, holds) >= static_cast<long>(some->count);
  const auto place = places_.find(id);
  return place != places_.end() && place->second.known &&
         values[place->second.first].second.text == "true";
}

std::vector<std::string> Parts::Why(ir::ExprId predicate, const alert::NamedData& values) const {
  std::vector<std::string> out;
  Explain(predicate, values, out);
  return out;
}

// Only the deciding parts: of a false `and` the false ones, of a true `or` the true ones.
void Parts::Explain(ir::ExprId id, const alert::NamedData& values,
                    std::vector<std::string>& out) const {
  const ir::Node& it = node(id);
  if (!IsJoined(it)) {
    std::string part = ExplainPart(id, values);
    if (std::ranges::find(out, part) == out.end()) out.push_back(std::move(part));
    return;
  }
  const bool answer = Holds(id, values);
  const bool negation = std::holds_alternative<ir::Not>(it);
  for (const ir::ExprId operand : ir::Operands(it))
    if (negation || Holds(operand, values) == answer) Explain(operand, values, out);
}

std::string Parts::ExplainPart(ir::ExprId id, const alert::NamedData& values) const {
  const auto found = places_.find(id);
  const std::string text = Text(id);
  if (found == places_.end() || !found->second.known) return fmt::format("`{}` is unknown", text);
  const Place& place = found->second;
  std::string from;
  for (size_t i = place.first + 1; i <= place.first + place.values; ++i) {
    const std::string name = Text(fields_[i].value);
    if (name == text) continue;
    from += fmt::format("{}{} is {}", from.empty() ? "" : ", ", name, Shown(values[i].second));
  }
  return fmt::format("`{}` is {}{}", text, Holds(id, values) ? "true" : "false",
                     from.empty() ? "" : " (" + from + ")");
}

// For an aggregate or first_seen; other cells are identified by their source text.
std::string Parts::CellName(uint32_t index) const {
  const program::Cell& cell = state_->cells[index];
  if (cell.kind == program::CellKind::kAggregate) return state_->aggregates[cell.index].name;
  if (cell.kind == program::CellKind::kFirstSeen) return state_->first_seen[cell.index].name;
  return "";
}

std::string Parts::Text(ir::ExprId id) const {
  constexpr size_t kMost = 120;
  const ir::Expr& expr = rules_.exprs[id];
  if (const auto* field = std::get_if<ir::FieldRef>(&expr.node))
    return ir::PathText(rules_.fields[field->field]);
  const auto* cell = std::get_if<ir::CellRef>(&expr.node);
  if (cell != nullptr && state_ != nullptr)
    if (std::string name = CellName(cell->cell); !name.empty()) return name;
  const std::string written = expr.span.valid() ? OneLine(sources_.Text(expr.span)) : "";
  return Cut(written.empty() ? ir::Print(rules_, id) : written, kMost);
}

}  // namespace sigrun::engine
