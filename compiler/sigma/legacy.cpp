// The deprecated form of a condition: `selection | count(field) by group > 5`, `a | near b and not
// c`. It is translated like the equivalent correlation.

#include "base/ascii.h"
#include "base/parse_number.h"
#include "compiler/diag/codes/sigma.h"
#include "compiler/sigma/names.h"
#include "compiler/sigma/range.h"
#include "compiler/sigma/translate.h"

namespace sigrun::sigma {
namespace {

constexpr Duration kDefaultTimeframe = Days(1);

struct LegacyWords {
  std::vector<std::string> words;
  std::vector<std::pair<size_t, size_t>> places;  // positions in the text
};

// Names, numbers and operators; `(`, `)` and `,` by themselves.
LegacyWords Split(std::string_view text, size_t from) {
  LegacyWords split;
  const auto is_punctuation = [](char c) { return c == '(' || c == ')' || c == ','; };
  const auto is_operator = [](char c) { return c == '<' || c == '>' || c == '=' || c == '!'; };
  for (size_t at = from; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) <= ' ') {
      ++at;
      continue;
    }
    size_t end = at + 1;
    if (is_operator(text[at]))
      while (end < text.size() && is_operator(text[end])) ++end;
    else if (!is_punctuation(text[at]))
      while (end < text.size() && static_cast<unsigned char>(text[end]) > ' ' &&
             !is_punctuation(text[end]) && !is_operator(text[end]))
        ++end;
    split.words.emplace_back(text.substr(at, end - at));
    split.places.emplace_back(at, end);
    at = end;
  }
  return split;
}

struct Aggregation {
  std::string function, field, op;
  std::vector<Correlation::Field> by;
  std::variant<int64_t, double> threshold;
  Span field_span;
};

// function ( [field] ) [by field, …] OP number
class LegacyReader {
 public:
  LegacyReader(const yaml::Node& condition, size_t from)
      : condition_(condition), split_(Split(condition.text, from)) {}

  std::optional<Aggregation> ReadAggregation() {
    Aggregation made;
    made.function = AsciiLower(Take());
    if (Take() != "(") return std::nullopt;
    if (Peek() != ")") {
      made.field_span = Here();
      made.field = Take();
    }
    if (Take() != ")") return std::nullopt;
    if (AsciiLower(Peek()) == "by") {
      do {
        Take();
        const Span span = Here();
        made.by.push_back({Take(), span});
      } while (Peek() == ",");
    }
    made.op = Take();
    if (made.op == "=") made.op = "==";
    const std::string number = Take();
    if (const auto whole = ParseNumber<int64_t>(number))
      made.threshold = *whole;
    else if (const auto real = ParseNumber<double>(number))
      made.threshold = *real;
    else
      return std::nullopt;
    const bool known = made.op == "==" || made.op == "!=" || made.op == "<" || made.op == "<=" ||
                       made.op == ">" || made.op == ">=";
    if (!known || at_ != split_.words.size()) return std::nullopt;
    return made;
  }

  // near name and [not] name …
  struct Near {
    std::string name;
    bool negated = false;
    Span span;
  };
  std::optional<std::vector<Near>> ReadNear() {
    Take();
    std::vector<Near> steps;
    while (true) {
      Near step;
      if (AsciiLower(Peek()) == "not") {
        Take();
        step.negated = true;
      }
      step.span = Here();
      step.name = Take();
      if (step.name.empty()) return std::nullopt;
      steps.push_back(std::move(step));
      if (at_ == split_.words.size()) return steps;
      if (AsciiLower(Take()) != "and") return std::nullopt;
    }
  }

  std::string Peek() const { return at_ < split_.words.size() ? split_.words[at_] : ""; }

 private:
  std::string Take() { return at_ < split_.words.size() ? split_.words[at_++] : ""; }
  Span Here() const {
    if (at_ >= split_.places.size()) return condition_.span;
    return PartOf(condition_, split_.places[at_].first, split_.places[at_].second);
  }

  const yaml::Node& condition_;
  LegacyWords split_;
  size_t at_ = 0;
};

}  // namespace

Duration Translation::LegacyTimeframe(const Document& document) {
  const yaml::Tree& tree = TreeOf(document);
  const NodeId detection = tree.Find(document.root, "detection");
  NodeId timeframe = tree.Find(detection, "timeframe");
  if (!timeframe.valid()) timeframe = tree.Find(document.root, "timeframe");
  if (timeframe.valid() && IsScalar(tree, timeframe, "timeframe"))
    if (const auto length = ReadTimespan(tree[timeframe])) return *length;
  return kDefaultTimeframe;
}

void Translation::ReadLegacy(const Document& document, const yaml::Node& condition, Fields& fields,
                             ExprBuilder& build, ConditionEmitter& emitter,
                             std::set<std::string>& used, ast::Rule& rule) {
  const Span span = condition.span;
  const size_t bar = condition.text.find('|');
  yaml::Node before = condition;
  before.text = condition.text.substr(0, bar);
  while (!before.text.empty() && before.text.back() == ' ') before.text.pop_back();
  const auto read = ReadCondition(before, sink_);
  if (read) ReportContradictions(*read, sink_);
  ExprId base = read ? emitter.Emit(*read) : ExprId{};
  LegacyReader reader(condition, bar + 1);
  if (!base.valid()) return;
  AddRoute(document, fields, build, rule, base);
  const Duration timeframe = LegacyTimeframe(document);
  const yaml::Tree& tree = TreeOf(document);
  const NodeId detection = tree.Find(document.root, "detection");
  const auto tell = [&] {
    sink_.Emit(codes::SigmaLegacy, PartOf(condition, bar, condition.text.size()))
        .Help("write a correlation: other tools no longer support this form");
    if (!tree.Find(detection, "timeframe").valid() &&
        !tree.Find(document.root, "timeframe").valid())
      sink_.Emit(codes::SigmaMetadata, span, "timeframe", "is missing: it defaults to one day")
          .Help("add the time span: `timeframe: 10m` beside the condition");
  };
  const auto bind = [&](const std::string& wanted, ExprId value) {
    std::string name = wanted;
    for (int i = 2; used.count(name) > 0; ++i) name = wanted + "_" + std::to_string(i);
    used.insert(name);
    rule.bindings.push_back({{name, span}, value, span});
    return name;
  };
  if (AsciiLower(reader.Peek()) == "near") {
    const auto steps = reader.ReadNear();
    if (!steps) {
      sink_.Emit(codes::SigmaLegacyForm, span, "has an unsupported expression after `near`")
          .Help("write `a | near b and c and not d`");
      return;
    }
    ast::SequenceAlternative all;
    all.any_order = true;
    all.span = span;
    all.steps.push_back({{bind("first_", base), span}, false, 1});
    for (const auto& step : *steps) {
      const ExprId other = emitter.Emit(Condition{Condition::kName, step.name, 0, {}, step.span});
      if (!other.valid()) return;
      all.steps.push_back({{bind("near_", other), step.span}, step.negated, 1});
    }
    rule.sequences.push_back({{std::move(all)}, build.Literal(timeframe, span), span});
    return tell();
  }
  const auto aggregation = reader.ReadAggregation();
  static const std::map<std::string, std::string> kFunctions = {
      {"count", "count"}, {"sum", "sum"}, {"avg", "avg"}, {"min", "min"}, {"max", "max"}};
  const auto function = aggregation ? kFunctions.find(aggregation->function) : kFunctions.end();
  if (function == kFunctions.end() ||
      (aggregation->field.empty() && aggregation->function != "count")) {
    sink_.Emit(codes::SigmaLegacyForm, span, "has an unsupported expression after `|`")
        .Help("write `| count() by field > 5`; the aggregates are count, sum, avg, min and max");
    return;
  }
  Range range = aggregation->function == "count" ? Range::OfCounts() : Range::OfNumbers();
  range.Take({aggregation->op, aggregation->threshold, span});
  if (range.IsEmpty()) {
    sink_.Emit(codes::SigmaCorrelation, span, "the condition never holds")
        .Help("it is evaluated at an event that was counted, so the count is at least 1");
    return;
  }
  tell();
  ast::Call call{{function->second, span}, {}, base, {}, {}};
  if (!aggregation->field.empty()) {
    call.arguments.push_back(fields.Value(build, aggregation->field, aggregation->field_span));
    if (aggregation->function == "count") call.name.text = "distinct";
  }
  const std::string name = bind("matches_", build.Add(std::move(call), span));
  if (!aggregation->by.empty()) {
    std::vector<ExprId> group;
    for (const Correlation::Field& field : aggregation->by)
      group.push_back(fields.Value(build, field.name, field.span));
    rule.group_by.push_back(std::move(group));
    rule.group_by_spans.push_back(aggregation->by[0].span);
    rule.group_if_present = true;
  }
  rule.windows.push_back({ast::WindowKind::kSliding, build.Literal(timeframe, span), {}, span});
  const ExprId threshold =
      std::visit([&](auto number) { return build.Literal(number, span); }, aggregation->threshold);
  rule.conditions.push_back(build.Test(aggregation->op, build.Name(name, span), threshold, span));
  rule.condition_spans.push_back(span);
}

}  // namespace sigrun::sigma
