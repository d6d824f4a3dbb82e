#include "compiler/sigma/correlation/aliases.h"

#include <algorithm>
#include <string>

namespace sigrun::sigma {
namespace {

using yaml::Kind;

// The fields that an alias means in rules.
void ReadAlias(const CorrelationBody& body, const yaml::Entry& alias, Correlation& made) {
  auto& fields = made.aliases[body.tree[alias.key].text];
  for (const yaml::Entry& entry : body.tree[alias.value].entries) {
    const yaml::Node& rule = body.tree[entry.key];
    const auto document = body.references.Resolve(rule.text, rule.span);
    if (!document || !RequireText(body.tree[entry.value], "aliases", body.sink) ||
        !body.RequireField(entry.value))
      continue;
    if (!made.IsInput(*document))
      body.WarnOfIdle(rule.span, "`" + rule.text + "` is not a rule of this correlation",
                      "add it to `rules`, or remove it here");
    fields[*document] = body.tree[entry.value].text;
  }
}

}  // namespace

void ReadAliases(const CorrelationBody& body, NodeId aliases, Correlation& made) {
  if (body.tree[aliases].kind != Kind::kMapping)
    return body.ReportWrong(aliases, "aliases",
                            "a mapping of names to mappings of rules to fields");
  for (const yaml::Entry& entry : body.tree[aliases].entries) {
    if (body.tree[entry.value].kind != Kind::kMapping) {
      body.ReportWrong(entry.value, "aliases", "a mapping of rules to fields");
      continue;
    }
    const yaml::Node& name = body.tree[entry.key];
    const auto is_it = [&](const Correlation::Field& field) { return field.name == name.text; };
    if (std::none_of(made.group_by.begin(), made.group_by.end(), is_it) &&
        std::none_of(made.fields.begin(), made.fields.end(), is_it))
      body.WarnOfIdle(name.span, "the alias `" + name.text + "` is not used",
                      "name it in `group-by` or as the condition's `field`, or remove it");
    ReadAlias(body, entry, made);
  }
}

}  // namespace sigrun::sigma
