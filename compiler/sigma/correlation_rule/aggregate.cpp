#include "compiler/sigma/correlation_rule/aggregate.h"

#include <fmt/format.h>

#include <utility>
#include <variant>

#include "compiler/diag/codes/sigma.h"
#include "compiler/sigma/base/yaml_view.h"
#include "compiler/sigma/correlation_rule/steps.h"

namespace sigrun::sigma {

void AggregateEmitter::EventCount() {
  terms_.Compare(terms_.Inputs().size() > kMostSteps ? CountedAtOnce()
                                                     : PerInput("events", "count", {}));
}

void AggregateEmitter::Sum() {
  if (!terms_.TooMany(terms_.Inputs().size())) terms_.Compare(PerInput("total", "sum", Values()));
}

void AggregateEmitter::Over(const std::string& wanted, const std::string& function) {
  terms_.Compare(AggregateOver(wanted, function, Values()));
}

void AggregateEmitter::Percentile() {
  const Span span = terms_.ConditionSpan();
  std::vector<ExprId> arguments = Values();
  arguments.push_back(
      std::visit([&](auto n) { return draft_.build.Literal(n, span); }, *read_.percentile));
  terms_.Compare(AggregateOver("value", "percentile", std::move(arguments)));
}

std::vector<ExprId> AggregateEmitter::Values() {
  std::vector<ExprId> values;
  for (const Correlation::Field& field : read_.fields) values.push_back(values_.Of(field));
  return values;
}

ExprId AggregateEmitter::AnyInput() {
  std::vector<ExprId> inputs;
  for (const Correlation::Input& input : terms_.Inputs())
    inputs.push_back(terms_.Matches(input.document, input.span));
  return draft_.build.Or(std::move(inputs), draft_.span);
}

ExprId AggregateEmitter::AggregateOver(const std::string& wanted, const std::string& function,
                                       std::vector<ExprId> arguments) {
  terms_.AddWindow();
  return terms_.Aggregate(wanted, function, std::move(arguments), AnyInput());
}

// The sum of one aggregate per input: an event that two rules match counts twice.
ExprId AggregateEmitter::PerInput(const std::string& wanted, const std::string& function,
                                  const std::vector<ExprId>& arguments) {
  terms_.AddWindow();
  ExprId sum;
  for (const Correlation::Input& input : terms_.Inputs())
    sum = terms_.Plus(sum, terms_.Aggregate(wanted, function, arguments,
                                            terms_.Matches(input.document, input.span)));
  return sum;
}

// The same for more rules than a rule can have aggregates: one aggregate that adds up how many
// rules match the event. It cannot be used for correlations, because whether they fire is not
// known that early.
ExprId AggregateEmitter::CountedAtOnce() {
  terms_.AddWindow();
  ExprId matches;
  for (const Correlation::Input& input : terms_.Inputs()) {
    if (documents_[input.document].kind == DocumentKind::kCorrelation)
      sink_
          .Emit(codes::SigmaCorrelation, input.span,
                fmt::format("a correlation that counts more than {} rules", kMostSteps))
          .Help("count fewer rules, or move some into a correlation of their own");
    matches =
        terms_.Plus(matches, terms_.OneIf(terms_.Matches(input.document, input.span), input.span));
  }
  const Span span = terms_.ConditionSpan();
  const std::string name = draft_.Bind("rules_matched", matches, span);
  return terms_.Aggregate("events", "sum", {draft_.build.Name(name, span)}, AnyInput());
}

}  // namespace sigrun::sigma
