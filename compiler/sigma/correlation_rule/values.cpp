#include "compiler/sigma/correlation_rule/values.h"

#include <fmt/format.h>

#include <string_view>

#include "base/check.h"
#include "base/text/ascii.h"
#include "compiler/ast/ast.h"
#include "compiler/diag/codes/sigma.h"
#include "compiler/sigma/base/names.h"
#include "compiler/sigma/base/yaml_view.h"
#include "compiler/sigma/config/fields.h"
#include "compiler/sigma/documents/log_source.h"

namespace sigrun::sigma {
namespace {

// A name for a binding that is not the name of a field.
std::string ValueName(const std::string& field) {
  const std::string name = IsName(field) ? field : Slug(field);
  const std::string_view key = name;
  return stdlib::IsFieldOfSome(key) ? "the_" + AsciiLower(name) : name;
}

}  // namespace

ExprId CorrelationValues::Of(const Correlation::Field& field) {
  if (const auto known = bindings_.find(field.name); known != bindings_.end())
    return draft_.build.Name(known->second, field.span);
  Leaves leaves;
  for (const Correlation::Input& input : read_.inputs)
    FindLeaves(read_, input.document, field.name, leaves);
  SIGRUN_CHECK(!leaves.all.empty());
  if (leaves.twice) RefuseTwice(field, *leaves.twice);
  const stdlib::LogSource* source = leaves.all.front().source;
  for (const Leaf& leaf : leaves.all)
    if (leaf.source != source) source = &stdlib::AnyLogSource();
  Fields fields(*source, {}, sink_);
  // Groups neighbouring rules with the same names, from the last to the first: if a or b then x
  // else y.
  ExprId value;
  bool several = false;
  for (size_t end = leaves.all.size(); end > 0;) {
    const std::vector<std::string>& names = leaves.all[end - 1].names;
    size_t begin = end;
    while (begin > 0 && leaves.all[begin - 1].names == names) --begin;
    const ExprId own = fields.AnyOf(draft_.build, names, field.span);
    several = value.valid();
    if (several) {
      const ExprId any = AnyOf(std::span(leaves.all).subspan(begin, end - begin), field.span);
      value = draft_.build.Add(ast::If{any, own, value}, field.span);
    } else {
      value = own;
    }
    end = begin;
  }
  // The name that the author used is kept, also in alerts.
  const bool as_named = leaves.all[0].names == std::vector<std::string>{field.name};
  if (!several && as_named) return value;
  const std::string name = draft_.Bind(ValueName(field.name), value, field.span);
  bindings_[field.name] = name;
  return draft_.build.Name(name, field.span);
}

// Finds the fields of rules that a name means at an event of `input`.
void CorrelationValues::FindLeaves(const Correlation& correlation, size_t input,
                                   const std::string& field, Leaves& leaves) const {
  const std::string& name = correlation.NameAt(input, field);
  if (!leaves.seen.insert({input, name}).second) return;
  if (documents_[input].kind == DocumentKind::kCorrelation) {
    if (const Correlation* inner = correlations_.Find(input))
      for (const Correlation::Input& deeper : inner->inputs)
        FindLeaves(*inner, deeper.document, name, leaves);
    return;
  }
  const Fields fields = FieldsOf(documents_, documents_[input], sink_);
  std::vector<std::string> names = fields.NamesOf(name);
  for (const Leaf& known : leaves.all)
    if (known.document == input) {
      if (known.names != names) leaves.twice = input;
      return;
    }
  leaves.all.push_back({input, std::move(names), &fields.source()});
}

void CorrelationValues::RefuseTwice(const Correlation::Field& field, size_t rule) {
  const Document& document = documents_[rule];
  sink_
      .Emit(codes::SigmaCorrelation, field.span,
            fmt::format("`{}` has two names for an event of `{}`", field.name, document.rule_name))
      .Note(document.name_span, "the rule is used directly and through a correlation")
      .Help("one event can only belong to one group: use the same name in both `aliases`");
}

ExprId CorrelationValues::AnyOf(std::span<const Leaf> leaves, Span span) {
  std::vector<ExprId> any;
  for (const Leaf& leaf : leaves) {
    leaves_.insert(leaf.document);
    any.push_back(draft_.build.Name(documents_[leaf.document].rule_name, span));
  }
  return draft_.build.Or(std::move(any), span);
}

}  // namespace sigrun::sigma
