#include "compiler/sema/never.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "base/overloaded.h"
#include "base/text/ascii.h"
#include "compiler/diag/codes/rules.h"
#include "stdlib/aggregate.h"

namespace sigrun::sema {
namespace {

namespace codes = diag::codes;

constexpr uint32_t kMostWeight = 4096;  // of a part that is compared with others

// A field that has one value in a record of the source: a path through no array.
bool IsSingle(const stdlib::LogSource& source, const ir::Field& field) {
  return field.type != stdlib::kAny && !field.path.empty() &&
         std::ranges::find(source.arrays, field.path.front()) == source.arrays.end();
}

// The combined requirements of all parts for one field.
struct Wanted {
  std::optional<std::set<std::string>> texts;  // one of them
  double least = -std::numeric_limits<double>::infinity(), most = -least;
  bool open_least = false, open_most = false;  // the limit itself is excluded
  Span span;                                   // of the last part that set it
};

const std::vector<ir::ExprId> kNone;

class Conjunction {
 public:
  // `sink`: null to report nothing.
  Conjunction(const ir::RuleSet& rules, const ir::Rule& rule, diag::Sink* sink)
      : rules_(rules), rule_(rule), sink_(sink) {}

  // True if no contradiction was found.
  bool Add(ir::ExprId id, bool negated) {
    const ir::Expr& expr = rules_.exprs[id];
    if (const auto* inner = std::get_if<ir::Not>(&expr.node)) return Add(inner->operand, !negated);
    const auto* both = std::get_if<ir::And>(&expr.node);
    const auto* either = std::get_if<ir::Or>(&expr.node);
    const bool any = both != nullptr || either != nullptr;
    const auto& operands = either != nullptr ? either->operands
                           : both != nullptr ? both->operands
                                             : kNone;
    if (any && ((both != nullptr) != negated || operands.size() == 1)) {
      return std::all_of(operands.begin(), operands.end(),
                         [&](ir::ExprId operand) { return Add(operand, negated); });
    }
    if (expr.weight > kMostWeight) return true;
    if (expr.reads_cells) return AddCount(expr, negated);
    const auto [other, fresh] = parts_.try_emplace(ir::Print(rules_, id), negated, expr.span);
    if (!fresh && other->second.first != negated)
      return Report(expr.span, other->second.second, "one is the negation of the other");
    if (const auto* presence = std::get_if<ir::Presence>(&expr.node))
      return AddPresence(*presence, negated, expr.span);
    const auto* test = std::get_if<ir::Test>(&expr.node);
    return test == nullptr || negated || AddTest(*test, expr.span);
  }

 private:
  bool Report(Span span, Span other, const std::string& why) {
    if (sink_ == nullptr) return false;
    auto diagnostic = sink_->Emit(codes::NeverHolds, span);
    // The same name twice has one location.
    if (span != other) diagnostic.Note(other, "this part: " + why);
    diagnostic.Help("join alternatives with `or`, or remove one of them");
    return false;
  }

  // Every test of an absent field is false.
  bool AddPresence(const ir::Presence& presence, bool negated, Span span) {
    const auto* field = std::get_if<ir::FieldRef>(&rules_.exprs[presence.operand].node);
    const bool absent = (presence.mode == ir::PresenceMode::kExists && negated) ||
                        (presence.mode == ir::PresenceMode::kAbsent && !negated);
    const bool present = presence.mode == ir::PresenceMode::kExists && !negated;
    if (field == nullptr || (!absent && !present)) return true;
    return Meet(field->field, present, span);
  }
  bool Meet(ir::FieldId field, bool present, Span span) {
    (present ? present_ : absent_).try_emplace(field, span);
    const auto& others = present ? absent_ : present_;
    const auto other = others.find(field);
    return other == others.end() ||
           Report(span, other->second, "one needs the field to be present, the other to be absent");
  }

  bool AddTest(const ir::Test& test, Span span) {
    if (const auto* field = std::get_if<ir::FieldRef>(&rules_.exprs[test.arguments[0]].node);
        field != nullptr && !Meet(field->field, true, span))
      return false;
    if (test.arguments.size() != 2) return true;
    const auto* field = std::get_if<ir::FieldRef>(&rules_.exprs[test.arguments[0]].node);
    const auto* constant = std::get_if<ir::Const>(&rules_.exprs[test.arguments[1]].node);
    if (field == nullptr || constant == nullptr ||
        !IsSingle(rules_.SourceOf(rule_.source), rules_.fields[field->field]))
      return true;
    return Holds(wanted_[field->field], stdlib::Kernels()[test.kernel].op, constant->value, span,
                 "the field has only one value in a record");
  }

  // An aggregate has one value each time the condition is evaluated.
  bool AddCount(const ir::Expr& expr, bool negated) {
    const auto* test = std::get_if<ir::Test>(&expr.node);
    if (test == nullptr || negated || test->arguments.size() != 2) return true;
    const auto* cell = std::get_if<ir::CellRef>(&rules_.exprs[test->arguments[0]].node);
    const auto* constant = std::get_if<ir::Const>(&rules_.exprs[test->arguments[1]].node);
    if (cell == nullptr || constant == nullptr) return true;
    Wanted& wanted = counts_[cell->cell];
    if (IsCount(cell->cell)) wanted.least = std::max(wanted.least, 0.0);
    return Holds(wanted, stdlib::Kernels()[test->kernel].op, constant->value, expr.span,
                 "an aggregate has one value at a time, and a count is never below 0");
  }

  bool IsCount(uint32_t index) const {
    const program::Cell& cell = rule_.stateful->cells[index];
    if (cell.kind != program::CellKind::kAggregate) return false;
    return stdlib::Info(rule_.stateful->aggregates[cell.index].kind).counts();
  }

  // Whether a value can still fulfil all requirements.
  bool Holds(Wanted& wanted, std::string_view op, const program::Constant& constant, Span span,
             const std::string& why) {
    const Span before = wanted.span;
    if (!Narrow(wanted, op, constant)) return true;
    wanted.span = span;
    const bool none = (wanted.texts && wanted.texts->empty()) || wanted.least > wanted.most ||
                      (wanted.least == wanted.most && (wanted.open_least || wanted.open_most));
    return !none || Report(span, before.valid() ? before : span, why);
  }

  // False if the test sets no such requirement.
  static bool Narrow(Wanted& wanted, std::string_view op, const program::Constant& value) {
    if (op == "==")
      if (const auto* text = std::get_if<std::string>(&value))
        return Keep(wanted, {AsciiLower(*text)});
    if (op == "in")
      if (const auto* spec = std::get_if<stdlib::PreparedSpec>(&value);
          spec != nullptr && (spec->kind == stdlib::PreparedKind::kTextSet ||
                              spec->kind == stdlib::PreparedKind::kTextSetCased)) {
        std::set<std::string> texts;
        for (const std::string& item : spec->items) texts.insert(AsciiLower(item));
        return Keep(wanted, std::move(texts));
      }
    double number = 0;
    if (const auto* whole = std::get_if<int64_t>(&value))
      number = static_cast<double>(*whole);
    else if (const auto* real = std::get_if<double>(&value))
      number = *real;
    else
      return false;
    const bool equal = op == "==";
    if (equal || op == ">" || op == ">=") {
      if (number > wanted.least || (number == wanted.least && op == ">"))
        wanted.open_least = op == ">";
      wanted.least = std::max(wanted.least, number);
    }
    if (equal || op == "<" || op == "<=") {
      if (number < wanted.most || (number == wanted.most && op == "<"))
        wanted.open_most = op == "<";
      wanted.most = std::min(wanted.most, number);
    }
    return equal || op.starts_with('<') || op.starts_with('>');
  }

  static bool Keep(Wanted& wanted, std::set<std::string> texts) {
    if (wanted.texts)
      std::erase_if(texts, [&](const std::string& text) { return wanted.texts->count(text) == 0; });
    wanted.texts = std::move(texts);
    return true;
  }

  const ir::RuleSet& rules_;
  const ir::Rule& rule_;
  diag::Sink* sink_;
  std::map<std::string, std::pair<bool, Span>> parts_;  // by their test: negated, location
  std::map<ir::FieldId, Wanted> wanted_;
  std::map<uint32_t, Wanted> counts_;  // of cells
  std::map<ir::FieldId, Span> present_, absent_;
};

// A disjunction always holds if the conjunction of its negations never does.
void ReportAlways(const ir::RuleSet& rules, const ir::Rule& rule, diag::Sink& sink) {
  if (Conjunction(rules, rule, nullptr).Add(rule.condition, true)) return;
  sink.Emit(codes::AlwaysHolds, rules.exprs[rule.condition].span)
      .Help("join tests with `!=` by `and`, or remove the parts that decide nothing");
}

}  // namespace

void ReportNever(const ir::RuleSet& rules, const ir::Rule& rule, diag::Sink& sink) {
  ReportAlways(rules, rule, sink);
  if (!Conjunction(rules, rule, &sink).Add(rule.condition, false) || !rule.stateful) return;
  for (const ir::Aggregate& aggregate : rule.stateful->aggregates)
    Conjunction(rules, rule, &sink).Add(aggregate.where, false);
  for (const ir::FirstSeen& seen : rule.stateful->first_seen)
    Conjunction(rules, rule, &sink).Add(seen.where, false);
  if (!rule.stateful->sequence) return;
  for (const ir::SequenceStep& step : rule.stateful->sequence->steps)
    Conjunction(rules, rule, &sink).Add(step.where, false);
}

}  // namespace sigrun::sema
