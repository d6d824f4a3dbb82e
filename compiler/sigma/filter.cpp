// A filter becomes an exception of every rule that it is for: (rule) and (filter) is the rule,
// except where the filter's condition does not hold.
#include <algorithm>

#include "compiler/sigma/metadata.h"
#include "compiler/sigma/translate.h"

namespace sigrun::sigma {
namespace {

using yaml::Kind;

bool HasNot(const Condition& condition) {
  return condition.kind == Condition::kNot ||
         std::any_of(condition.operands.begin(), condition.operands.end(), HasNot);
}

}  // namespace

void Translation::TranslateFilter(Document& document) {
  const size_t errors = sink_.error_count();
  const yaml::Tree& tree = TreeOf(document);
  const NodeId body = tree.Find(document.root, "filter");
  if (tree[body].kind != Kind::kMapping) {
    sink_
        .Emit(Code::SigmaType, tree[body].span, "filter",
              "a mapping of `rules`, selections and a `condition`, not " + Describe(tree[body]))
        .Help("write `rules: any`, `selection:` with fields, and `condition: not selection`");
    return MarkBroken(document);
  }
  const NodeId condition = tree.Find(body, "condition");
  if (!condition.valid() || !IsScalar(tree, condition, "condition")) {
    if (!condition.valid())
      sink_.Emit(Code::SigmaNoCondition, tree[tree.FindKey(document.root, "filter")].span)
          .Help("add `condition: not selection`");
    return MarkBroken(document);
  }
  ast::Rule unused;
  ReadMetadata(tree, document, unused, sink_);
  const auto read = ReadCondition(tree[condition], sink_);
  const auto wanted = FilteredRules(document, body);
  if (!read || sink_.error_count() != errors) return MarkBroken(document);
  if (!HasNot(*read))
    sink_.Emit(Code::SigmaFilterPolarity, tree[condition].span)
        .Help("to leave out what the selections describe, write `not` before it");
  size_t applied = 0;
  diag::Sink repeated;  // what is said of the filter for one rule holds for the others
  for (const Document& rule : documents_) {
    if (rule.kind != DocumentKind::kRule || rule.broken ||
        !ReadLogSource(document, false).Covers(ReadLogSource(rule, false)))
      continue;
    const auto index = static_cast<size_t>(&rule - documents_.data());
    if (wanted && wanted->count(index) == 0) continue;
    ++applied;
    if (!AddException(document, rule, body, *read, applied == 1 ? sink_ : repeated))
      return MarkBroken(document);
  }
  if (applied == 0)
    sink_.Emit(Code::SigmaFilterUnused, document.name_span)
        .Help("its `logsource` must cover that of the rules, and `rules` must name them");
}

// The rules that a filter names; nothing where it is for any.
std::optional<std::set<size_t>> Translation::FilteredRules(const Document& document, NodeId body) {
  const yaml::Tree& tree = TreeOf(document);
  const NodeId rules = tree.Find(body, "rules");
  if (!rules.valid()) return std::nullopt;
  const std::vector<NodeId> items = ListOf(tree, rules);
  if (items.empty()) return std::nullopt;
  if (items.size() == 1 && tree[items[0]].kind == Kind::kScalar && tree[items[0]].text == "any")
    return std::nullopt;
  std::set<size_t> wanted;
  for (const NodeId item : items) {
    if (!IsScalar(tree, item, "rules")) continue;
    if (const auto rule = Resolve(tree[item].text, tree[item].span)) wanted.insert(*rule);
  }
  return wanted;
}

bool Translation::AddException(const Document& filter, const Document& rule, NodeId body,
                               const Condition& condition, diag::Sink& sink) {
  const yaml::Tree& tree = TreeOf(filter);
  ast::File& file = files_[filter.file].ast;
  ExprBuilder build(file);
  const Route route = ConfigOf(rule).RouteOf(ReadLogSource(rule, false));
  Fields fields(route.cloudtrail, route.fields, sink);
  const std::vector<Selection> selections =
      DetectionReader(tree, fields, ConfigOf(filter).placeholders, build, sink)
          .ReadSelections(body, {"rules", "condition"});
  ConditionEmitter emitter(
      selections, [](const Selection& selection, Span) { return selection.predicate; }, build,
      sink);
  const ExprId holds = emitter.Emit(condition);
  if (!holds.valid()) return false;
  ast::Exception exception;
  exception.rule = {rule.rule_name, filter.name_span};
  exception.span = filter.name_span;
  exception.when.push_back(build.Not(holds, condition.span));
  const std::string reason = "filter: " + (filter.title.empty() ? filter.rule_name : filter.title);
  exception.items.push_back(
      {{"reason", filter.name_span}, {ast::MetaValue::Text{reason, true}, filter.name_span}});
  file.items.push_back(std::move(exception));
  return true;
}

}  // namespace sigrun::sigma
