// A filter becomes an exception of every rule that it applies to: (rule) and (filter) is the rule,
// except where the filter's condition does not hold.
#include <algorithm>

#include "compiler/diag/codes/sigma.h"
#include "compiler/sigma/metadata.h"
#include "compiler/sigma/translate.h"

namespace sigrun::sigma {
namespace {

using yaml::Kind;

bool HasNot(const Condition& condition) {
  return condition.kind == Condition::kNot ||
         std::any_of(condition.operands.begin(), condition.operands.end(), HasNot);
}

// `field|neq` is a negation too.
bool HasNeq(const yaml::Tree& tree, NodeId id) {
  const yaml::Node& node = tree[id];
  for (const yaml::Entry& entry : node.entries)
    if (tree[entry.key].text.find("|neq") != std::string::npos || HasNeq(tree, entry.value))
      return true;
  return std::any_of(node.items.begin(), node.items.end(),
                     [&](NodeId item) { return HasNeq(tree, item); });
}

}  // namespace

void Translation::TranslateFilter(Document& document) {
  const size_t errors = sink_.error_count();
  const yaml::Tree& tree = TreeOf(document);
  const NodeId body = tree.Find(document.root, "filter");
  if (tree[body].kind != Kind::kMapping) {
    sink_
        .Emit(codes::SigmaType, tree[body].span, "filter",
              "a mapping of `rules`, selections and a `condition`, not " + Describe(tree[body]))
        .Help("write `rules: any`, `selection:` with fields, and `condition: not selection`");
    return MarkBroken(document);
  }
  const NodeId condition = tree.Find(body, "condition");
  if (!condition.valid() || !IsScalar(tree, condition, "condition")) {
    if (!condition.valid())
      sink_.Emit(codes::SigmaNoCondition, tree[tree.FindKey(document.root, "filter")].span)
          .Help("add `condition: not selection`");
    return MarkBroken(document);
  }
  ast::Rule unused;
  ReadMetadata(tree, document, unused, sink_);
  ReadLogSource(document, true);
  const auto read = ReadCondition(tree[condition], sink_);
  const auto wanted = FilteredRules(document, body);
  if (!read || sink_.error_count() != errors) return MarkBroken(document);
  if (!HasNot(*read) && !HasNeq(tree, body))
    sink_.Emit(codes::SigmaFilterPolarity, tree[condition].span)
        .Help("to exclude the events that the selections describe, write `not` before it");
  bool applied = false;
  for (const Document& rule : documents_) {
    if (rule.kind != DocumentKind::kRule || !Covers(document, rule)) continue;
    const auto index = static_cast<size_t>(&rule - documents_.data());
    if (wanted && wanted->count(index) == 0) continue;
    applied = true;
    if (rule.broken) continue;
    if (!AddException(document, rule, body, *read)) return MarkBroken(document);
  }
  const bool told = wanted && ReportMismatches(document, *wanted);
  if (!applied && !told)
    sink_.Emit(codes::SigmaFilterUnused, document.name_span)
        .Help("its `logsource` must cover the log source of the rules, and `rules` must name them");
}

bool Translation::Covers(const Document& filter, const Document& rule) {
  return ReadLogSource(filter, false).Covers(ReadLogSource(rule, false));
}

std::optional<std::map<size_t, NodeId>> Translation::FilteredRules(const Document& document,
                                                                   NodeId body) {
  const yaml::Tree& tree = TreeOf(document);
  const NodeId rules = tree.Find(body, "rules");
  if (!rules.valid()) return std::nullopt;
  const std::vector<NodeId> items = ListOf(tree, rules);
  if (items.empty()) return std::nullopt;
  if (items.size() == 1 && tree[items[0]].kind == Kind::kScalar && tree[items[0]].text == "any")
    return std::nullopt;
  std::map<size_t, NodeId> wanted;
  for (const NodeId item : items) {
    if (!IsScalar(tree, item, "rules")) continue;
    if (const auto rule = Resolve(tree[item].text, tree[item].span)) wanted.emplace(*rule, item);
  }
  return wanted;
}

// Reports rules that a filter names but cannot apply to. Returns whether there are any.
bool Translation::ReportMismatches(const Document& filter, const std::map<size_t, NodeId>& wanted) {
  bool told = false;
  for (const auto& [index, item] : wanted) {
    const Document& rule = documents_[index];
    const bool correlation = rule.kind == DocumentKind::kCorrelation;
    if (!correlation && Covers(filter, rule)) continue;
    told = true;
    const yaml::Node& name = TreeOf(filter)[item];
    sink_
        .Emit(codes::SigmaFilterMismatch, name.span, name.text,
              correlation ? "is a correlation" : "has another log source")
        .Note(rule.name_span, "the rule is here")
        .Help(correlation ? "filter the rules that it depends on"
                          : "change the filter's `logsource`, or remove the rule from its list");
  }
  return told;
}

bool Translation::AddException(const Document& filter, const Document& rule, NodeId body,
                               const Condition& condition) {
  const yaml::Tree& tree = TreeOf(filter);
  ast::File& file = files_[filter.file].ast;
  ExprBuilder build(file);
  const Route route = ConfigOf(rule).RouteOf(ReadLogSource(rule, false));
  Fields fields(*route.source, route.fields, sink_);
  DetectionReader reader(tree, fields, ConfigOf(filter).placeholders, build, sink_);
  const std::vector<Selection> selections = reader.ReadSelections(body, {"rules", "condition"});
  ConditionEmitter emitter(
      selections, [](const Selection& selection, Span) { return selection.predicate; }, build,
      sink_);
  const ExprId holds = emitter.Emit(condition);
  if (!holds.valid()) {
    reader.CheckRegexes();
    return false;
  }
  ReportUnused(emitter, sink_);
  ast::Exception exception;
  exception.rule = {rule.rule_name, filter.name_span};
  exception.span = filter.name_span;
  const auto* negation = std::get_if<ast::Not>(&build[holds].node);
  exception.when.push_back(negation != nullptr ? negation->operand
                                               : build.Not(holds, condition.span));
  const std::string reason = "filter: " + (filter.title.empty() ? filter.rule_name : filter.title);
  exception.items.push_back(
      {{"reason", filter.name_span}, {ast::MetaValue::Text{reason, true}, filter.name_span}});
  file.items.push_back(std::move(exception));
  return true;
}

}  // namespace sigrun::sigma
