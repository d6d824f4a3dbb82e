#include "compiler/sigma/correlation/inputs.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <variant>

#include "compiler/ast/ast.h"
#include "compiler/diag/codes/rules.h"
#include "compiler/diag/codes/sigma.h"
#include "compiler/diag/codes/state.h"
#include "compiler/sigma/base/expr_builder.h"
#include "compiler/sigma/base/yaml_view.h"
#include "compiler/sigma/config/fields.h"
#include "compiler/sigma/detection/condition.h"
#include "compiler/sigma/documents/log_source.h"
#include "stdlib/type.h"

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

class InputChecker {
 public:
  InputChecker(const CorrelationSet& correlations, Documents& documents, diag::Sink& sink)
      : correlations_(correlations), documents_(documents), sink_(sink) {}

  void Check() {
    for (const Correlation& correlation : correlations_)
      if (correlation.extended &&
          WaitsForNothing(*correlation.extended, correlation.type == Correlation::kTemporalOrdered,
                          false))
        waiting_.insert(correlation.document);
    for (const Correlation& correlation : correlations_) {
      const bool on_events = IsOnEvents(correlation);
      if (!HasNumbers(correlation) || !on_events)
        documents_.MarkBroken(documents_[correlation.document]);
    }
  }

 private:
  // A correlation that waits for what must not happen does not fire on an event.
  bool IsOnEvents(const Correlation& correlation) {
    bool sound = true;
    for (const Correlation::Input& input : correlation.inputs) {
      if (waiting_.count(input.document) == 0) continue;
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
  bool HasNumbers(const Correlation& correlation) {
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
  stdlib::Type TypeIn(const Correlation& correlation, size_t input,
                      const Correlation::Field& field) {
    const Document& document = documents_[input];
    if (document.kind != DocumentKind::kRule) return stdlib::kAny;
    diag::Sink ignored;  // an unknown field is reported later
    Fields fields = FieldsOf(documents_, document, ignored);
    const std::string& name = correlation.NameAt(input, field.name);
    return fields.TypeOf(fields.NamesOf(name).front(), field.span);
  }

  const CorrelationSet& correlations_;
  Documents& documents_;
  diag::Sink& sink_;
  std::set<size_t> waiting_;  // documents of correlations that wait for what must not happen
};

}  // namespace

void CheckInputs(const CorrelationSet& correlations, Documents& documents, diag::Sink& sink) {
  InputChecker(correlations, documents, sink).Check();
}

void SilenceInputs(const CorrelationSet& correlations, Documents& documents) {
  std::set<std::string> silent, loud;
  for (const Correlation& correlation : correlations)
    if (!documents[correlation.document].broken)
      for (const Correlation::Input& input : correlation.inputs)
        (correlation.generate ? loud : silent).insert(documents[input.document].rule_name);
  for (ast::File& file : documents.files())
    for (ast::Item& item : file.items) {
      auto* rule = std::get_if<ast::Rule>(&item);
      if (rule == nullptr || silent.count(rule->name.text) == 0 || loud.count(rule->name.text) > 0)
        continue;
      const Span span = rule->name.span;
      const ExprId no = ExprBuilder(file).Literal(false, span);
      rule->alert.push_back({{"enabled", span}, no, {}, span});
      if (rule->alert_spans.empty()) rule->alert_spans.push_back(span);
    }
}

}  // namespace sigrun::sigma
