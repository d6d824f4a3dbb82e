#include "compiler/sigma/rule.h"

#include <cstddef>
#include <map>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text/suggest.h"
#include "compiler/ast/ast.h"
#include "compiler/diag/codes/sigma.h"
#include "compiler/sigma/base/names.h"
#include "compiler/sigma/base/yaml_view.h"
#include "compiler/sigma/detection/condition.h"
#include "compiler/sigma/detection/condition_emitter.h"
#include "compiler/sigma/detection/selections.h"
#include "compiler/sigma/documents/alert_fields.h"
#include "compiler/sigma/documents/log_source.h"
#include "compiler/sigma/documents/log_source_check.h"
#include "compiler/sigma/documents/metadata.h"
#include "compiler/sigma/legacy.h"
#include "compiler/sigma/route.h"
#include "compiler/sigma/rule_scope.h"

namespace sigrun::sigma {
namespace {

class RuleTranslator {
 public:
  RuleTranslator(const Document& document, Documents& documents, diag::Sink& sink)
      : document_(document),
        documents_(documents),
        tree_(documents.TreeOf(document)),
        sink_(sink),
        errors_(sink.error_count()),
        scope_{documents, document, FieldsOf(documents, document, sink),
               Draft(documents.FileOf(document), document.name_span), sink} {}

  // Nullopt after an error.
  std::optional<ast::Rule> Translate() {
    rule().name = {document_.rule_name, document_.name_span};
    rule().span = tree_[document_.root].span;
    ReadMetadata(tree_, document_, rule(), sink_);
    CheckLogSource(documents_, document_, sink_);
    SetSource();
    if (!FindDetection()) return std::nullopt;
    DetectionReader reader(tree_, scope_.fields, documents_.ConfigOf(document_).placeholders,
                           build(), sink_);
    const std::vector<Selection> selections =
        reader.ReadSelections(detection_, {"condition", "timeframe"});
    if (selections.empty()) {
      sink_.Emit(codes::SigmaEmpty, tree_[detection_].span, "the detection")
          .Help("add a selection: `selection: { field: value }`");
      return std::nullopt;
    }
    const bool renamed = BindSelections(selections);
    const auto name_of = [this](const Selection& selection, Span span) {
      return selection.predicate.valid() ? build().Name(binding_of_[selection.name], span)
                                         : ExprId{};
    };
    ConditionEmitter emitter(selections, name_of, build(), sink_);
    emitter.KeepPatterns(!renamed);
    std::vector<ExprId> alternatives = ReadConditions(emitter);
    WarnOfIdleTimeframe();
    if (!IsSound()) {
      reader.CheckRegexes();
      return std::nullopt;
    }
    TellUnused(emitter);
    if (!alternatives.empty()) SetCondition(std::move(alternatives));
    AddAlertFields(documents_, document_, scope_.fields, scope_.draft);
    if (!IsSound()) return std::nullopt;
    return std::move(rule());
  }

 private:
  ast::Rule& rule() { return scope_.draft.rule; }
  ExprBuilder& build() { return scope_.draft.build; }
  bool IsSound() const { return sink_.error_count() == errors_; }

  void SetSource() {
    const Span entry = EntryOf(tree_, document_.root, "logsource");
    ast::OnClause on;
    on.span = entry.valid() ? entry : document_.span;
    for (const auto part : std::views::split(scope_.fields.source().name(), '.'))
      on.source.push_back({std::string(part.begin(), part.end()), on.span});
    rule().on.push_back(std::move(on));
  }

  // Whether there is a detection with a condition; reports it if not.
  bool FindDetection() {
    detection_ = tree_.Find(document_.root, "detection");
    if (tree_[detection_].kind != yaml::Kind::kMapping) {
      sink_
          .Emit(codes::SigmaType, tree_[detection_].span, "detection",
                "a mapping of selections and a `condition`, not " + Describe(tree_[detection_]))
          .Help("write `selection:` with fields, and `condition: selection`");
      return false;
    }
    condition_ = tree_.Find(detection_, "condition");
    if (!condition_.valid()) ReportNoCondition();
    return condition_.valid();
  }

  void ReportNoCondition() {
    auto diagnostic =
        sink_.Emit(codes::SigmaNoCondition, tree_[tree_.FindKey(document_.root, "detection")].span);
    if (const NodeId beside = tree_.FindKey(document_.root, "condition"); beside.valid()) {
      diagnostic.Note(tree_[beside].span, "it is here, outside `detection`")
          .Help("indent it to the level of the selections");
      return;
    }
    for (const yaml::Entry& entry : tree_[detection_].entries)
      if (const yaml::Node& key = tree_[entry.key];
          !Suggest(key.text, std::vector<std::string>{"condition"}).empty()) {
        diagnostic.Note(key.span, "this is read as a selection");
        AddSuggestion(diagnostic, key.span, key.text, "condition");
        return;
      }
    diagnostic.Help("add `condition: selection`");
  }

  // Returns whether a binding has another name than its selection.
  bool BindSelections(const std::vector<Selection>& selections) {
    bool renamed = false;
    for (const Selection& selection : selections) {
      const std::string_view key = selection.name;
      const std::string own = IsName(selection.name) ? selection.name : Slug(selection.name);
      const bool field = scope_.fields.source().schema.Declares({&key, 1});
      const std::string name = scope_.draft.TakeName(field ? "selection_" + own : own);
      renamed |= name != selection.name;
      binding_of_[selection.name] = name;
      if (selection.predicate.valid())
        rule().bindings.push_back({{name, selection.span}, selection.predicate, selection.span});
    }
    return renamed;
  }

  // Any of the conditions in a list. One in the deprecated form is not among them: it becomes a
  // condition over a window, or a sequence.
  std::vector<ExprId> ReadConditions(ConditionEmitter& emitter) {
    const std::vector<NodeId> conditions = ListOf(tree_, condition_);
    if (conditions.empty())
      sink_.Emit(codes::SigmaEmpty, tree_[condition_].span, "the list of conditions")
          .Help("name a selection: `condition: selection`");
    std::vector<ExprId> alternatives;
    for (const NodeId id : conditions) {
      const yaml::Node& one = tree_[id];
      if (!RequireText(one, "condition", sink_)) continue;
      if (one.text.find('|') != std::string::npos && one.text.find("||") == std::string::npos) {
        if (conditions.size() > 1)
          sink_.Emit(codes::SigmaLegacyForm, one.span, "is one of several conditions")
              .Help("write a rule for each condition");
        else
          TranslateLegacy(one, scope_, emitter);
        continue;
      }
      const auto read = ReadCondition(one, sink_);
      if (read) ReportContradictions(*read, sink_);
      const ExprId made = read ? emitter.Emit(*read) : ExprId{};
      if (made.valid()) alternatives.push_back(made);
    }
    return alternatives;
  }

  void WarnOfIdleTimeframe() {
    const NodeId timeframe = tree_.FindKey(detection_, "timeframe");
    if (!timeframe.valid() || !rule().windows.empty() || !rule().sequences.empty() || !IsSound())
      return;
    sink_
        .Emit(codes::SigmaMetadata, tree_[timeframe].span, "timeframe",
              "has no effect without a `|` in the condition")
        .Help("remove it, or count events with a correlation");
  }

  void TellUnused(const ConditionEmitter& emitter) {
    ReportUnused(emitter, sink_);
    for (const Selection* selection : emitter.Unused())
      for (ast::Binding& binding : rule().bindings)
        binding.unused_is_told |= binding.name.text == binding_of_[selection->name];
  }

  void SetCondition(std::vector<ExprId> alternatives) {
    const Span span = tree_[condition_].span;
    rule().conditions.push_back(OnRoute(scope_, build().Or(std::move(alternatives), span)));
    rule().condition_spans.push_back(span);
  }

  const Document& document_;
  Documents& documents_;
  const yaml::Tree& tree_;
  diag::Sink& sink_;
  const size_t errors_;
  RuleScope scope_;
  NodeId detection_, condition_;
  std::map<std::string, std::string> binding_of_;  // by selection
};

}  // namespace

void TranslateRule(Document& document, Documents& documents, diag::Sink& sink) {
  std::optional<ast::Rule> rule = RuleTranslator(document, documents, sink).Translate();
  if (!rule) return documents.MarkBroken(document);
  documents.FileOf(document).items.push_back(std::move(*rule));
}

}  // namespace sigrun::sigma
