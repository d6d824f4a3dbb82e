// From a correlation to a rule whose input are other rules.
#include <algorithm>

#include "compiler/sigma/metadata.h"
#include "compiler/sigma/names.h"
#include "compiler/sigma/translate.h"

namespace sigrun::sigma {
namespace {

// A correlation's rule while it is made.
struct Draft {
  ast::Rule rule;
  ExprBuilder build;
  std::set<std::string> used;  // names of bindings and inputs
  Span span;

  std::string Bind(const std::string& wanted, ExprId value, Span at) {
    const std::string name =
        Unique(wanted, [&](const std::string& n) { return used.count(n) > 0; });
    used.insert(name);
    rule.bindings.push_back({{name, at}, value, at});
    return name;
  }
};

}  // namespace

class CorrelationEmitter {
 public:
  CorrelationEmitter(Translation& set, const Correlation& read, ast::File& file, diag::Sink& sink)
      : set_(set), read_(read), sink_(sink), draft_{{}, ExprBuilder(file), {}, {}} {
    draft_.span = set_.documents_[read.document].name_span;
    for (const Correlation::Input& input : read_.inputs) draft_.used.insert(NameOf(input.document));
  }

  bool Emit() {
    const size_t errors = sink_.error_count();
    EmitGroup();
    switch (read_.type) {
      case Correlation::kEventCount:
        EmitComparisons(Counted("events", "count", {}));
        break;
      case Correlation::kValueSum:
        EmitComparisons(Counted("total", "sum", Values()));
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

  void EmitInputs() {
    ast::OnClause on;
    on.span = draft_.span;
    std::set<size_t> named;
    for (const Correlation::Input& input : read_.inputs)
      if (named.insert(input.document).second)
        on.rules.push_back({NameOf(input.document), input.span});
    for (const size_t leaf : leaves_)
      if (named.insert(leaf).second) on.rules.push_back({NameOf(leaf), draft_.span});
    draft_.rule.on.push_back(std::move(on));
  }

  void EmitGroup() {
    std::vector<ExprId> group;
    for (const Correlation::Field& field : read_.group_by) group.push_back(ValueOf(field));
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
    for (const Correlation::Field& field : read_.fields) values.push_back(ValueOf(field));
    return values;
  }

  // The value of a field at an event of one of the inputs, which may call it differently.
  ExprId ValueOf(const Correlation::Field& field) {
    std::vector<Translation::Leaf> leaves;
    for (const Correlation::Input& input : read_.inputs)
      set_.FindLeaves(read_, input.document, field.name, leaves);
    SIGRUN_CHECK(!leaves.empty());
    bool cloudtrail = true;
    for (const Translation::Leaf& leaf : leaves) cloudtrail &= leaf.cloudtrail;
    Fields fields(cloudtrail, {}, sink_);
    ExprId value;
    std::string last;
    // From the last on: if a then x else if b then y else z.
    for (size_t i = leaves.size(); i-- > 0;) {
      if (value.valid() && leaves[i].field == last) continue;
      const ExprId own = fields.Value(draft_.build, leaves[i].field, field.span);
      if (!value.valid()) {
        value = own;
      } else {
        value = draft_.build.Add(ast::If{RuleName(leaves[i].document, field.span), own, value},
                                 field.span);
      }
      if (i + 1 < leaves.size()) leaves_.insert(leaves[i].document);
      last = leaves[i].field;
    }
    return value;
  }

  ExprId AnyInput() {
    std::vector<ExprId> inputs;
    std::set<size_t> named;
    for (const Correlation::Input& input : read_.inputs)
      if (named.insert(input.document).second)
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

  // The sum of one for each input: an event that two rules match counts twice.
  ExprId Counted(const std::string& wanted, const std::string& function,
                 const std::vector<ExprId>& arguments) {
    EmitWindow();
    ExprId sum;
    std::set<size_t> named;
    for (const Correlation::Input& input : read_.inputs) {
      if (!named.insert(input.document).second) continue;
      const ExprId one =
          Aggregate(wanted, function, arguments, RuleName(input.document, input.span));
      sum = sum.valid() ? draft_.build.Add(ast::Arithmetic{ast::ArithmeticOp::kAdd, sum, one},
                                           ConditionSpan())
                        : one;
    }
    return sum;
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

  struct Step {
    std::vector<size_t> rules;  // any of them
    bool negated = false;
    Span span;
  };

  void EmitTemporal() {
    std::vector<Step> steps;
    if (read_.extended) {
      if (!ReadSteps(*read_.extended, steps)) return EmitLogic();
      return EmitSequence(steps, 0);
    }
    for (const Correlation::Input& input : read_.inputs)
      steps.push_back({{input.document}, false, input.span});
    const auto least = LeastSteps(steps.size());
    if (!least) return EmitStepCount(steps);
    EmitSequence(steps, *least);
  }

  // How many of the steps the comparisons ask for at least; 0: all of them. Nothing when they ask
  // for something else.
  std::optional<uint32_t> LeastSteps(size_t count) const {
    if (read_.comparisons.empty()) return 0;
    if (read_.comparisons.size() > 1) return std::nullopt;
    const Comparison& comparison = read_.comparisons[0];
    const auto* whole = std::get_if<int64_t>(&comparison.threshold);
    if (whole == nullptr) return std::nullopt;
    int64_t least = *whole;
    if (comparison.op == ">") ++least;
    const bool exact_all = comparison.op == "==" && least == static_cast<int64_t>(count);
    if (comparison.op != ">" && comparison.op != ">=" && !exact_all) return std::nullopt;
    if (least < 1 || least > static_cast<int64_t>(count)) return std::nullopt;
    return least == static_cast<int64_t>(count) ? 0 : static_cast<uint32_t>(least);
  }

  void EmitSequence(const std::vector<Step>& steps, uint32_t at_least) {
    ast::Sequence sequence;
    sequence.any_order = !ordered();
    sequence.at_least = at_least;
    sequence.span = ConditionSpan();
    sequence.within = Timespan();
    for (const Step& step : steps) {
      const std::string name = StepName(step);
      sequence.steps.push_back({{name, step.span}, step.negated, 1});
    }
    draft_.rule.sequences.push_back(std::move(sequence));
  }

  // A rule is a step by its own name; several need one.
  std::string StepName(const Step& step) {
    if (step.rules.size() == 1) return NameOf(step.rules[0]);
    std::vector<ExprId> any;
    for (const size_t rule : step.rules) any.push_back(RuleName(rule, step.span));
    return draft_.Bind("step_", draft_.build.Or(std::move(any), step.span), step.span);
  }

  // `a and (b or c) and not d` as steps; false when the condition is no such list.
  bool ReadSteps(const Condition& condition, std::vector<Step>& steps) {
    if (condition.kind == Condition::kAnd)
      return std::all_of(condition.operands.begin(), condition.operands.end(),
                         [&](const Condition& operand) { return ReadSteps(operand, steps); });
    if (condition.kind == Condition::kNot) {
      const Condition& inner = condition.operands[0];
      if (inner.kind == Condition::kNot) return ReadSteps(inner.operands[0], steps);
      Step step{{}, true, condition.span};
      if (!ReadNames(inner, step.rules)) return false;
      steps.push_back(std::move(step));
      return true;
    }
    Step step{{}, false, condition.span};
    if (!ReadNames(condition, step.rules)) return false;
    steps.push_back(std::move(step));
    return true;
  }

  bool ReadNames(const Condition& condition, std::vector<size_t>& rules) {
    if (condition.kind == Condition::kName) {
      rules.push_back(*set_.Resolve(condition.name, condition.span));
      return true;
    }
    return condition.kind == Condition::kOr &&
           std::all_of(condition.operands.begin(), condition.operands.end(),
                       [&](const Condition& operand) { return ReadNames(operand, rules); });
  }

  // Any other condition without `not`: over what has been seen in the window.
  void EmitLogic() {
    if (ordered() || HasNot(*read_.extended)) {
      sink_
          .Emit(Code::SigmaCorrelation, ConditionSpan(),
                ordered() ? "an order with `or` around `and`" : "`not` inside of `or`")
          .Help("write one correlation for each side of the `or`");
      return;
    }
    EmitWindow();
    SetCondition(EmitSeen(*read_.extended));
  }

  static bool HasNot(const Condition& condition) {
    return condition.kind == Condition::kNot ||
           std::any_of(condition.operands.begin(), condition.operands.end(), HasNot);
  }

  ExprId EmitSeen(const Condition& condition) {
    if (condition.kind == Condition::kName)
      return Seen(*set_.Resolve(condition.name, condition.span), condition.span);
    std::vector<ExprId> operands;
    for (const Condition& operand : condition.operands) operands.push_back(EmitSeen(operand));
    return condition.kind == Condition::kAnd ? draft_.build.And(std::move(operands), condition.span)
                                             : draft_.build.Or(std::move(operands), condition.span);
  }

  ExprId Seen(size_t document, Span span) {
    auto [known, added] = counts_.try_emplace(document);
    if (added)
      known->second = Aggregate(NameOf(document) + "_count", "count", {}, RuleName(document, span));
    return draft_.build.Test(">", known->second, draft_.build.Literal(int64_t{0}, span), span);
  }

  // How many of the rules have been seen, compared in some other way.
  void EmitStepCount(const std::vector<Step>& steps) {
    if (ordered()) {
      sink_
          .Emit(Code::SigmaCorrelation, ConditionSpan(),
                "an order takes `gte` or `gt` of at most as many rules as it has")
          .Help("leave the condition out where all rules are meant");
      return;
    }
    EmitWindow();
    ExprId sum;
    for (const Step& step : steps) {
      const ExprId one = draft_.build.Add(
          ast::If{Seen(step.rules[0], step.span), draft_.build.Literal(int64_t{1}, step.span),
                  draft_.build.Literal(int64_t{0}, step.span)},
          step.span);
      sum = sum.valid() ? draft_.build.Add(ast::Arithmetic{ast::ArithmeticOp::kAdd, sum, one},
                                           ConditionSpan())
                        : one;
    }
    EmitComparisons(sum);
  }

  Translation& set_;
  const Correlation& read_;
  diag::Sink& sink_;
  Draft draft_;
  std::set<size_t> leaves_;  // rules named by values only
  std::map<size_t, ExprId> counts_;
};

// Which fields of which rules a name means at an event of `input`.
void Translation::FindLeaves(const Correlation& correlation, size_t input, const std::string& field,
                             std::vector<Leaf>& leaves) {
  std::string name = field;
  if (const auto alias = correlation.aliases.find(field); alias != correlation.aliases.end())
    if (const auto own = alias->second.find(input); own != alias->second.end()) name = own->second;
  if (documents_[input].kind == DocumentKind::kCorrelation) {
    for (const Correlation& inner : correlations_)
      if (inner.document == input)
        for (const Correlation::Input& deeper : inner.inputs)
          FindLeaves(inner, deeper.document, name, leaves);
    return;
  }
  Fields fields = FieldsOf(documents_[input]);
  leaves.push_back({input, fields.NamesOf(name).front(), fields.cloudtrail()});
}

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
  Fields fields(false, {}, sink_);
  AddAlert(document, fields, emitter.build(), rule);
  if (!sound || sink_.error_count() != errors) return MarkBroken(document);
  file.items.push_back(emitter.rule());
}

}  // namespace sigrun::sigma
