#include "compiler/sigma/correlation_rule/translate.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <utility>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/sigma/base/draft.h"
#include "compiler/sigma/base/yaml_view.h"
#include "compiler/sigma/config/fields.h"
#include "compiler/sigma/correlation_rule/aggregate.h"
#include "compiler/sigma/correlation_rule/temporal.h"
#include "compiler/sigma/correlation_rule/terms.h"
#include "compiler/sigma/correlation_rule/values.h"
#include "compiler/sigma/documents/alert_fields.h"
#include "compiler/sigma/documents/metadata.h"
#include "stdlib/schema/log_source.h"

namespace sigrun::sigma {
namespace {

class CorrelationTranslator {
 public:
  CorrelationTranslator(const Correlation& read, const CorrelationSet& correlations,
                        References& references, Documents& documents, diag::Sink& sink)
      : read_(read),
        references_(references),
        documents_(documents),
        document_(documents[read.document]),
        sink_(sink),
        draft_(documents.FileOf(document_), document_.name_span),
        terms_(documents, read, draft_, sink),
        values_(documents, correlations, read, draft_, sink) {
    for (const Correlation::Input& input : read.inputs)
      draft_.used.insert(terms_.NameOf(input.document));
  }

  ast::Rule Translate() {
    const yaml::Tree& tree = documents_.TreeOf(document_);
    draft_.rule.name = {document_.rule_name, document_.name_span};
    draft_.rule.span = tree[document_.root].span;
    ReadMetadata(tree, document_, draft_.rule, sink_);
    AddGroup();
    AddCondition();
    AddInputs(tree);
    Fields fields(stdlib::AnyLogSource(), {}, sink_);
    AddAlertFields(documents_, document_, fields, draft_);
    return std::move(draft_.rule);
  }

 private:
  void AddGroup() {
    std::vector<ExprId> group;
    for (const Correlation::Field& field : read_.group_by) group.push_back(values_.Of(field));
    if (group.empty()) return;
    draft_.rule.group_by.push_back(std::move(group));
    draft_.rule.group_by_spans.push_back(read_.group_by[0].span);
    draft_.rule.group_if_present = true;
  }

  void AddCondition() {
    AggregateEmitter aggregate(documents_, read_, draft_, terms_, values_, sink_);
    switch (read_.type) {
      case Correlation::kEventCount:
        return aggregate.EventCount();
      case Correlation::kValueSum:
        return aggregate.Sum();
      case Correlation::kValueCount:
        return aggregate.Over("values", "distinct");
      case Correlation::kValueAvg:
        return aggregate.Over("average", "avg");
      case Correlation::kValueMedian:
        return aggregate.Over("middle", "median");
      case Correlation::kValuePercentile:
        return aggregate.Percentile();
      case Correlation::kTemporal:
      case Correlation::kTemporalOrdered:
        return TemporalEmitter(references_, read_, draft_, terms_, sink_).Emit();
    }
  }

  void AddInputs(const yaml::Tree& tree) {
    ast::OnClause on;
    on.span = EntryOf(tree, tree.Find(document_.root, "correlation"), "rules");
    if (!on.span.valid()) on.span = draft_.span;  // the condition names them
    std::set<size_t> named;
    for (const Correlation::Input& input : terms_.Inputs()) {
      named.insert(input.document);
      on.rules.push_back({terms_.NameOf(input.document), input.span});
    }
    for (const size_t leaf : values_.leaves())
      if (named.insert(leaf).second) on.rules.push_back({terms_.NameOf(leaf), draft_.span});
    draft_.rule.on.push_back(std::move(on));
  }

  const Correlation& read_;
  References& references_;
  Documents& documents_;
  const Document& document_;
  diag::Sink& sink_;
  Draft draft_;
  CorrelationTerms terms_;
  CorrelationValues values_;
};

}  // namespace

void TranslateCorrelation(const Correlation& read, const CorrelationSet& correlations,
                          References& references, Documents& documents, diag::Sink& sink) {
  Document& document = documents[read.document];
  const bool sound = std::none_of(
      read.inputs.begin(), read.inputs.end(),
      [&](const Correlation::Input& input) { return documents[input.document].broken; });
  if (!sound) return documents.MarkBroken(document);  // reported there
  const size_t errors = sink.error_count();
  ast::Rule rule =
      CorrelationTranslator(read, correlations, references, documents, sink).Translate();
  if (sink.error_count() != errors) return documents.MarkBroken(document);
  documents.FileOf(document).items.push_back(std::move(rule));
}

}  // namespace sigrun::sigma
