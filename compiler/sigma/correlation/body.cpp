#include "compiler/sigma/correlation/body.h"

#include "compiler/diag/codes/sigma.h"

namespace sigrun::sigma {

bool CorrelationBody::RequireField(NodeId id) const {
  if (!tree[id].text.empty()) return true;
  sink.Emit(codes::SigmaCorrelation, tree[id].span, "a field name is empty")
      .Help("name the field, or remove the entry");
  return false;
}

void CorrelationBody::ReadFields(NodeId id, const std::string& what,
                                 std::vector<Correlation::Field>& fields) const {
  for (const NodeId item : ListOf(tree, id))
    if (RequireText(tree[item], what, sink) && RequireField(item))
      fields.push_back({tree[item].text, tree[item].span});
}

void CorrelationBody::ReportWrong(NodeId id, const std::string& what,
                                  const std::string& wanted) const {
  sink.Emit(codes::SigmaType, tree[id].span, what, wanted + ", not " + Describe(tree[id]))
      .Help("docs/reference/sigma.md shows a correlation of each type");
}

void CorrelationBody::ReportMissing(const std::string& key, const std::string& wanted) const {
  Span span = tree[mapping].span;
  span.end = span.begin;
  sink.Emit(codes::SigmaCorrelation, span, "the correlation has no `" + key + "`")
      .Help("add `" + key + ":`: " + wanted);
}

void CorrelationBody::WarnOfIdle(Span span, const std::string& what,
                                 const std::string& help) const {
  sink.Emit(codes::SigmaCorrelationIdle, span, what).Help(help);
}

}  // namespace sigrun::sigma
