#include "compiler/sigma/filter.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/diag/codes/sigma.h"
#include "compiler/sigma/base/expr_builder.h"
#include "compiler/sigma/base/yaml_view.h"
#include "compiler/sigma/detection/condition.h"
#include "compiler/sigma/detection/condition_emitter.h"
#include "compiler/sigma/detection/selections.h"
#include "compiler/sigma/documents/log_source.h"
#include "compiler/sigma/documents/log_source_check.h"
#include "compiler/sigma/documents/metadata.h"

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

class FilterTranslator {
 public:
  FilterTranslator(const Document& filter, Documents& documents, References& references,
                   diag::Sink& sink)
      : filter_(filter),
        documents_(documents),
        references_(references),
        tree_(documents.TreeOf(filter)),
        body_(tree_.Find(filter.root, "filter")),
        sink_(sink) {}

  // Returns false after an error.
  bool Translate() {
    const size_t errors = sink_.error_count();
    const auto id = FindCondition();
    if (!id) return false;
    ast::Rule unused;
    ReadMetadata(tree_, filter_, unused, sink_);
    CheckLogSource(documents_, filter_, sink_);
    const auto condition = ReadCondition(tree_[*id], sink_);
    const auto wanted = ReadWanted();
    if (!condition || sink_.error_count() != errors) return false;
    if (!HasNot(*condition) && !HasNeq(tree_, body_))
      sink_.Emit(codes::SigmaFilterPolarity, tree_[*id].span)
          .Help("to exclude the events that the selections describe, write `not` before it");
    bool applied = false;
    for (size_t i = 0; i < documents_.size(); ++i) {
      const Document& rule = documents_[i];
      if (rule.kind != DocumentKind::kRule || !Covers(rule)) continue;
      if (wanted && wanted->count(i) == 0) continue;
      applied = true;
      if (!rule.broken && !AddException(rule, *condition)) return false;
    }
    const bool told = wanted && ReportMismatches(*wanted);
    if (!applied && !told)
      sink_.Emit(codes::SigmaFilterUnused, filter_.name_span)
          .Help(
              "its `logsource` must cover the log source of the rules, and `rules` must name them");
    return true;
  }

 private:
  using Wanted = std::map<size_t, NodeId>;

  // Nullopt after an error.
  std::optional<NodeId> FindCondition() {
    if (tree_[body_].kind != Kind::kMapping) {
      sink_
          .Emit(codes::SigmaType, tree_[body_].span, "filter",
                "a mapping of `rules`, selections and a `condition`, not " + Describe(tree_[body_]))
          .Help("write `rules: any`, `selection:` with fields, and `condition: not selection`");
      return std::nullopt;
    }
    const NodeId condition = tree_.Find(body_, "condition");
    if (!condition.valid()) {
      sink_.Emit(codes::SigmaNoCondition, tree_[tree_.FindKey(filter_.root, "filter")].span)
          .Help("add `condition: not selection`");
      return std::nullopt;
    }
    if (!RequireText(tree_[condition], "condition", sink_)) return std::nullopt;
    return condition;
  }

  bool Covers(const Document& rule) const {
    return ReadLogSource(documents_, filter_).Covers(ReadLogSource(documents_, rule));
  }

  // The rules that the filter names, each with its location; nullopt if it applies to any rule.
  std::optional<Wanted> ReadWanted() {
    const NodeId rules = tree_.Find(body_, "rules");
    if (!rules.valid()) return std::nullopt;
    const std::vector<NodeId> items = ListOf(tree_, rules);
    if (items.empty()) return std::nullopt;
    if (items.size() == 1 && tree_[items[0]].kind == Kind::kScalar && tree_[items[0]].text == "any")
      return std::nullopt;
    Wanted wanted;
    for (const NodeId item : items) {
      const yaml::Node& node = tree_[item];
      if (!RequireText(node, "rules", sink_)) continue;
      if (const auto rule = references_.Resolve(node.text, node.span)) wanted.emplace(*rule, item);
    }
    return wanted;
  }

  // Reports rules that the filter names but cannot apply to. Returns whether there are any.
  bool ReportMismatches(const Wanted& wanted) {
    bool told = false;
    for (const auto& [index, item] : wanted) {
      const Document& rule = documents_[index];
      const bool correlation = rule.kind == DocumentKind::kCorrelation;
      if (!correlation && Covers(rule)) continue;
      told = true;
      const yaml::Node& name = tree_[item];
      sink_
          .Emit(codes::SigmaFilterMismatch, name.span, name.text,
                correlation ? "is a correlation" : "has another log source")
          .Note(rule.name_span, "the rule is here")
          .Help(correlation ? "filter the rules that it depends on"
                            : "change the filter's `logsource`, or remove the rule from its list");
    }
    return told;
  }

  // Returns false after an error.
  bool AddException(const Document& rule, const Condition& condition) {
    ast::File& file = documents_.FileOf(filter_);
    ExprBuilder build(file);
    Fields fields = FieldsOf(documents_, rule, sink_);
    DetectionReader reader(tree_, fields, documents_.ConfigOf(filter_).placeholders, build, sink_);
    const std::vector<Selection> selections = reader.ReadSelections(body_, {"rules", "condition"});
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
    exception.rule = {rule.rule_name, filter_.name_span};
    exception.span = filter_.name_span;
    const auto* negation = std::get_if<ast::Not>(&build[holds].node);
    exception.when.push_back(negation != nullptr ? negation->operand
                                                 : build.Not(holds, condition.span));
    const std::string& title = filter_.title.empty() ? filter_.rule_name : filter_.title;
    exception.items.push_back(
        {{"reason", filter_.name_span},
         {ast::MetaValue::Text{"filter: " + title, true}, filter_.name_span}});
    file.items.push_back(std::move(exception));
    return true;
  }

  const Document& filter_;
  Documents& documents_;
  References& references_;
  const yaml::Tree& tree_;
  const NodeId body_;
  diag::Sink& sink_;
};

}  // namespace

void TranslateFilter(Document& filter, Documents& documents, References& references,
                     diag::Sink& sink) {
  if (!FilterTranslator(filter, documents, references, sink).Translate())
    documents.MarkBroken(filter);
}

}  // namespace sigrun::sigma
