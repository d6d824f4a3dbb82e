// Relations between correlations: their order, cycles, the kinds of their inputs, and whose alerts
// they replace.
#include <algorithm>

#include "compiler/diag/codes/rules.h"
#include "compiler/diag/codes/sigma.h"
#include "compiler/diag/codes/state.h"
#include "compiler/sigma/translate.h"

namespace sigrun::sigma {

namespace {

// Whether a condition over rules is only decided when its time is over: a step that must not happen
// is at its end, or anywhere if it is unordered.
bool WaitsForNothing(const Condition& condition, bool ordered, bool negated) {
  if (condition.kind == Condition::kName) return negated;
  if (condition.kind == Condition::kNot)
    return WaitsForNothing(condition.operands[0], ordered, !negated);
  const auto waits = [&](const Condition& operand) {
    return WaitsForNothing(operand, ordered, negated);
  };
  const bool all = (condition.kind == Condition::kAnd) != negated;
  if (all && ordered) return waits(condition.operands.back());
  return std::any_of(condition.operands.begin(), condition.operands.end(), waits);
}

// The nesting limit of rules in the language.
constexpr uint32_t kMaxDepth = 16;

}  // namespace

const Correlation* Translation::CorrelationOf(size_t document) const {
  const auto found = correlation_of_.find(document);
  return found == correlation_of_.end() ? nullptr : &correlations_[found->second];
}

// Sorts inputs before the correlations that use them, by a depth-first search with an explicit
// stack: a chain can be as long as a file allows. A correlation that depends on itself, or is
// nested too deeply, is broken.
void Translation::OrderCorrelations() {
  for (size_t i = 0; i < correlations_.size(); ++i) correlation_of_[correlations_[i].document] = i;
  enum Progress : uint8_t { kNew, kOnTheWay, kDone };
  std::vector<Progress> progress(correlations_.size(), kNew);
  std::vector<uint32_t> depth(correlations_.size(), 1);
  std::vector<size_t> order;
  struct Visit {
    size_t correlation;
    size_t next;  // of its inputs
  };
  for (size_t root = 0; root < correlations_.size(); ++root) {
    if (progress[root] != kNew) continue;
    std::vector<Visit> stack = {{root, 0}};
    progress[root] = kOnTheWay;
    while (!stack.empty()) {
      const size_t at = stack.back().correlation;
      const Correlation& correlation = correlations_[at];
      if (stack.back().next == correlation.inputs.size()) {
        progress[at] = kDone;
        order.push_back(at);
        stack.pop_back();
        continue;
      }
      const Correlation::Input& input = correlation.inputs[stack.back().next++];
      const auto below = correlation_of_.find(input.document);
      if (below == correlation_of_.end()) continue;
      if (progress[below->second] == kOnTheWay) {
        ReportCycle(correlation, input);
      } else if (progress[below->second] == kNew) {
        progress[below->second] = kOnTheWay;
        --stack.back().next;  // resume here later
        stack.push_back({below->second, 0});
      } else {
        depth[at] = std::max(depth[at], depth[below->second] + 1);
        if (depth[at] == kMaxDepth + 1) ReportDepth(correlation, input);
      }
    }
  }
  std::vector<Correlation> sorted;
  sorted.reserve(order.size());
  for (const size_t at : order) sorted.push_back(std::move(correlations_[at]));
  correlations_ = std::move(sorted);
  for (size_t i = 0; i < correlations_.size(); ++i) correlation_of_[correlations_[i].document] = i;
}

void Translation::ReportCycle(const Correlation& correlation, const Correlation::Input& input) {
  sink_.Emit(codes::SigmaCycle, input.span, input.written)
      .Note(documents_[input.document].name_span, "the correlation is here")
      .Help("a correlation cannot wait for itself: remove the reference");
  MarkBroken(documents_[correlation.document]);
}

void Translation::ReportDepth(const Correlation& correlation, const Correlation::Input& input) {
  if (documents_[correlation.document].broken) return;
  sink_.Emit(codes::RulesTooDeep, input.span, kMaxDepth)
      .Help("name the rules themselves in this correlation");
  MarkBroken(documents_[correlation.document]);
}

// Checks the types of fields and the kinds of rules, and reports problems in the terms of Sigma.
void Translation::CheckInputs() {
  std::set<size_t> waiting;
  for (const Correlation& correlation : correlations_)
    if (correlation.extended &&
        WaitsForNothing(*correlation.extended, correlation.type == Correlation::kTemporalOrdered,
                        false))
      waiting.insert(correlation.document);
  for (const Correlation& correlation : correlations_) {
    const bool on_events = IsOnEvents(correlation, waiting);
    if (!HasNumbers(correlation) || !on_events) MarkBroken(documents_[correlation.document]);
  }
}

// A correlation that waits for what must not happen does not fire on an event.
bool Translation::IsOnEvents(const Correlation& correlation, const std::set<size_t>& waiting) {
  bool sound = true;
  for (const Correlation::Input& input : correlation.inputs) {
    if (waiting.count(input.document) == 0) continue;
    sound = false;
    sink_.Emit(codes::InputFiresOnNoEvent, input.span, input.written)
        .Note(documents_[input.document].name_span, "its condition says `not`")
        .Help(
            "no rule can depend on a correlation that waits for what must not happen: name "
            "its rules in this one instead");
  }
  return sound;
}

// Whether the summed field can be a number.
bool Translation::HasNumbers(const Correlation& correlation) {
  const bool adds = correlation.type == Correlation::kValueSum ||
                    correlation.type == Correlation::kValueAvg ||
                    correlation.type == Correlation::kValueMedian ||
                    correlation.type == Correlation::kValuePercentile;
  if (!adds) return true;
  for (const Correlation::Field& field : correlation.fields) {
    std::optional<stdlib::Type> wrong;
    bool known = true;
    for (const Correlation::Input& input : correlation.inputs) {
      const stdlib::Type type = TypeIn(correlation, input.document, field);
      known &= type != stdlib::kAny;
      if (!type.IsNumber()) wrong = type;
    }
    if (!known || !wrong) continue;
    sink_
        .Emit(codes::AggregateNeedsNumber, field.span, NameOf(correlation.type),
              stdlib::Describe(*wrong))
        .Help("name a field that holds numbers; `value_count` takes any");
    return false;
  }
  return true;
}

// The type of a correlation's field in one of its rules.
stdlib::Type Translation::TypeIn(const Correlation& correlation, size_t input,
                                 const Correlation::Field& field) {
  const Document& document = documents_[input];
  if (document.kind != DocumentKind::kRule) return stdlib::kAny;
  const std::string& name = correlation.NameAt(input, field.name);
  const Route route = ConfigOf(document).RouteOf(ReadLogSource(document, false));
  diag::Sink ignored;  // an unknown field is reported later
  Fields fields(*route.source, route.fields, ignored);
  return fields.TypeOf(fields.NamesOf(name).front(), field.span);
}

// Only valid correlations silence their inputs: a skipped one must not.
void Translation::SilenceInputs() {
  std::set<std::string> silent, loud;
  for (const Correlation& correlation : correlations_)
    if (!documents_[correlation.document].broken)
      for (const Correlation::Input& input : correlation.inputs)
        (correlation.generate ? loud : silent).insert(documents_[input.document].rule_name);
  for (File& file : files_)
    for (ast::Item& item : file.ast.items) {
      auto* rule = std::get_if<ast::Rule>(&item);
      if (rule == nullptr || silent.count(rule->name.text) == 0 || loud.count(rule->name.text) > 0)
        continue;
      const Span span = rule->name.span;
      const ExprId no = ExprBuilder(file.ast).Literal(false, span);
      rule->alert.push_back({{"enabled", span}, no, {}, span});
      if (rule->alert_spans.empty()) rule->alert_spans.push_back(span);
    }
}

}  // namespace sigrun::sigma
