#include "compiler/sigma/legacy.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/time/event_time.h"
#include "compiler/ast/ast.h"
#include "compiler/diag/codes/sigma.h"
#include "compiler/sigma/base/timespan.h"
#include "compiler/sigma/base/yaml_view.h"
#include "compiler/sigma/correlation/range.h"
#include "compiler/sigma/detection/condition.h"
#include "compiler/sigma/legacy_condition.h"
#include "compiler/sigma/route.h"

namespace sigrun::sigma {
namespace {

constexpr Duration kDefaultTimeframe = Days(1);

class LegacyTranslator {
 public:
  LegacyTranslator(const yaml::Node& condition, RuleScope& scope, ConditionEmitter& emitter)
      : condition_(condition),
        bar_(condition.text.find('|')),
        tree_(scope.documents.TreeOf(scope.document)),
        scope_(scope),
        sink_(scope.sink),
        emitter_(emitter),
        timeframe_(FindTimeframe()) {}

  void Translate() {
    const ExprId condition = ReadBefore();
    if (!condition.valid()) return;
    const ExprId base = OnRoute(scope_, condition);
    const Duration timeframe = ReadTimeframe().value_or(kDefaultTimeframe);
    LegacyParser parser(condition_, bar_ + 1);
    if (parser.IsNear())
      AddSequence(base, timeframe, parser.ReadNear());
    else
      AddAggregation(base, timeframe, parser.ReadAggregation());
  }

 private:
  Draft& draft() { return scope_.draft; }
  ast::Rule& rule() { return scope_.draft.rule; }
  ExprBuilder& build() { return scope_.draft.build; }
  Span span() const { return condition_.span; }

  // The condition before the `|`. Invalid after an error.
  ExprId ReadBefore() {
    yaml::Node before = condition_;
    before.text = condition_.text.substr(0, bar_);
    while (!before.text.empty() && before.text.back() == ' ') before.text.pop_back();
    const auto read = ReadCondition(before, sink_);
    if (!read) return {};
    ReportContradictions(*read, sink_);
    return emitter_.Emit(*read);
  }

  NodeId FindTimeframe() const {
    const NodeId root = scope_.document.root;
    const NodeId beside = tree_.Find(tree_.Find(root, "detection"), "timeframe");
    return beside.valid() ? beside : tree_.Find(root, "timeframe");
  }

  std::optional<Duration> ReadTimeframe() {
    if (!timeframe_.valid() || !RequireText(tree_[timeframe_], "timeframe", sink_))
      return std::nullopt;
    return ReadTimespan(tree_[timeframe_], sink_);
  }

  // After the form was understood.
  void Warn() {
    sink_.Emit(codes::SigmaLegacy, PartOf(condition_, bar_, condition_.text.size()))
        .Help("write a correlation: other tools no longer support this form");
    if (!timeframe_.valid())
      sink_.Emit(codes::SigmaMetadata, span(), "timeframe", "is missing: it defaults to one day")
          .Help("add the time span: `timeframe: 10m` beside the condition");
  }

  void AddSequence(ExprId base, Duration timeframe,
                   const std::optional<std::vector<NearStep>>& steps) {
    if (!steps) {
      sink_.Emit(codes::SigmaLegacyForm, span(), "has an unsupported expression after `near`")
          .Help("write `a | near b and c and not d`");
      return;
    }
    ast::SequenceAlternative all;
    all.any_order = true;
    all.span = span();
    all.steps.push_back({{draft().Bind("first_", base, span()), span()}, false, 1});
    for (const NearStep& step : *steps) {
      const ExprId other = emitter_.Emit(Condition{Condition::kName, step.name, 0, {}, step.span});
      if (!other.valid()) return;
      all.steps.push_back({{draft().Bind("near_", other, span()), step.span}, step.negated, 1});
    }
    rule().sequences.push_back({{std::move(all)}, build().Literal(timeframe, span()), span()});
    Warn();
  }

  void AddAggregation(ExprId base, Duration timeframe, const std::optional<Aggregation>& read) {
    if (!read || !IsSupported(*read)) {
      sink_.Emit(codes::SigmaLegacyForm, span(), "has an unsupported expression after `|`")
          .Help("write `| count() by field > 5`; the aggregates are count, sum, avg, min and max");
      return;
    }
    const bool counts = read->function == "count";
    Range range = counts ? Range::OfCounts() : Range::OfNumbers();
    range.Take(read->comparison);
    if (range.IsEmpty()) {
      sink_.Emit(codes::SigmaCorrelation, span(), "the condition never holds")
          .Help("it is evaluated at an event that was counted, so the count is at least 1");
      return;
    }
    Warn();
    const std::string function = counts && !read->field.empty() ? "distinct" : read->function;
    ast::Call call{{function, span()}, {}, base, {}, {}};
    if (!read->field.empty()) call.arguments.push_back(ValueOf({read->field, read->field_span}));
    const std::string name = draft().Bind("matches_", build().Add(std::move(call), span()), span());
    AddGroup(read->by);
    rule().windows.push_back(
        {ast::WindowKind::kSliding, build().Literal(timeframe, span()), {}, span()});
    const ExprId threshold = std::visit(
        [&](auto number) { return build().Literal(number, span()); }, read->comparison.threshold);
    rule().conditions.push_back(
        build().Test(read->comparison.op, build().Name(name, span()), threshold, span()));
    rule().condition_spans.push_back(span());
  }

  static bool IsSupported(const Aggregation& read) {
    static const std::set<std::string> kFunctions = {"count", "sum", "avg", "min", "max"};
    return kFunctions.contains(read.function) && (read.function == "count" || !read.field.empty());
  }

  void AddGroup(const std::vector<Correlation::Field>& by) {
    if (by.empty()) return;
    std::vector<ExprId> group;
    for (const Correlation::Field& field : by) group.push_back(ValueOf(field));
    rule().group_by.push_back(std::move(group));
    rule().group_by_spans.push_back(by[0].span);
    rule().group_if_present = true;
  }

  ExprId ValueOf(const Correlation::Field& field) {
    return scope_.fields.Value(build(), field.name, field.span);
  }

  const yaml::Node& condition_;
  const size_t bar_;
  const yaml::Tree& tree_;
  RuleScope& scope_;
  diag::Sink& sink_;
  ConditionEmitter& emitter_;
  const NodeId timeframe_;  // invalid if none is written
};

}  // namespace

void TranslateLegacy(const yaml::Node& condition, RuleScope& scope, ConditionEmitter& emitter) {
  LegacyTranslator(condition, scope, emitter).Translate();
}

}  // namespace sigrun::sigma
