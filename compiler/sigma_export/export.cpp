#include "compiler/sigma_export/export.h"

#include <fmt/format.h>

#include <set>

#include "compiler/sigma_export/detection.h"
#include "compiler/sigma_export/document.h"
#include "compiler/sigma_export/yaml_text.h"

namespace sigrun::sigma_export {
namespace {

void AddName(Names& names, const ast::File& file, ast::ExprId value, const std::string& name) {
  const Span span = file.exprs[value].span;
  names[{span.source.index, span.begin, span.end}] = name;
}

Names NamesIn(const modules::ModuleSet& modules) {
  Names names;
  for (const modules::Module& module : modules.modules)
    for (const ast::Item& item : module.file.items) {
      if (const auto* let = std::get_if<ast::Let>(&item); let != nullptr && let->value.valid())
        AddName(names, module.file, let->value, let->name.text);
      if (const auto* rule = std::get_if<ast::Rule>(&item))
        for (const ast::Binding& binding : rule->bindings)
          if (binding.value.valid()) AddName(names, module.file, binding.value, binding.name.text);
    }
  return names;
}

const ast::Rule* TreeOf(const modules::ModuleSet& modules, const ir::Rule& rule) {
  for (const modules::Module& module : modules.modules)
    for (const ast::Item& item : module.file.items)
      if (const auto* tree = std::get_if<ast::Rule>(&item);
          tree != nullptr && tree->name.span == rule.span)
        return tree;
  return nullptr;
}

// The fields an alert shows, as far as they are fields.
std::string Fields(const Context& cx, const ir::Rule& rule) {
  std::string out;
  for (const ir::Named& field : rule.alert.fields) {
    const std::string name = cx.FieldIfAny(field.value);
    if (!name.empty()) out += fmt::format("    - {}\n", Plain(name));
  }
  return out.empty() ? "" : "fields:\n" + out;
}

void NoteAlert(Context& cx, const ir::Rule& rule) {
  std::string lost;
  const auto add = [&](const char* what) {
    lost += (lost.empty() ? "" : ", ") + std::string(what);
  };
  if (!rule.alert.message.empty()) add("message");
  if (rule.alert.level.valid()) add("level of the single alert");
  if (rule.alert.suppress) add("suppress");
  if (!lost.empty()) cx.Note(rule.span, fmt::format("of the alert, Sigma has no {}", lost));
}

// (rule) and not (exception): a filter document each.
std::string Filters(Context& cx, const ir::Rule& rule, const Metadata& metadata) {
  std::string out;
  for (const ir::Exception& exception : rule.exceptions) {
    Detection detection(cx);
    const std::string condition = detection.Add(exception.when);
    if (exception.until)
      cx.Note(cx[exception.when].span,
              fmt::format("the exception ends on {}; a filter in Sigma does not",
                          FormatTimestamp(*exception.until).substr(0, 10)));
    const bool simple = condition.find(' ') == std::string::npos;
    out += fmt::format("---\ntitle: {}\n", Plain("Exception for " + rule.info.name));
    if (!exception.reason.empty())
      out += fmt::format("description: {}\n", TextOrBlock(exception.reason, 4));
    out += LogSource(rule);
    out += fmt::format("filter:\n    rules:\n        - {}\n{}    condition: not {}\n",
                       Plain(metadata.reference()), detection.Yaml(4),
                       simple ? condition : "(" + condition + ")");
  }
  return out;
}

std::string RuleDocuments(Context& cx, const ir::Rule& rule, const Metadata& metadata,
                          bool referred) {
  Detection detection(cx);
  const std::string condition = detection.Add(rule.condition);
  const std::string filters = Filters(cx, rule, metadata);
  return metadata.Head(referred || !filters.empty()) + LogSource(rule) + "detection:\n" +
         detection.Yaml(4) + fmt::format("    condition: {}\n", condition) + Fields(cx, rule) +
         metadata.Foot() + filters;
}

}  // namespace

std::vector<Exported> Export(const ir::RuleSet& rules, const modules::ModuleSet& modules) {
  const Names names = NamesIn(modules);
  std::set<uint32_t> referred;
  for (const ir::Rule& rule : rules.rules) referred.insert(rule.inputs.begin(), rule.inputs.end());
  std::vector<Exported> all;
  std::vector<std::string> references(rules.rules.size());
  for (uint32_t i = 0; i < rules.rules.size(); ++i) {
    const ir::Rule& rule = rules.rules[i];
    const ast::Rule* tree = TreeOf(modules, rule);
    if (tree == nullptr) continue;
    Exported out{rule.info.name, rule.span, "", {}, {}};
    Context cx{rules, names, out, references};
    const Metadata metadata(*tree, rule);
    std::string yaml = rule.stateful
                           ? CorrelationDocuments(cx, rule, metadata, referred.count(i) > 0)
                           : RuleDocuments(cx, rule, metadata, referred.count(i) > 0);
    NoteAlert(cx, rule);
    if (rule.source == program::SourceFilter::kJson)
      cx.Note(rule.span, "any JSON log is `category: application`: put in what it is");
    if (out.reasons.empty()) references[i] = metadata.reference();
    if (out.reasons.empty()) out.yaml = std::move(yaml);
    all.push_back(std::move(out));
  }
  return all;
}

}  // namespace sigrun::sigma_export
