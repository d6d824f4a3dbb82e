// Exports stateful rules as Sigma correlations: one rule that selects what is counted, and a
// correlation that counts.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "base/text/number_text.h"
#include "compiler/sigma/base/names.h"
#include "compiler/sigma_export/detection.h"
#include "compiler/sigma_export/document.h"
#include "compiler/sigma_export/yaml_text.h"

namespace sigrun::sigma_export {
namespace {

struct Threshold {
  std::vector<uint32_t> cells;  // summed
  std::string op;               // gte
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
      cx_.Note(
          rule_.span,
          "`refire = every` is lost: the tool that runs a correlation decides how often it fires");
    window_ = Window();
    groups_ = GroupBy();
    return state_.sequence ? SequenceDocuments() : AggregateDocuments();
  }

 private:
  std::string AggregateDocuments() {
    ReadCondition(rule_.condition);
    const std::vector<const ir::Aggregate*> aggregates = Aggregates();
    if (aggregates.empty()) return "";
    std::string condition = "\n" + What(*aggregates[0]);
    for (const Threshold& threshold : thresholds_)
      condition += fmt::format("        {}: {}\n", threshold.op, threshold.number);
    std::vector<ir::ExprId> read;
    read.reserve(aggregates.size());
    for (const ir::Aggregate* aggregate : aggregates) read.push_back(aggregate->where);
    ReadAlerting(read);
    std::vector<std::string> names;
    for (const ir::Aggregate* aggregate : aggregates) {
      const auto rules = RulesIn(aggregate->where);
      // Sigma counts an event that two rules match twice.
      if (rules && (rules->size() == 1 || !Adds(*aggregate)))
        for (const ir::ExprId rule : *rules) names.push_back(Reference(rule));
      else
        names.push_back(
            Events(aggregates.size() == 1 ? "events" : aggregate->name, aggregate->where));
    }
    if (std::set<std::string>(names.begin(), names.end()).size() != names.size())
      cx_.Refuse(cx_[rule_.condition].span, "a rule that is counted twice");
    return Together(Type(*aggregates[0]), names, condition);
  }

  std::string SequenceDocuments() {
    const ir::Sequence& sequence = *state_.sequence;
    if (!IsSequence(rule_.condition)) RefuseCondition(rule_.condition);
    const program::SequenceAlternative& first = sequence.alternatives.front();
    std::vector<ir::ExprId> read;
    for (const ir::SequenceStep& one : sequence.steps) read.push_back(one.where);
    ReadAlerting(read);
    std::string any;
    auto step = sequence.steps.begin();
    for (const program::SequenceAlternative& alternative : sequence.alternatives) {
      if (alternative.any_order != first.any_order)
        cx_.Refuse(rule_.span, "a sequence that is ordered in one part and unordered in another");
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
    for (const program::SequenceAlternative& alternative : sequence.alternatives)
      if (!plain && alternative.at_least != 0)
        cx_.Refuse(rule_.span, fmt::format("`{} of` beside `not` or `or`", alternative.at_least));
    const std::string condition = !plain ? " " + Plain(any) + "\n"
                                  : first.at_least == 0
                                      ? ""
                                      : fmt::format("\n        gte: {}\n", first.at_least);
    return Together(first.any_order ? "temporal" : "temporal_ordered", step_names_, condition);
  }

  // A step in a condition over rules, which are recorded as referenced.
  std::string StepText(const ir::SequenceStep& step) {
    const Span span = cx_[step.where].span;
    if (step.repeat != 1)
      cx_.Refuse(span, fmt::format("`{} * {}`: a step of a Sigma sequence happens once", step.name,
                                   step.repeat));
    std::vector<std::string> names;
    if (const auto rules = RulesIn(step.where)) {
      for (const ir::ExprId rule : *rules) names.push_back(Reference(rule));
    } else {
      names = {Events(step.name, step.where)};
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

  // Only the cell of the sequence.
  bool IsSequence(ir::ExprId id) const {
    const auto* test = std::get_if<ir::Test>(&cx_[id].node);
    const ir::ExprId value =
        test != nullptr && test->arguments.size() == 1 ? test->arguments[0] : id;
    const auto* cell = std::get_if<ir::CellRef>(&cx_[value].node);
    return cell != nullptr && state_.cells[cell->cell].kind == program::CellKind::kSequence;
  }

  // If it is an alternative of rules: those rules.
  std::optional<std::vector<ir::ExprId>> RulesIn(ir::ExprId where) const {
    if (std::holds_alternative<ir::RuleMatches>(cx_[where].node)) return std::vector{where};
    const auto* any = std::get_if<ir::Or>(&cx_[where].node);
    if (any == nullptr) return std::nullopt;
    std::vector<ir::ExprId> all;
    for (const ir::ExprId operand : any->operands) {
      const auto more = RulesIn(operand);
      if (!more) return std::nullopt;
      all.insert(all.end(), more->begin(), more->end());
    }
    return all;
  }
  const ir::Rule& RuleAt(ir::ExprId matches) const {
    return cx_.rules.rules[std::get<ir::RuleMatches>(cx_[matches].node).rule];
  }

  // Which inputs raise alerts of their own: in Sigma, all of them do, or none.
  void ReadAlerting(const std::vector<ir::ExprId>& read) {
    for (const ir::ExprId where : read) {
      const auto rules = RulesIn(where);
      if (!rules) silent_ = true;
      for (const ir::ExprId rule : rules.value_or(std::vector<ir::ExprId>{}))
        (RuleAt(rule).alert.enabled ? alerting_ : silent_) = true;
    }
  }

  std::string Reference(ir::ExprId matches) {
    const ir::Rule& rule = RuleAt(matches);
    if (alerting_ && silent_ && rule.alert.enabled) {
      // The rule raises its alerts next to a silent copy that finds the same.
      if (!rule.stateful) return Events(rule.info.name, matches);
      cx_.Refuse(cx_[matches].span,
                 fmt::format("rule `{}`, which raises alerts, next to rules that do not: in Sigma, "
                             "`generate` applies to all rules of a correlation",
                             rule.info.name));
    }
    const uint32_t index = std::get<ir::RuleMatches>(cx_[matches].node).rule;
    const std::string& reference = cx_.references[index];
    if (reference.empty())
      cx_.Refuse(cx_[matches].span,
                 fmt::format("rule `{}`, which cannot be converted either", rule.info.name));
    cx_.referred.insert(index);
    return reference;
  }

  // Writes the rule that selects the events, once; it raises no alerts of its own. Returns its
  // unique name.
  std::string Events(const std::string& part, ir::ExprId where) {
    std::string& name = part_names_[part];
    if (!name.empty()) return name;
    const std::string wanted = rule_.info.name + "_" + part;
    name = wanted;
    for (int i = 2; !cx_.taken.insert(name).second; ++i) name = fmt::format("{}_{}", wanted, i);
    Detection detection(cx_);
    const std::string condition = detection.Add(where);
    part_rules_ += fmt::format(
        "title: {}\nname: {}\n{}detection:\n{}    condition: "
        "{}\nlevel: informational\n---\n",
        Plain(fmt::format("{} ({})", metadata_.title(), part)), name, LogSource(cx_),
        detection.Yaml(4), condition);
    return name;
  }

  std::string Together(const std::string& type, const std::vector<std::string>& names,
                       const std::string& condition) const {
    std::string yaml = part_rules_ + metadata_.Head(referred_) + "correlation:\n    type: " + type +
                       "\n    rules:\n";
    for (const std::string& name : names) yaml += "        - " + Plain(name) + "\n";
    if (alerting_ && !silent_) yaml += "    generate: true\n";
    if (!aliases_.empty() && !part_rules_.empty())
      cx_.Refuse(rule_.span,
                 "a field with different names per rule, next to input that is not a rule");
    if (!aliases_.empty()) yaml += "    aliases:\n" + aliases_;
    yaml += groups_ + "    timespan: " + window_ + "\n";
    if (!condition.empty()) yaml += "    condition:" + condition;
    return yaml + Fields(cx_, rule_) + metadata_.Foot();
  }

  // Comparisons of one aggregate with numbers, all of which must hold.
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
    const bool mirrored = !CellsIn(right).empty();
    if (mirrored) std::swap(left, right);
    const std::vector<uint32_t> cells = CellsIn(left);
    const program::Constant* number = cells.empty() ? nullptr : cx_.ConstantOf(right);
    const auto text = number == nullptr ? std::nullopt : Number(*number);
    const std::string word = Word(op, mirrored, negation != nullptr);
    if (!text || word.empty()) return RefuseCondition(id);
    thresholds_.push_back({cells, word, *text});
  }

  // The cells that are summed; empty for anything else.
  std::vector<uint32_t> CellsIn(ir::ExprId id) const {
    if (const auto* cell = std::get_if<ir::CellRef>(&cx_[id].node)) return {cell->cell};
    const auto* call = std::get_if<ir::Call>(&cx_[id].node);
    if (call == nullptr || stdlib::Kernels()[call->kernel].op != "+") return {};
    std::vector<uint32_t> cells;
    for (const ir::ExprId operand : call->arguments) {
      const std::vector<uint32_t> more = CellsIn(operand);
      if (more.empty()) return {};
      cells.insert(cells.end(), more.begin(), more.end());
    }
    return cells;
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
    if (const auto* real = std::get_if<double>(&constant)) return sigrun::NumberText(*real);
    return std::nullopt;
  }

  // The aggregates of the condition: one, or several counts or sums that are summed.
  std::vector<const ir::Aggregate*> Aggregates() {
    if (thresholds_.empty()) return {};
    const Span span = cx_[rule_.condition].span;
    const std::vector<uint32_t>& cells = thresholds_[0].cells;
    for (const Threshold& threshold : thresholds_)
      if (threshold.cells != cells) {
        cx_.Refuse(span, "a condition on several aggregates: a Sigma correlation has one");
        return {};
      }
    std::vector<const ir::Aggregate*> all;
    for (const uint32_t cell : cells) {
      const program::Cell& row = state_.cells[cell];
      if (row.kind != program::CellKind::kAggregate) return RefusePast(rule_.condition), all;
      all.push_back(&state_.aggregates[row.index]);
      if (all.size() == 1 || IsLike(*all[0], *all.back())) continue;
      cx_.Refuse(span, "a sum of different aggregates: Sigma adds counts, or sums of one field");
      return {};
    }
    if (state_.aggregates.size() > all.size())
      cx_.Note(rule_.span, "aggregates that the condition does not read are skipped");
    return all;
  }

  // Counts, or sums of the same field.
  bool IsLike(const ir::Aggregate& one, const ir::Aggregate& other) const {
    if (one.kind != other.kind || !Adds(one)) return false;
    const auto fields = [this](const ir::Aggregate& aggregate) {
      std::string text;
      for (const ir::ExprId value : aggregate.arguments)
        text += cx_.FieldIfAny(WithoutReading(value)) + "\n";
      return text;
    };
    return fields(one) == fields(other);
  }

  // Whether another event increases the value.
  static bool Adds(const ir::Aggregate& aggregate) {
    return aggregate.kind == stdlib::AggregateKind::kCount ||
           aggregate.kind == stdlib::AggregateKind::kSum;
  }

  static std::string Type(const ir::Aggregate& aggregate) {
    return std::string(Info(aggregate.kind).sigma);
  }

  // The field of the aggregate, within `condition`.
  std::string What(const ir::Aggregate& aggregate) {
    const stdlib::AggregateInfo& info = Info(aggregate.kind);
    if (info.sigma.empty()) {
      cx_.Refuse(cx_[aggregate.where].span,
                 fmt::format("aggregate `{}`: Sigma has no equivalent", info.name));
      return "";
    }
    if (aggregate.arguments.empty()) return "";
    std::string tail;
    if (info.has_percent()) {
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

  // Numbers in text count in Sigma, too.
  ir::ExprId WithoutReading(ir::ExprId id) const {
    const auto* call = std::get_if<ir::Call>(&cx_[id].node);
    const bool reads = call != nullptr && stdlib::Kernels()[call->kernel].op == "number";
    return reads ? call->arguments[0] : id;
  }

  std::string Window() {
    if (!state_.window) return "";
    if (state_.window->kind != program::WindowKind::kSliding) {
      cx_.Refuse(cx_[state_.window->length].span, "a tumbling window: Sigma's windows slide");
      return "";
    }
    const program::Constant* length = cx_.ConstantOf(state_.window->length);
    const auto* duration = length == nullptr ? nullptr : std::get_if<Duration>(length);
    std::string text = duration == nullptr ? "" : Timespan(*duration);
    if (text.empty())
      cx_.Refuse(cx_[state_.window->length].span, "a window that is not a whole number of seconds");
    return text;
  }

  // `user = if a or b then src.user else dst.user`, in the input rules: an alias.
  bool AddAlias(const ir::Named& group) {
    std::map<uint32_t, std::string> fields;  // by rule
    ir::ExprId value = group.value;
    while (const auto* choice = std::get_if<ir::If>(&cx_[value].node)) {
      std::vector<uint32_t> rules;
      if (!ReadRules(choice->condition, rules)) return false;
      const std::string field = cx_.FieldOf(choice->then);
      for (const uint32_t rule : rules) fields.try_emplace(rule, field);
      value = choice->otherwise;
    }
    if (fields.empty() || !sigma::IsName(group.name)) return false;
    const std::string otherwise = cx_.FieldOf(value);
    aliases_ += fmt::format("        {}:\n", group.name);
    for (const uint32_t rule : rule_.inputs) {
      const std::string& field = fields.try_emplace(rule, otherwise).first->second;
      aliases_ += fmt::format("            {}: {}\n", Plain(cx_.references[rule]), Plain(field));
    }
    return true;
  }

  // The rules of a condition: one, or any of several.
  bool ReadRules(ir::ExprId condition, std::vector<uint32_t>& rules) const {
    const ir::Node& node = cx_[condition].node;
    if (const auto* one = std::get_if<ir::RuleMatches>(&node)) {
      rules.push_back(one->rule);
      return true;
    }
    const auto* any = std::get_if<ir::Or>(&node);
    return any != nullptr &&
           std::all_of(any->operands.begin(), any->operands.end(),
                       [&](ir::ExprId operand) { return ReadRules(operand, rules); });
  }

  std::string GroupBy() {
    std::string out;
    for (const ir::Named& group : state_.group) {
      const std::string field = AddAlias(group) ? group.name : cx_.FieldOf(group.value);
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
  std::string window_, groups_, aliases_;
  // Whether some input rules also raise alerts of their own, and others do not.
  bool alerting_ = false, silent_ = false;
  std::map<std::string, std::string> part_names_;
  std::string part_rules_;  // documents
  std::vector<Threshold> thresholds_;
  // For a sequence.
  std::vector<std::string> step_names_;  // the rules of its steps
  bool has_logic_ = false;               // it needs a condition over rules
};

}  // namespace

std::string CorrelationDocuments(Context& cx, const ir::Rule& rule, const Metadata& metadata,
                                 bool referred) {
  return Correlation(cx, rule, metadata, referred).Documents();
}

}  // namespace sigrun::sigma_export
