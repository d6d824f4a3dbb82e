#include "compiler/sigma/correlation_rule/temporal.h"

#include <utility>

#include "compiler/ast/ast.h"
#include "compiler/diag/codes/sigma.h"
#include "compiler/sigma/base/yaml_view.h"
#include "compiler/sigma/detection/condition.h"

namespace sigrun::sigma {

void TemporalEmitter::Emit() {
  if (read_.extended) {
    const auto rule_of = [this](const Condition& name) {
      return *references_.Resolve(name.name, name.span);
    };
    return EmitSequence(AlternativesOf(*read_.extended, ordered_, rule_of), 0);
  }
  Steps steps;
  for (const Correlation::Input& input : ordered_ ? read_.inputs : terms_.Inputs())
    steps.push_back({{input.document}, false, input.span});
  const auto least = LeastSteps(read_.comparisons, steps.size());
  if (!least) return EmitStepCount(steps);
  EmitSequence({std::move(steps)}, *least);
}

void TemporalEmitter::EmitSequence(const std::vector<Steps>& alternatives, uint32_t at_least) {
  if (const std::string wrong = WrongWith(alternatives, ordered_); !wrong.empty()) {
    sink_.Emit(codes::SigmaCorrelation, terms_.ConditionSpan(), wrong)
        .Help("write a separate correlation for each part that can match alone");
    return;
  }
  ast::Sequence sequence;
  sequence.span = terms_.ConditionSpan();
  sequence.within = terms_.Timespan();
  for (const Steps& steps : alternatives) {
    ast::SequenceAlternative alternative;
    alternative.any_order = !ordered_;
    alternative.at_least = at_least;
    alternative.span = sequence.span;
    for (const Step& step : steps)
      alternative.steps.push_back({{StepName(step), step.span}, step.negated, 1});
    sequence.alternatives.push_back(std::move(alternative));
  }
  draft_.rule.sequences.push_back(std::move(sequence));
}

void TemporalEmitter::EmitStepCount(const Steps& steps) {
  if (ordered_) {
    sink_
        .Emit(codes::SigmaCorrelation, terms_.ConditionSpan(),
              "an ordered correlation takes `gte` or `gt` with at most its number of rules")
        .Help("omit the condition to require all rules");
    return;
  }
  if (terms_.TooMany(steps.size())) return;
  terms_.AddWindow();
  ExprId sum;
  for (const Step& step : steps)
    sum = terms_.Plus(sum, terms_.OneIf(Seen(step.rules[0], step.span), step.span));
  terms_.Compare(sum);
}

std::string TemporalEmitter::StepName(const Step& step) {
  if (step.rules.size() == 1) return terms_.NameOf(step.rules[0]);
  std::string& name = step_names_[step.rules];
  if (!name.empty()) return name;
  std::vector<ExprId> any;
  std::string wanted;
  for (const size_t rule : step.rules) {
    any.push_back(terms_.Matches(rule, step.span));
    wanted += (wanted.empty() ? "" : "_or_") + terms_.NameOf(rule);
  }
  return name = draft_.Bind(wanted, draft_.build.Or(std::move(any), step.span), step.span);
}

ExprId TemporalEmitter::Seen(size_t document, Span span) {
  auto [known, added] = counts_.try_emplace(document);
  if (added)
    known->second = terms_.Aggregate(terms_.NameOf(document) + "_count", "count", {},
                                     terms_.Matches(document, span));
  return draft_.build.Test(">", known->second, draft_.build.Literal(int64_t{0}, span), span);
}

}  // namespace sigrun::sigma
