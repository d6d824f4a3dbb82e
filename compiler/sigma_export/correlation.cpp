// Rules that keep state as Sigma correlations: one rule that says what is
// counted, and a correlation that counts.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "compiler/sigma_export/detection.h"
#include "compiler/sigma_export/document.h"
#include "compiler/sigma_export/yaml_text.h"

namespace sigrun::sigma_export {
namespace {

struct Threshold {
  uint32_t cell;
  std::string op;  // gte
  std::string number;
};

class Correlation {
 public:
  Correlation(Context& cx, const ir::Rule& rule, const Metadata& metadata, bool referred)
      : cx_(cx), rule_(rule), state_(*rule.stateful), metadata_(metadata), referred_(referred) {}

  std::string Documents() {
    for (const ir::Exception& exception : rule_.exceptions)
      cx_.Refuse(cx_[exception.when].span,
                 "an exception: Sigma's filters do not apply to correlations");
    if (state_.refire == program::Refire::kEvery)
      cx_.Note(rule_.span, "`refire = every`: how often a correlation fires is up to who runs it");
    window_ = Window();
    groups_ = GroupBy();
    return state_.sequence ? SequenceDocuments() : AggregateDocuments();
  }

 private:
  std::string AggregateDocuments() {
    ReadCondition(rule_.condition);
    const ir::Aggregate* aggregate = OnlyAggregate();
    if (aggregate == nullptr) return "";
    std::string condition = "\n" + What(*aggregate);
    for (const Threshold& threshold : thresholds_)
      condition += fmt::format("        {}: {}\n", threshold.op, threshold.number);
    if (const auto rules = RulesOf(aggregate->where))
      return Together(Type(*aggregate), *rules, condition);
    const std::string events = Events("events", aggregate->where);
    return events + Together(Type(*aggregate), {NameOf("events")}, condition);
  }

  std::string SequenceDocuments() {
    const ir::Sequence& sequence = *state_.sequence;
    if (!IsSequence(rule_.condition)) RefuseCondition(rule_.condition);
    const program::SequenceAlternative& first = sequence.alternatives.front();
    std::string any;
    auto step = sequence.steps.begin();
    for (const program::SequenceAlternative& alternative : sequence.alternatives) {
      if (alternative.any_order != first.any_order)
        cx_.Refuse(rule_.span, "a sequence of which one part is in order and another is not");
      std::string all;
      std::set<std::string> texts;
      for (uint32_t i = 0; i < alternative.steps; ++i, ++step) {
        const std::string text = StepText(*step);
        if (!texts.insert(text).second)
          cx_.Refuse(cx_[step->where].span, fmt::format("`{}` twice in a sequence", step->name));
        all += (all.empty() ? "" : " and ") + text;
      }
      any += (any.empty() ? "" : " or ") + all;
    }
    const bool plain = sequence.alternatives.size() == 1 && !has_logic_;
    if (!plain && first.at_least != 0)
      cx_.Refuse(rule_.span, fmt::format("`{} of` beside `not` or `or`", first.at_least));
    const std::string condition = !plain ? " " + Plain(any) + "\n"
                                  : first.at_least == 0
                                      ? ""
                                      : fmt::format("\n        gte: {}\n", first.at_least);
    return step_rules_ +
           Together(first.any_order ? "temporal" : "temporal_ordered", step_names_, condition);
  }

  // A step in a condition of rules, which are noted as such.
  std::string StepText(const ir::SequenceStep& step) {
    const Span span = cx_[step.where].span;
    if (step.repeat != 1)
      cx_.Refuse(span, fmt::format("`{} * {}`: a step of a Sigma sequence happens once", step.name,
                                   step.repeat));
    std::vector<std::string> names;
    if (const auto rules = RulesOf(step.where)) {
      names = *rules;
    } else {
      names = {NameOf(step.name)};
      if (!Named(names[0])) step_rules_ += Events(step.name, step.where);
    }
    std::string text;
    for (const std::string& name : names) {
      if (!Named(name)) step_names_.push_back(name);
      text += (text.empty() ? "" : " or ") + name;
    }
    has_logic_ |= step.negated || names.size() > 1;
    if (names.size() > 1) text = "(" + text + ")";
    return step.negated ? "not " + text : text;
  }
  bool Named(const std::string& name) const {
    return std::find(step_names_.begin(), step_names_.end(), name) != step_names_.end();
  }

  // The cell of the sequence, and nothing beside it.
  bool IsSequence(ir::ExprId id) const {
    const auto* test = std::get_if<ir::Test>(&cx_[id].node);
    const ir::ExprId value =
        test != nullptr && test->arguments.size() == 1 ? test->arguments[0] : id;
    const auto* cell = std::get_if<ir::CellRef>(&cx_[value].node);
    return cell != nullptr && state_.cells[cell->cell].kind == program::CellKind::kSequence;
  }

  // The rules that are meant, where it is rules: any of them.
  std::optional<std::vector<std::string>> RulesOf(ir::ExprId where) {
    const ir::Node& node = cx_[where].node;
    if (const auto* one = std::get_if<ir::RuleMatches>(&node)) {
      const std::string& reference = cx_.references[one->rule];
      if (reference.empty())
        cx_.Refuse(cx_[where].span, fmt::format("rule `{}`, which is left out itself",
                                                cx_.rules.rules[one->rule].info.name));
      alerting_ |= cx_.rules.rules[one->rule].alert.enabled;
      return std::vector{reference};
    }
    const auto* any = std::get_if<ir::Or>(&node);
    if (any == nullptr) return std::nullopt;
    std::vector<std::string> all;
    for (const ir::ExprId operand : any->operands) {
      const auto more = RulesOf(operand);
      if (!more) return std::nullopt;
      all.insert(all.end(), more->begin(), more->end());
    }
    return all;
  }

  std::string NameOf(const std::string& part) const { return rule_.info.name + "_" + part; }

  // The rule that says which events are meant; raises no alerts of its own.
  std::string Events(const std::string& part, ir::ExprId where) {
    Detection detection(cx_);
    const std::string condition = detection.Add(where);
    return fmt::format(
        "title: {}\nname: {}\n{}detection:\n{}    condition: "
        "{}\nlevel: informational\n---\n",
        Plain(fmt::format("{} ({})", metadata_.title(), part)), NameOf(part), LogSource(rule_),
        detection.Yaml(4), condition);
  }

  std::string Together(const std::string& type, const std::vector<std::string>& names,
                       const std::string& condition) const {
    std::string yaml =
        metadata_.Head(referred_) + "correlation:\n    type: " + type + "\n    rules:\n";
    for (const std::string& name : names) yaml += "        - " + Plain(name) + "\n";
    if (alerting_) yaml += "    generate: true\n";
    yaml += groups_ + "    timespan: " + window_ + "\n";
    if (!condition.empty()) yaml += "    condition:" + condition;
    return yaml + metadata_.Foot();
  }

  // Comparisons of one aggregate with numbers, all of which have to hold.
  void ReadCondition(ir::ExprId id) {
    const ir::Node& node = cx_[id].node;
    if (const auto* all = std::get_if<ir::And>(&node)) {
      for (const ir::ExprId operand : all->operands) ReadCondition(operand);
      return;
    }
    const auto* negation = std::get_if<ir::Not>(&node);
    const auto* test =
        std::get_if<ir::Test>(negation != nullptr ? &cx_[negation->operand].node : &node);
    if (test == nullptr || test->arguments.size() != 2) return RefuseCondition(id);
    std::string_view op = stdlib::Kernels()[test->kernel].op;
    ir::ExprId left = test->arguments[0], right = test->arguments[1];
    const bool mirrored = std::holds_alternative<ir::CellRef>(cx_[right].node);
    if (mirrored) std::swap(left, right);
    const auto* cell = std::get_if<ir::CellRef>(&cx_[left].node);
    const program::Constant* number = cell == nullptr ? nullptr : cx_.ConstantOf(right);
    const auto text = number == nullptr ? std::nullopt : Number(*number);
    const std::string word = Word(op, mirrored, negation != nullptr);
    if (!text || word.empty()) return RefuseCondition(id);
    thresholds_.push_back({cell->cell, word, *text});
  }

  void RefuseCondition(ir::ExprId id) {
    if (ReadsPast(id)) return RefusePast(id);
    cx_.Refuse(cx_[id].span,
               "this condition: a Sigma correlation compares one "
               "aggregate with numbers");
  }

  void RefusePast(ir::ExprId id) {
    cx_.Refuse(cx_[id].span, "`baseline` and `first_seen`: Sigma has no memory of the past");
  }

  bool ReadsPast(ir::ExprId id) const {
    if (const auto* cell = std::get_if<ir::CellRef>(&cx_[id].node))
      return state_.cells[cell->cell].kind != program::CellKind::kAggregate &&
             state_.cells[cell->cell].kind != program::CellKind::kSequence;
    const std::vector<ir::ExprId> operands = ir::Operands(cx_[id].node);
    return std::any_of(operands.begin(), operands.end(),
                       [this](ir::ExprId operand) { return ReadsPast(operand); });
  }

  static std::string Word(std::string_view op, bool mirrored, bool negated) {
    struct Row {
      std::string_view op, word, mirrored, negated;
    };
    static constexpr Row kRows[] = {{"==", "eq", "eq", "neq"},
                                    {"<", "lt", "gt", "gte"},
                                    {"<=", "lte", "gte", "gt"},
                                    {">", "gt", "lt", "lte"},
                                    {">=", "gte", "lte", "lt"}};
    for (const Row& row : kRows)
      if (row.op == op) {
        if (negated && mirrored) return "";
        return std::string(negated ? row.negated : mirrored ? row.mirrored : row.word);
      }
    return "";
  }

  static std::optional<std::string> Number(const program::Constant& constant) {
    if (const auto* whole = std::get_if<int64_t>(&constant)) return fmt::format("{}", *whole);
    if (const auto* real = std::get_if<double>(&constant)) return fmt::format("{}", *real);
    return std::nullopt;
  }

  const ir::Aggregate* OnlyAggregate() {
    if (thresholds_.empty()) return nullptr;
    const uint32_t cell = thresholds_[0].cell;
    for (const Threshold& threshold : thresholds_)
      if (threshold.cell != cell) {
        cx_.Refuse(cx_[rule_.condition].span,
                   "a condition on several aggregates: a Sigma correlation has one");
        return nullptr;
      }
    const program::Cell& row = state_.cells[cell];
    if (row.kind == program::CellKind::kAggregate) {
      if (state_.aggregates.size() > 1)
        cx_.Note(rule_.span, "aggregates that the condition does not read are left out");
      return &state_.aggregates[row.index];
    }
    RefusePast(rule_.condition);
    return nullptr;
  }

  std::string Type(const ir::Aggregate& aggregate) const {
    const std::string_view kind = program::Name(aggregate.kind);
    if (kind == "count") return "event_count";
    if (kind == "distinct") return "value_count";
    return "value_" + std::string(kind);
  }

  // The field that is looked at, within `condition`.
  std::string What(const ir::Aggregate& aggregate) {
    const std::string_view kind = program::Name(aggregate.kind);
    const Span span = cx_[aggregate.where].span;
    static constexpr std::string_view kKinds[] = {"count", "distinct", "sum",
                                                  "avg",   "median",   "percentile"};
    if (std::find(std::begin(kKinds), std::end(kKinds), kind) == std::end(kKinds)) {
      cx_.Refuse(span, fmt::format("aggregate `{}`: Sigma has none like it", kind));
      return "";
    }
    if (kind == "count") return "";
    std::string tail;
    if (kind == "percentile") {
      const program::Constant* which = cx_.ConstantOf(aggregate.percent);
      const auto number = which == nullptr ? std::nullopt : Number(*which);
      if (!number) return RefuseCondition(aggregate.percent), "";
      tail = fmt::format("        percentile: {}\n", *number);
    }
    std::string fields;
    for (const ir::ExprId value : aggregate.arguments) {
      const std::string field = cx_.FieldOf(WithoutReading(value));
      fields +=
          aggregate.arguments.size() == 1 ? " " + Plain(field) : "\n            - " + Plain(field);
    }
    return fmt::format("        field:{}\n{}", fields, tail);
  }

  // Numbers in text count in Sigma too.
  ir::ExprId WithoutReading(ir::ExprId id) const {
    const auto* call = std::get_if<ir::Call>(&cx_[id].node);
    const bool reads = call != nullptr && stdlib::Kernels()[call->kernel].op == "number";
    return reads ? call->arguments[0] : id;
  }

  std::string Window() {
    if (!state_.window) return "";
    if (state_.window->kind != program::WindowKind::kSliding) {
      cx_.Refuse(cx_[state_.window->length].span, "this kind of window: Sigma's windows slide");
      return "";
    }
    const program::Constant* length = cx_.ConstantOf(state_.window->length);
    const auto* duration = length == nullptr ? nullptr : std::get_if<Duration>(length);
    std::string text = duration == nullptr ? "" : Timespan(*duration);
    if (text.empty())
      cx_.Refuse(cx_[state_.window->length].span, "a window that is no whole number of seconds");
    return text;
  }

  std::string GroupBy() {
    std::string out;
    for (const ir::Named& group : state_.group) {
      const std::string field = cx_.FieldOf(group.value);
      if (out.empty() && !state_.group_if_present)
        cx_.Note(cx_[group.value].span,
                 "events without a field of the group "
                 "take no part in a Sigma correlation");
      out += "        - " + Plain(field) + "\n";
    }
    return out.empty() ? "" : "    group-by:\n" + out;
  }

  Context& cx_;
  const ir::Rule& rule_;
  const ir::Stateful& state_;
  const Metadata& metadata_;
  bool referred_;
  std::string window_, groups_;
  bool alerting_ = false;  // a rule that is read raises alerts of its own as well
  std::vector<Threshold> thresholds_;
  // Of a sequence.
  std::string step_rules_;               // documents
  std::vector<std::string> step_names_;  // of the rules that are its steps
  bool has_logic_ = false;               // it takes a condition of rules to say it
};

}  // namespace

std::string CorrelationDocuments(Context& cx, const ir::Rule& rule, const Metadata& metadata,
                                 bool referred) {
  return Correlation(cx, rule, metadata, referred).Documents();
}

}  // namespace sigrun::sigma_export
