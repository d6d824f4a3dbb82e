// Translates a correlation to a rule whose inputs are other rules.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/diag/codes/sigma.h"
#include "compiler/sigma/correlation_value.h"
#include "compiler/sigma/metadata.h"
#include "compiler/sigma/temporal.h"
#include "compiler/sigma/translate.h"

namespace sigrun::sigma {

class CorrelationEmitter {
 public:
  CorrelationEmitter(Translation& set, const Correlation& read, ast::File& file, diag::Sink& sink)
      : set_(set),
        read_(read),
        sink_(sink),
        draft_{{}, ExprBuilder(file), {}, {}},
        values_(set, read, draft_, sink) {
    draft_.span = set_.documents_[read.document].name_span;
    for (const Correlation::Input& input : read_.inputs) draft_.used.insert(NameOf(input.document));
  }

  bool Emit() {
    const size_t errors = sink_.error_count();
    EmitGroup();
    switch (read_.type) {
      case Correlation::kEventCount:
        EmitComparisons(Inputs().size() > kMostSteps ? CountedAtOnce()
                                                     : Counted("events", "count", {}));
        break;
      case Correlation::kValueSum:
        if (!TooMany(Inputs().size())) EmitComparisons(Counted("total", "sum", Values()));
        break;
      case Correlation::kValueCount:
        EmitComparisons(Over("values", "distinct", Values()));
        break;
      case Correlation::kValueAvg:
        EmitComparisons(Over("average", "avg", Values()));
        break;
      case Correlation::kValueMedian:
        EmitComparisons(Over("middle", "median", Values()));
        break;
      case Correlation::kValuePercentile:
        EmitPercentile();
        break;
      case Correlation::kTemporal:
      case Correlation::kTemporalOrdered:
        EmitTemporal();
        break;
    }
    EmitInputs();
    return sink_.error_count() == errors;
  }

  ast::Rule&& rule() { return std::move(draft_.rule); }
  ast::Rule& rule_ref() { return draft_.rule; }
  ExprBuilder& build() { return draft_.build; }

 private:
  const std::string& NameOf(size_t document) const { return set_.documents_[document].rule_name; }
  ExprId RuleName(size_t document, Span span) { return draft_.build.Name(NameOf(document), span); }
  Span ConditionSpan() const {
    return read_.condition_span.valid() ? read_.condition_span : draft_.span;
  }

  // Each input once, even if it is named several times.
  std::vector<Correlation::Input> Inputs() const {
    std::vector<Correlation::Input> inputs;
    std::set<size_t> named;
    for (const Correlation::Input& input : read_.inputs)
      if (named.insert(input.document).second) inputs.push_back(input);
    return inputs;
  }

  void EmitInputs() {
    ast::OnClause on;
    const Document& document = set_.documents_[read_.document];
    const yaml::Tree& tree = set_.TreeOf(document);
    on.span = EntryOf(tree, tree.Find(document.root, "correlation"), "rules");
    if (!on.span.valid()) on.span = draft_.span;  // the condition names them
    std::set<size_t> named;
    for (const Correlation::Input& input : Inputs()) {
      named.insert(input.document);
      on.rules.push_back({NameOf(input.document), input.span});
    }
    for (const size_t leaf : values_.leaves())
      if (named.insert(leaf).second) on.rules.push_back({NameOf(leaf), draft_.span});
    draft_.rule.on.push_back(std::move(on));
  }

  void EmitGroup() {
    std::vector<ExprId> group;
    for (const Correlation::Field& field : read_.group_by) group.push_back(values_.Of(field));
    if (group.empty()) return;
    draft_.rule.group_by.push_back(std::move(group));
    draft_.rule.group_by_spans.push_back(read_.group_by[0].span);
    draft_.rule.group_if_present = true;
  }

  void EmitWindow() {
    draft_.rule.windows.push_back({ast::WindowKind::kSliding, Timespan(), {}, read_.timespan_span});
  }
  ExprId Timespan() { return draft_.build.Literal(read_.timespan, read_.timespan_span); }

  std::vector<ExprId> Values() {
    std::vector<ExprId> values;
    for (const Correlation::Field& field : read_.fields) values.push_back(values_.Of(field));
    return values;
  }

  ExprId AnyInput() {
    std::vector<ExprId> inputs;
    for (const Correlation::Input& input : Inputs())
      inputs.push_back(RuleName(input.document, input.span));
    return draft_.build.Or(std::move(inputs), draft_.span);
  }

  ExprId Aggregate(const std::string& wanted, const std::string& function,
                   std::vector<ExprId> arguments, ExprId where) {
    const Span span = ConditionSpan();
    const std::string name = draft_.Bind(
        wanted,
        draft_.build.Add(ast::Call{{function, span}, std::move(arguments), where, {}, {}}, span),
        span);
    return draft_.build.Name(name, span);
  }

  // One aggregate over the events of all inputs.
  ExprId Over(const std::string& wanted, const std::string& function,
              std::vector<ExprId> arguments) {
    EmitWindow();
    return Aggregate(wanted, function, std::move(arguments), AnyInput());
  }

  // The sum of one aggregate per input: an event that two rules match counts twice.
  ExprId Counted(const std::string& wanted, const std::string& function,
                 const std::vector<ExprId>& arguments) {
    EmitWindow();
    ExprId sum;
    for (const Correlation::Input& input : Inputs())
      sum = Plus(sum, Aggregate(wanted, function, arguments, RuleName(input.document, input.span)));
    return sum;
  }

  // The same for more rules than a rule can have aggregates: one aggregate that adds up how many
  // rules match the event. It cannot be used for correlations, because whether they fire is not
  // known that early.
  ExprId CountedAtOnce() {
    EmitWindow();
    ExprId matches;
    for (const Correlation::Input& input : Inputs()) {
      if (set_.documents_[input.document].kind == DocumentKind::kCorrelation)
        sink_
            .Emit(codes::SigmaCorrelation, input.span,
                  fmt::format("a correlation that counts more than {} rules", kMostSteps))
            .Help("count fewer rules, or move some into a correlation of their own");
      matches = Plus(matches, OneIf(RuleName(input.document, input.span), input.span));
    }
    const std::string name = draft_.Bind("rules_matched", matches, ConditionSpan());
    return Aggregate("events", "sum", {draft_.build.Name(name, ConditionSpan())}, AnyInput());
  }

  // Whether it needs more aggregates than a rule can have; reports it.
  bool TooMany(size_t rules) {
    if (rules <= kMostSteps) return false;
    sink_
        .Emit(codes::SigmaCorrelation, ConditionSpan(),
              fmt::format("more than {} rules", kMostSteps))
        .Help("name fewer rules, or replace some of them with a correlation of their own");
    return true;
  }

  ExprId OneIf(ExprId condition, Span span) {
    return draft_.build.Add(ast::If{condition, draft_.build.Literal(int64_t{1}, span),
                                    draft_.build.Literal(int64_t{0}, span)},
                            span);
  }

  ExprId Plus(ExprId sum, ExprId one) {
    if (!sum.valid()) return one;
    return draft_.build.Add(ast::Arithmetic{ast::ArithmeticOp::kAdd, sum, one}, ConditionSpan());
  }

  void EmitPercentile() {
    const Span span = ConditionSpan();
    std::vector<ExprId> arguments = Values();
    arguments.push_back(
        std::visit([&](auto n) { return draft_.build.Literal(n, span); }, *read_.percentile));
    EmitComparisons(Over("value", "percentile", std::move(arguments)));
  }

  void SetCondition(ExprId condition) {
    draft_.rule.conditions.push_back(condition);
    draft_.rule.condition_spans.push_back(ConditionSpan());
  }

  void EmitComparisons(ExprId left) {
    std::vector<ExprId> all;
    for (const Comparison& comparison : read_.comparisons) {
      const ExprId threshold =
          std::visit([&](auto number) { return draft_.build.Literal(number, comparison.span); },
                     comparison.threshold);
      all.push_back(draft_.build.Test(comparison.op, left, threshold, comparison.span));
    }
    SetCondition(draft_.build.And(std::move(all), ConditionSpan()));
  }

  // ---- temporal

  bool ordered() const { return read_.type == Correlation::kTemporalOrdered; }
  void EmitTemporal() {
    if (read_.extended) {
      const auto rule_of = [this](const Condition& name) {
        return *set_.Resolve(name.name, name.span);
      };
      return EmitSequence(AlternativesOf(*read_.extended, ordered(), rule_of), 0);
    }
    Steps steps;
    for (const Correlation::Input& input : ordered() ? read_.inputs : Inputs())
      steps.push_back({{input.document}, false, input.span});
    const auto least = LeastSteps(read_.comparisons, steps.size());
    if (!least) return EmitStepCount(steps);
    EmitSequence({std::move(steps)}, *least);
  }

  void EmitSequence(const std::vector<Steps>& alternatives, uint32_t at_least) {
    if (const std::string wrong = WrongWith(alternatives, ordered()); !wrong.empty()) {
      sink_.Emit(codes::SigmaCorrelation, ConditionSpan(), wrong)
          .Help("write a separate correlation for each part that can match alone");
      return;
    }
    ast::Sequence sequence;
    sequence.span = ConditionSpan();
    sequence.within = Timespan();
    for (const Steps& steps : alternatives) {
      ast::SequenceAlternative alternative;
      alternative.any_order = !ordered();
      alternative.at_least = at_least;
      alternative.span = sequence.span;
      for (const Step& step : steps)
        alternative.steps.push_back({{StepName(step), step.span}, step.negated, 1});
      sequence.alternatives.push_back(std::move(alternative));
    }
    draft_.rule.sequences.push_back(std::move(sequence));
  }

  // A single rule is a step by its own name; several rules need a new name.
  std::string StepName(const Step& step) {
    if (step.rules.size() == 1) return NameOf(step.rules[0]);
    std::string& name = step_names_[step.rules];
    if (!name.empty()) return name;
    std::vector<ExprId> any;
    std::string wanted;
    for (const size_t rule : step.rules) {
      any.push_back(RuleName(rule, step.span));
      wanted += (wanted.empty() ? "" : "_or_") + NameOf(rule);
    }
    return name = draft_.Bind(wanted, draft_.build.Or(std::move(any), step.span), step.span);
  }

  ExprId Seen(size_t document, Span span) {
    auto [known, added] = counts_.try_emplace(document);
    if (added)
      known->second = Aggregate(NameOf(document) + "_count", "count", {}, RuleName(document, span));
    return draft_.build.Test(">", known->second, draft_.build.Literal(int64_t{0}, span), span);
  }

  // The number of rules seen, for other comparisons.
  void EmitStepCount(const Steps& steps) {
    if (ordered()) {
      sink_
          .Emit(codes::SigmaCorrelation, ConditionSpan(),
                "an ordered correlation takes `gte` or `gt` with at most its number of rules")
          .Help("omit the condition to require all rules");
      return;
    }
    if (TooMany(steps.size())) return;
    EmitWindow();
    ExprId sum;
    for (const Step& step : steps) {
      sum = Plus(sum, OneIf(Seen(step.rules[0], step.span), step.span));
    }
    EmitComparisons(sum);
  }

  Translation& set_;
  const Correlation& read_;
  diag::Sink& sink_;
  Draft draft_;
  CorrelationValues values_;
  std::map<size_t, ExprId> counts_;
  std::map<std::vector<size_t>, std::string> step_names_;
};

void Translation::TranslateCorrelation(const Correlation& correlation) {
  Document& document = documents_[correlation.document];
  for (const Correlation::Input& input : correlation.inputs)
    if (documents_[input.document].broken) return MarkBroken(document);  // reported there
  const size_t errors = sink_.error_count();
  ast::File& file = files_[document.file].ast;
  CorrelationEmitter emitter(*this, correlation, file, sink_);
  ast::Rule& rule = emitter.rule_ref();
  rule.name = {document.rule_name, document.name_span};
  rule.span = TreeOf(document)[document.root].span;
  ReadMetadata(TreeOf(document), document, rule, sink_);
  const bool sound = emitter.Emit();
  Fields fields(stdlib::AnyLogSource(), {}, sink_);
  AddAlert(document, fields, emitter.build(), rule);
  if (!sound || sink_.error_count() != errors) return MarkBroken(document);
  file.items.push_back(emitter.rule());
}

}  // namespace sigrun::sigma
