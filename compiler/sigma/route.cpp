#include "compiler/sigma/route.h"

#include "compiler/sigma/detection/selections.h"
#include "compiler/sigma/documents/log_source.h"

namespace sigrun::sigma {

ExprId OnRoute(RuleScope& scope, ExprId condition) {
  const Route route = RouteOf(scope.documents, scope.document);
  if (!route.where.valid()) return condition;
  ExprBuilder& build = scope.draft.build;
  const Config& config = scope.documents.ConfigOf(scope.document);
  const Span span = scope.document.span;
  // These are fields of the log: they are not mapped again.
  Fields own(scope.fields.source(), {}, scope.sink);
  const ExprId where = DetectionReader(config.tree, own, config.placeholders, build, scope.sink)
                           .ReadSelection(route.where, span);
  if (!where.valid()) return condition;
  scope.draft.rule.bindings.push_back({{"logsource_", span}, where, span});
  return build.And({build.Name("logsource_", span), condition}, span);
}

}  // namespace sigrun::sigma
