// Reading the `correlation` part of a document.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/suggest.h"
#include "compiler/diag/codes/sigma.h"
#include "compiler/sigma/range.h"
#include "compiler/sigma/translate.h"

namespace sigrun::sigma {
namespace {

using yaml::Kind;

struct TypeName {
  std::string_view name;
  Correlation::Type type;
};
constexpr TypeName kTypes[] = {
    {"event_count", Correlation::kEventCount},
    {"value_count", Correlation::kValueCount},
    {"temporal", Correlation::kTemporal},
    {"temporal_ordered", Correlation::kTemporalOrdered},
    {"value_sum", Correlation::kValueSum},
    {"value_avg", Correlation::kValueAvg},
    {"value_percentile", Correlation::kValuePercentile},
    {"value_median", Correlation::kValueMedian},
};
constexpr std::pair<std::string_view, const char*> kOps[] = {
    {"gt", ">"}, {"gte", ">="}, {"lt", "<"}, {"lte", "<="}, {"eq", "=="}, {"neq", "!="}};

}  // namespace

std::string_view NameOf(Correlation::Type type) {
  for (const TypeName& row : kTypes)
    if (row.type == type) return row.name;
  return {};
}

class CorrelationReader {
 public:
  CorrelationReader(Translation& set, Correlation& made, const yaml::Tree& tree, NodeId body,
                    diag::Sink& sink)
      : set_(set), made_(made), tree_(tree), body_(body), sink_(sink) {}

  bool Read() {
    const size_t errors = sink_.error_count();
    if (tree_[body_].kind != Kind::kMapping) {
      Wrong(body_, "correlation", "a mapping with `type`, `rules`, `timespan` and `condition`");
      return false;
    }
    for (const yaml::Entry& entry : tree_[body_].entries) ReadEntry(entry);
    if (!has_type_)
      Missing("type",
              "event_count, value_count, temporal, temporal_ordered, value_sum, value_avg, "
              "value_percentile or value_median");
    if (!has_timespan_) Missing("timespan", "how long, such as 10m");
    if (sink_.error_count() != errors) return false;
    // After the inputs, because the comparisons refer to them.
    if (const NodeId condition = tree_.Find(body_, "condition"); condition.valid())
      ReadCondition_(condition);
    if (sink_.error_count() == errors) CheckWhole();
    if (const NodeId aliases = tree_.Find(body_, "aliases");
        aliases.valid() && sink_.error_count() == errors)
      ReadAliases(aliases);
    return sink_.error_count() == errors;
  }

 private:
  void ReadEntry(const yaml::Entry& entry) {
    const std::string& key = tree_[entry.key].text;
    if (key == "type") {
      ReadType(entry.value);
    } else if (key == "rules") {
      for (const NodeId item : set_.ListOf(tree_, entry.value)) ReadRule(item);
    } else if (key == "group-by") {
      for (const NodeId item : set_.ListOf(tree_, entry.value))
        if (set_.IsScalar(tree_, item, "group-by") && IsField(item))
          made_.group_by.push_back({tree_[item].text, tree_[item].span});
    } else if (key == "timespan" || key == "timeframe") {
      ReadTimespan(entry, key);
    } else if (key == "generate") {
      const auto flag = yaml::AsBool(tree_[entry.value]);
      if (!flag) Wrong(entry.value, "generate", "true or false");
      made_.generate = flag.value_or(false);
    } else if (key == "window" || key == "gap") {
      sink_.Emit(codes::SigmaExtension, tree_[entry.key].span, "`" + key + "` in a correlation")
          .Help("Sigma's windows slide; the rule language has tumbling windows");
    } else if (key != "condition" && key != "aliases") {
      const std::vector<std::string> known = {"type",      "rules",   "group-by", "timespan",
                                              "condition", "aliases", "generate"};
      const std::string near(Suggest(key, known));
      auto diagnostic = sink_.Emit(codes::SigmaCorrelation, tree_[entry.key].span,
                                   "unknown correlation key `" + key + "`");
      if (near.empty())
        diagnostic.Help(
            "the keys are type, rules, group-by, timespan, condition, aliases and generate");
      else
        AddSuggestion(diagnostic, tree_[entry.key].span, key, near);
    }
  }

  void Wrong(NodeId id, const std::string& what, const std::string& wanted) {
    sink_.Emit(codes::SigmaType, tree_[id].span, what, wanted + ", not " + Describe(tree_[id]))
        .Help("docs/reference/sigma.md shows a correlation of each type");
  }
  void Missing(const std::string& key, const std::string& wanted) {
    sink_.Emit(codes::SigmaCorrelation, KeySpan(), "the correlation has no `" + key + "`")
        .Help("add `" + key + ":`: " + wanted);
  }
  Span KeySpan() const {
    Span span = tree_[body_].span;
    span.end = span.begin;
    return span;
  }

  bool IsField(NodeId id) {
    if (!tree_[id].text.empty()) return true;
    sink_.Emit(codes::SigmaCorrelation, tree_[id].span, "a field name is empty")
        .Help("name the field, or remove the entry");
    return false;
  }

  void ReadType(NodeId id) {
    has_type_ = true;
    const std::string& text = tree_[id].text;
    for (const TypeName& type : kTypes)
      if (type.name == text) {
        made_.type = type.type;
        return;
      }
    std::vector<std::string> known;
    for (const TypeName& type : kTypes) known.emplace_back(type.name);
    const std::string near(Suggest(text, known));
    auto diagnostic = sink_.Emit(codes::SigmaCorrelation, tree_[id].span,
                                 "unknown correlation type `" + text + "`");
    if (near.empty())
      diagnostic.Help(
          "the types are event_count, value_count, temporal, temporal_ordered, "
          "value_sum, value_avg, value_percentile and value_median");
    else
      AddSuggestion(diagnostic, tree_[id].span, text, near);
  }

  void ReadRule(NodeId id) {
    if (!set_.IsScalar(tree_, id, "rules")) return;
    const yaml::Node& node = tree_[id];
    if (const auto document = set_.Resolve(node.text, node.span))
      AddInput(*document, node.text, node.span);
  }

  // A rule that is named twice is two inputs.
  size_t AddInput(size_t document, const std::string& written, Span span) {
    made_.inputs.push_back({document, written, span});
    return made_.inputs.size() - 1;
  }

  void ReadTimespan(const yaml::Entry& entry, const std::string& key) {
    if (has_timespan_) {
      sink_.Emit(codes::SigmaCorrelation, tree_[entry.key].span, "duplicate `timespan`")
          .Note(made_.timespan_span, "the first one is here")
          .Help("`timeframe` is a deprecated name of `timespan`: keep one of them");
      return;
    }
    has_timespan_ = true;
    if (key == "timeframe")
      sink_
          .Emit(codes::SigmaMetadata, tree_[entry.key].span, key,
                "is a deprecated name of `timespan`")
          .Help("write `timespan`");
    if (!set_.IsScalar(tree_, entry.value, key)) return;
    made_.timespan_span = tree_[entry.value].span;
    if (const auto length = set_.ReadTimespan(tree_[entry.value])) made_.timespan = *length;
  }

  void ReadCondition_(NodeId id) {
    const yaml::Node& node = tree_[id];
    made_.condition_span = node.span;
    if (node.kind == Kind::kScalar) return ReadExtended(id);
    if (node.kind != Kind::kMapping)
      return Wrong(id, "condition", "comparisons such as `gte: 10`, or rules with and, or, not");
    for (const yaml::Entry& entry : node.entries) ReadComparison(entry);
  }

  void ReadComparison(const yaml::Entry& entry) {
    const std::string& key = tree_[entry.key].text;
    if (key == "field") {
      for (const NodeId item : set_.ListOf(tree_, entry.value))
        if (set_.IsScalar(tree_, item, "field") && IsField(item))
          made_.fields.push_back({tree_[item].text, tree_[item].span});
      return;
    }
    if (key == "percentile") {
      made_.percentile = Number(entry.value, "percentile");
      if (made_.percentile) {
        const double p =
            std::visit([](auto n) { return static_cast<double>(n); }, *made_.percentile);
        if (p < 0 || p > 100) Wrong(entry.value, "percentile", "a number from 0 to 100");
      }
      return;
    }
    const auto op = std::find_if(std::begin(kOps), std::end(kOps),
                                 [&](const auto& row) { return row.first == key; });
    if (op == std::end(kOps)) {
      sink_.Emit(codes::SigmaCorrelation, tree_[entry.key].span, "unknown comparison `" + key + "`")
          .Help("the comparisons are gt, gte, lt, lte, eq and neq; `field` names what is counted");
      return;
    }
    if (const auto number = Number(entry.value, key))
      made_.comparisons.push_back({op->second, *number, tree_[entry.value].span});
  }

  std::optional<std::variant<int64_t, double>> Number(NodeId id, const std::string& what) {
    const yaml::Node& node = tree_[id];
    if (const auto whole = yaml::AsInt(node)) return *whole;
    if (const auto real = yaml::AsNumber(node)) return *real;
    Wrong(id, what, "a number");
    return std::nullopt;
  }

  void ReadExtended(NodeId id) {
    if (made_.type != Correlation::kTemporal && made_.type != Correlation::kTemporalOrdered) {
      sink_
          .Emit(codes::SigmaCorrelation, tree_[id].span,
                "only temporal correlations take a condition over rules")
          .Help("write a comparison: `condition: { gte: 10 }`");
      return;
    }
    made_.extended = ReadCondition(tree_[id], sink_);
    if (made_.extended) AddNamed(*made_.extended);
  }

  // Rules named only by the condition are inputs too.
  void AddNamed(const Condition& condition) {
    for (const Condition& operand : condition.operands) AddNamed(operand);
    if (condition.kind == Condition::kOf) {
      sink_
          .Emit(codes::SigmaCorrelation, condition.span,
                "`of` is not allowed in a condition over rules")
          .Help("name the rules, with and, or and not");
      return;
    }
    if (condition.kind != Condition::kName) return;
    const auto document = set_.Resolve(condition.name, condition.span);
    if (!document) return;
    const bool known =
        std::any_of(made_.inputs.begin(), made_.inputs.end(),
                    [&](const Correlation::Input& input) { return input.document == *document; });
    if (!known) AddInput(*document, condition.name, condition.span);
  }

  void CheckWhole() {
    const bool temporal =
        made_.type == Correlation::kTemporal || made_.type == Correlation::kTemporalOrdered;
    if (made_.inputs.empty()) return Missing("rules", "the id or name of each rule");
    if (!temporal && made_.comparisons.empty())
      return Missing("condition", "a comparison such as `gte: 10`");
    const bool counts_fields = !temporal && made_.type != Correlation::kEventCount;
    if (counts_fields && made_.fields.empty())
      return Missing("condition: field", "the field whose values are counted");
    if (!counts_fields && !made_.fields.empty()) {
      sink_.Emit(codes::SigmaCorrelation, made_.fields[0].span, "`field` has no meaning here")
          .Help("only value_count, value_sum and the other value types use a field");
      return;
    }
    if (made_.fields.size() > 1 && made_.type != Correlation::kValueCount) {
      sink_.Emit(codes::SigmaCorrelation, made_.fields[1].span, "more than one `field`")
          .Help("only value_count takes several fields");
      return;
    }
    if (made_.type == Correlation::kValuePercentile && !made_.percentile)
      return Missing("condition: percentile", "which one, such as 95");
    if (made_.type != Correlation::kValuePercentile && made_.percentile) {
      const NodeId condition = tree_.Find(body_, "condition");
      Idle(tree_[tree_.FindKey(condition, "percentile")].span, "`percentile` has no meaning here",
           "it belongs to `value_percentile`: remove it");
    }
    CheckComparisons(temporal);
  }

  void Idle(Span span, const std::string& what, const std::string& help) {
    sink_.Emit(codes::SigmaCorrelationIdle, span, what).Help(help);
  }

  // The possible values: numbers of rules, or of events or values, are whole; otherwise any number.
  // A correlation is evaluated at an event that was counted, so a count is at least one.
  Range RangeOf(bool temporal) const {
    std::set<size_t> different;
    for (const Correlation::Input& input : made_.inputs) different.insert(input.document);
    // In an ordered correlation, the same rule can be several steps.
    const size_t rules =
        made_.type == Correlation::kTemporalOrdered ? made_.inputs.size() : different.size();
    if (temporal) return Range::OfCounts(static_cast<double>(rules));
    const bool counts =
        made_.type == Correlation::kEventCount || made_.type == Correlation::kValueCount;
    return counts ? Range::OfCounts() : Range::OfNumbers();
  }

  // Reports comparisons that no number fulfils together, or that every number does.
  void CheckComparisons(bool temporal) {
    const Range all = RangeOf(temporal);
    Range left = all;
    for (const Comparison& comparison : made_.comparisons) left.Take(comparison);
    if (made_.comparisons.empty()) return;
    if (left.IsEmpty()) {
      const bool one = made_.comparisons.size() == 1;
      std::string help = "all comparisons must hold for the same number";
      if (temporal && one)
        help = fmt::format("it counts the rules that match: at least 1, and at most {}",
                           static_cast<size_t>(all.most()));
      else if (all.whole() && one)
        help =
            "it is evaluated at an event that was counted, so the count is at least 1; to "
            "detect what does not happen, use `condition: a and not b` over rules";
      sink_
          .Emit(codes::SigmaCorrelation, made_.comparisons.back().span, "the condition never holds")
          .Help(help);
      return;
    }
    for (const Comparison& comparison : made_.comparisons)
      if (all.Always(comparison))
        Idle(comparison.span, "the comparison always holds",
             all.whole() ? "it counts what was seen, which is never less than 1"
                         : "change it, or remove it");
  }

  void ReadAliases(NodeId id) {
    if (tree_[id].kind != Kind::kMapping)
      return Wrong(id, "aliases", "a mapping of names to mappings of rules to fields");
    for (const yaml::Entry& entry : tree_[id].entries) {
      if (tree_[entry.value].kind != Kind::kMapping) {
        Wrong(entry.value, "aliases", "a mapping of rules to fields");
        continue;
      }
      const std::string& name = tree_[entry.key].text;
      const auto is_it = [&](const Correlation::Field& field) { return field.name == name; };
      if (std::none_of(made_.group_by.begin(), made_.group_by.end(), is_it) &&
          std::none_of(made_.fields.begin(), made_.fields.end(), is_it))
        Idle(tree_[entry.key].span, "the alias `" + name + "` is not used",
             "name it in `group-by` or as the condition's `field`, or remove it");
      auto& alias = made_.aliases[name];
      for (const yaml::Entry& one : tree_[entry.value].entries) {
        const yaml::Node& rule = tree_[one.key];
        const auto document = set_.Resolve(rule.text, rule.span);
        if (!document || !set_.IsScalar(tree_, one.value, "aliases") || !IsField(one.value))
          continue;
        if (std::none_of(made_.inputs.begin(), made_.inputs.end(),
                         [&](const auto& input) { return input.document == *document; }))
          Idle(rule.span, "`" + rule.text + "` is not a rule of this correlation",
               "add it to `rules`, or remove it here");
        alias[*document] = tree_[one.value].text;
      }
    }
  }

  Translation& set_;
  Correlation& made_;
  const yaml::Tree& tree_;
  NodeId body_;
  diag::Sink& sink_;
  bool has_type_ = false, has_timespan_ = false;
};

void Translation::ReadCorrelations() {
  for (size_t i = 0; i < documents_.size(); ++i) {
    if (documents_[i].kind != DocumentKind::kCorrelation || documents_[i].broken) continue;
    const yaml::Tree& tree = TreeOf(documents_[i]);
    Correlation made;
    made.document = i;
    const NodeId body = tree.Find(documents_[i].root, "correlation");
    if (CorrelationReader(*this, made, tree, body, sink_).Read())
      correlations_.push_back(std::move(made));
    else
      MarkBroken(documents_[i]);
  }
}

}  // namespace sigrun::sigma
