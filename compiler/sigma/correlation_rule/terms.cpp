#include "compiler/sigma/correlation_rule/terms.h"

#include <fmt/format.h>

#include <cstdint>
#include <set>
#include <utility>
#include <variant>

#include "compiler/ast/ast.h"
#include "compiler/diag/codes/sigma.h"
#include "compiler/sigma/correlation_rule/steps.h"

namespace sigrun::sigma {

std::vector<Correlation::Input> CorrelationTerms::Inputs() const {
  std::vector<Correlation::Input> inputs;
  std::set<size_t> named;
  for (const Correlation::Input& input : read_.inputs)
    if (named.insert(input.document).second) inputs.push_back(input);
  return inputs;
}

ExprId CorrelationTerms::Matches(size_t document, Span span) {
  return draft_.build.Name(NameOf(document), span);
}

Span CorrelationTerms::ConditionSpan() const {
  return read_.condition_span.valid() ? read_.condition_span : draft_.span;
}

ExprId CorrelationTerms::Timespan() {
  return draft_.build.Literal(read_.timespan, read_.timespan_span);
}

void CorrelationTerms::AddWindow() {
  draft_.rule.windows.push_back({ast::WindowKind::kSliding, Timespan(), {}, read_.timespan_span});
}

ExprId CorrelationTerms::Aggregate(const std::string& wanted, const std::string& function,
                                   std::vector<ExprId> arguments, ExprId where) {
  const Span span = ConditionSpan();
  const ExprId call =
      draft_.build.Add(ast::Call{{function, span}, std::move(arguments), where, {}, {}}, span);
  return draft_.build.Name(draft_.Bind(wanted, call, span), span);
}

ExprId CorrelationTerms::OneIf(ExprId condition, Span span) {
  return draft_.build.Add(ast::If{condition, draft_.build.Literal(int64_t{1}, span),
                                  draft_.build.Literal(int64_t{0}, span)},
                          span);
}

ExprId CorrelationTerms::Plus(ExprId sum, ExprId one) {
  if (!sum.valid()) return one;
  return draft_.build.Add(ast::Arithmetic{ast::ArithmeticOp::kAdd, sum, one}, ConditionSpan());
}

void CorrelationTerms::Compare(ExprId number) {
  std::vector<ExprId> all;
  for (const Comparison& comparison : read_.comparisons) {
    const ExprId threshold =
        std::visit([&](auto limit) { return draft_.build.Literal(limit, comparison.span); },
                   comparison.threshold);
    all.push_back(draft_.build.Test(comparison.op, number, threshold, comparison.span));
  }
  draft_.rule.conditions.push_back(draft_.build.And(std::move(all), ConditionSpan()));
  draft_.rule.condition_spans.push_back(ConditionSpan());
}

bool CorrelationTerms::TooMany(size_t rules) {
  if (rules <= kMostSteps) return false;
  sink_
      .Emit(codes::SigmaCorrelation, ConditionSpan(), fmt::format("more than {} rules", kMostSteps))
      .Help("name fewer rules, or replace some of them with a correlation of their own");
  return true;
}

}  // namespace sigrun::sigma
