// From a correlation to a rule whose input are other rules.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "compiler/sigma/metadata.h"
#include "compiler/sigma/names.h"
#include "compiler/sigma/translate.h"

namespace sigrun::sigma {
namespace {

constexpr size_t kMaxSteps = 64;  // as a sequence can have: program::kMaxSequenceSteps

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
    bool Same(const Step& other) const { return rules == other.rules && negated == other.negated; }
  };
  using Steps = std::vector<Step>;

  void EmitTemporal() {
    if (read_.extended) return EmitSequence(Alternatives(*read_.extended, false), 0);
    Steps steps;
    for (const Correlation::Input& input : read_.inputs)
      AddStep({{input.document}, false, input.span}, steps);
    const auto least = LeastSteps(steps.size());
    if (!least) return EmitStepCount(steps);
    EmitSequence({std::move(steps)}, *least);
  }

  // In any order it is enough to say once what must happen.
  void AddStep(Step step, Steps& steps) const {
    const auto same = [&](const Step& other) { return other.Same(step); };
    if (ordered() || std::none_of(steps.begin(), steps.end(), same))
      steps.push_back(std::move(step));
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

  void EmitSequence(const std::vector<Steps>& alternatives, uint32_t at_least) {
    if (const std::string wrong = WrongWith(alternatives); !wrong.empty()) {
      sink_.Emit(Code::SigmaCorrelation, ConditionSpan(), wrong)
          .Help("write a correlation of its own for each part that can stand alone");
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

  // The limits of sequences, in the words of conditions.
  std::string WrongWith(const std::vector<Steps>& alternatives) const {
    size_t count = 0;
    for (const Steps& steps : alternatives) {
      count += steps.size();
      if (std::all_of(steps.begin(), steps.end(), [](const Step& step) { return step.negated; }))
        return "a condition that holds when nothing happens";
      if (ordered() && steps.front().negated)
        return "an order that begins with what must not happen";
    }
    if (count <= kMaxSteps) return {};
    return fmt::format("more than {} rules{}", kMaxSteps,
                       alternatives.size() > 1 ? ", with each `or` written out" : "");
  }

  // A rule is a step by its own name; several need one.
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

  // The condition as alternatives of steps, in their order. Each `or` between more than rules
  // doubles them: what is too much for a sequence is cut off, to be refused.
  std::vector<Steps> Alternatives(const Condition& condition, bool negated) {
    Step step{{}, negated, condition.span};
    if (ReadNames(condition, step.rules)) return {{std::move(step)}};
    if (condition.kind == Condition::kNot) return Alternatives(condition.operands[0], !negated);
    std::vector<Steps> made;
    // not (a or b) is not a and not b
    const bool all = (condition.kind == Condition::kAnd) != negated;
    if (all) made.emplace_back();
    for (const Condition& operand : condition.operands) {
      std::vector<Steps> more = Alternatives(operand, negated);
      if (all)
        made = Products(made, more);
      else
        std::move(more.begin(), more.end(), std::back_inserter(made));
      if (made.size() > kMaxSteps) break;
    }
    return made;
  }

  std::vector<Steps> Products(const std::vector<Steps>& some, const std::vector<Steps>& others) {
    std::vector<Steps> products;
    for (const Steps& first : some)
      for (const Steps& second : others) {
        products.push_back(first);
        for (const Step& step : second) AddStep(step, products.back());
      }
    return products;
  }

  // Whether the condition is one rule, or any of several.
  bool ReadNames(const Condition& condition, std::vector<size_t>& rules) {
    if (condition.kind == Condition::kName) {
      const size_t rule = *set_.Resolve(condition.name, condition.span);
      if (std::find(rules.begin(), rules.end(), rule) == rules.end()) rules.push_back(rule);
      return true;
    }
    return condition.kind == Condition::kOr &&
           std::all_of(condition.operands.begin(), condition.operands.end(),
                       [&](const Condition& operand) { return ReadNames(operand, rules); });
  }

  ExprId Seen(size_t document, Span span) {
    auto [known, added] = counts_.try_emplace(document);
    if (added)
      known->second = Aggregate(NameOf(document) + "_count", "count", {}, RuleName(document, span));
    return draft_.build.Test(">", known->second, draft_.build.Literal(int64_t{0}, span), span);
  }

  // How many of the rules have been seen, compared in some other way.
  void EmitStepCount(const Steps& steps) {
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
  std::map<std::vector<size_t>, std::string> step_names_;
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
