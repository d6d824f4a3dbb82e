// A detection rule: its selections become bindings, its condition becomes the condition of the
// rule.
#include <algorithm>
#include <ranges>

#include "base/suggest.h"
#include "compiler/diag/codes/sigma.h"
#include "compiler/sigma/metadata.h"
#include "compiler/sigma/names.h"
#include "compiler/sigma/translate.h"

namespace sigrun::sigma {

void Translation::SetSource(const Fields& fields, Span span, ast::Rule& rule) const {
  ast::OnClause on;
  on.span = span;
  for (const auto part : std::views::split(fields.source().name(), '.'))
    on.source.push_back({std::string(part.begin(), part.end()), span});
  rule.on.push_back(std::move(on));
}

void Translation::TranslateRule(Document& document) {
  const size_t errors = sink_.error_count();
  const yaml::Tree& tree = TreeOf(document);
  ast::File& file = files_[document.file].ast;
  ExprBuilder build(file);
  ast::Rule rule;
  rule.name = {document.rule_name, document.name_span};
  rule.span = tree[document.root].span;
  ReadMetadata(tree, document, rule, sink_);
  ReadLogSource(document, true);
  Fields fields = FieldsOf(document);
  const Span source = EntryOf(tree, document.root, "logsource");
  SetSource(fields, source.valid() ? source : document.span, rule);

  const NodeId detection = tree.Find(document.root, "detection");
  if (tree[detection].kind != yaml::Kind::kMapping) {
    sink_
        .Emit(codes::SigmaType, tree[detection].span, "detection",
              "a mapping of selections and a `condition`, not " + Describe(tree[detection]))
        .Help("write `selection:` with fields, and `condition: selection`");
    return MarkBroken(document);
  }
  const NodeId condition = tree.Find(detection, "condition");
  if (!condition.valid()) {
    ReportNoCondition(document, detection);
    return MarkBroken(document);
  }
  DetectionReader reader(tree, fields, ConfigOf(document).placeholders, build, sink_);
  const std::vector<Selection> selections =
      reader.ReadSelections(detection, {"condition", "timeframe"});
  if (selections.empty()) {
    sink_.Emit(codes::SigmaEmpty, tree[detection].span, "the detection")
        .Help("add a selection: `selection: { field: value }`");
    return MarkBroken(document);
  }

  // The names of the selections in the rule.
  std::map<std::string, std::string> binding_of;
  std::set<std::string> used;
  bool renamed = false;
  for (const Selection& selection : selections) {
    const std::string_view key = selection.name;
    const bool field = fields.source().schema.Declares({&key, 1});
    std::string name = field ? "selection_" : "";
    name += IsName(selection.name) ? selection.name : Slug(selection.name);
    name = Unique(name, [&](const std::string& n) { return used.count(n) > 0; });
    renamed |= name != selection.name;
    used.insert(name);
    binding_of[selection.name] = name;
    if (selection.predicate.valid())
      rule.bindings.push_back({{name, selection.span}, selection.predicate, selection.span});
  }
  const auto name_of = [&](const Selection& selection, Span span) {
    return selection.predicate.valid() ? build.Name(binding_of[selection.name], span) : ExprId{};
  };
  ConditionEmitter emitter(selections, name_of, build, sink_);
  emitter.KeepPatterns(!renamed);

  std::vector<ExprId> alternatives;
  const std::vector<NodeId> conditions = ListOf(tree, condition);
  if (conditions.empty())
    sink_.Emit(codes::SigmaEmpty, tree[condition].span, "the list of conditions")
        .Help("name a selection: `condition: selection`");
  for (const NodeId one : conditions) {
    if (!IsScalar(tree, one, "condition")) continue;
    const std::string& text = tree[one].text;
    if (text.find('|') != std::string::npos && text.find("||") == std::string::npos) {
      if (conditions.size() > 1)
        sink_.Emit(codes::SigmaLegacyForm, tree[one].span, "is one of several conditions")
            .Help("write a rule for each condition");
      else
        ReadLegacy(document, tree[one], fields, build, emitter, used, rule);
      continue;
    }
    const auto read = ReadCondition(tree[one], sink_);
    if (read) ReportContradictions(*read, sink_);
    const ExprId made = read ? emitter.Emit(*read) : ExprId{};
    if (made.valid()) alternatives.push_back(made);
  }
  if (const NodeId timeframe = tree.Find(detection, "timeframe");
      timeframe.valid() && rule.windows.empty() && rule.sequences.empty() &&
      sink_.error_count() == errors)
    sink_
        .Emit(codes::SigmaMetadata, tree[tree.FindKey(detection, "timeframe")].span, "timeframe",
              "has no effect without a `|` in the condition")
        .Help("remove it, or count events with a correlation");
  if (sink_.error_count() != errors) {
    reader.CheckRegexes();
    return MarkBroken(document);
  }
  ReportUnused(emitter, sink_);
  for (const Selection* selection : emitter.Unused())
    for (ast::Binding& binding : rule.bindings)
      binding.unused_is_told |= binding.name.text == binding_of[selection->name];
  if (!alternatives.empty()) {
    ExprId made = build.Or(std::move(alternatives), tree[condition].span);
    AddRoute(document, fields, build, rule, made);
    rule.conditions.push_back(made);
    rule.condition_spans.push_back(tree[condition].span);
  }
  AddAlert(document, fields, build, rule);
  if (sink_.error_count() != errors) return MarkBroken(document);
  file.items.push_back(std::move(rule));
}

void Translation::ReportNoCondition(const Document& document, NodeId detection) {
  const yaml::Tree& tree = TreeOf(document);
  auto diagnostic =
      sink_.Emit(codes::SigmaNoCondition, tree[tree.FindKey(document.root, "detection")].span);
  if (const NodeId beside = tree.FindKey(document.root, "condition"); beside.valid()) {
    diagnostic.Note(tree[beside].span, "it is here, outside `detection`")
        .Help("indent it to the level of the selections");
    return;
  }
  for (const yaml::Entry& entry : tree[detection].entries)
    if (const yaml::Node& key = tree[entry.key];
        !Suggest(key.text, std::vector<std::string>{"condition"}).empty()) {
      diagnostic.Note(key.span, "this is read as a selection");
      AddSuggestion(diagnostic, key.span, key.text, "condition");
      return;
    }
  diagnostic.Help("add `condition: selection`");
}

// The pack may restrict the events of the log source.
void Translation::AddRoute(const Document& document, Fields& fields, ExprBuilder& build,
                           ast::Rule& rule, ExprId& condition) {
  const ExprId where = RouteCondition(document, fields, build);
  if (!where.valid()) return;
  const Span span = document.span;
  rule.bindings.push_back({{"logsource_", span}, where, span});
  condition = build.And({build.Name("logsource_", span), condition}, span);
}

ExprId Translation::RouteCondition(const Document& document, Fields& fields, ExprBuilder& build) {
  const Config& config = ConfigOf(document);
  const Route route = config.RouteOf(ReadLogSource(document, false));
  if (!route.where.valid()) return {};
  // These are fields of the log: they are not mapped again.
  Fields own(fields.source(), {}, sink_);
  return DetectionReader(config.tree, own, config.placeholders, build, sink_)
      .ReadSelection(route.where, document.span);
}

// What an analyst wants to see with the alert.
void Translation::AddAlert(const Document& document, Fields& fields, ExprBuilder& build,
                           ast::Rule& rule) {
  const yaml::Tree& tree = TreeOf(document);
  const auto add = [&](const std::string& key, ExprId value, Span span) {
    rule.alert.push_back({{key, span}, value, {}, span});
    if (rule.alert_spans.empty()) rule.alert_spans.push_back(span);
  };
  if (const NodeId list = tree.Find(document.root, "fields");
      list.valid() && tree[list].kind == yaml::Kind::kSequence) {
    std::vector<ExprId> values;
    std::set<std::string> seen;
    for (const NodeId item : tree[list].items) {
      const yaml::Node& node = tree[item];
      if (node.kind == yaml::Kind::kScalar && !node.text.empty() && seen.insert(node.text).second)
        values.push_back(fields.Value(build, node.text, node.span));
    }
    if (!values.empty())
      add("fields", build.List(std::move(values), tree[list].span),
          EntryOf(tree, document.root, "fields"));
  }
  const bool windowed = !rule.windows.empty() || !rule.sequences.empty();
  if (windowed && ConfigOf(document).refire_every)
    add("refire", build.Name("every", document.span), document.span);
}

}  // namespace sigrun::sigma
