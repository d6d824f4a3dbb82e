#include "compiler/sigma_export/export.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/check.h"
#include "base/text/ascii.h"
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

void NoteAlert(Context& cx, const ir::Rule& rule) {
  std::string lost;
  const auto add = [&](const std::string& what) { lost += (lost.empty() ? "" : ", ") + what; };
  if (!rule.alert.message.empty()) add("message");
  if (rule.alert.level.valid()) add("level of a single alert");
  if (rule.alert.suppress) add("suppress");
  for (const ir::Named& field : rule.alert.fields)
    if (cx.FieldIfAny(field.value).empty()) add(fmt::format("field `{}`", field.name));
  if (!lost.empty())
    cx.Note(rule.span, fmt::format("Sigma has no equivalent for parts of the alert: {}", lost));
}

// The title and description of a filter; an exception that came from a filter has its title.
std::string FilterHead(const ir::Rule& rule, const ir::Exception& exception) {
  static constexpr std::string_view kFromFilter = "filter: ";
  if (exception.reason.starts_with(kFromFilter))
    return fmt::format("title: {}\n", Plain(exception.reason.substr(kFromFilter.size())));
  std::string out = fmt::format("title: {}\n", Plain("Exception for " + rule.info.name));
  if (!exception.reason.empty())
    out += fmt::format("description: {}\n", TextOrBlock(exception.reason, 4));
  return out;
}

// (rule) and not (exception): a filter document for each exception.
std::string Filters(Context& cx, const ir::Rule& rule, const Metadata& metadata) {
  std::string out;
  for (const ir::Exception& exception : rule.exceptions) {
    Detection detection(cx);
    const std::string condition = detection.AddNot(exception.when);
    NoteUntil(cx, exception);
    out += "---\n" + FilterHead(rule, exception) + LogSource(cx);
    out += fmt::format("filter:\n    rules:\n        - {}\n{}    condition: {}\n",
                       Plain(metadata.reference()), detection.Yaml(4), condition);
  }
  return out;
}

std::string RuleDocuments(Context& cx, const ir::Rule& rule, const Metadata& metadata,
                          bool referred) {
  Detection detection(cx);
  const std::string condition = detection.Add(rule.condition);
  const std::string filters = Filters(cx, rule, metadata);
  return metadata.Head(referred || !filters.empty()) + LogSource(cx) + "detection:\n" +
         detection.Yaml(4) + fmt::format("    condition: {}\n", condition) + Fields(cx, rule) +
         metadata.Foot() + filters;
}

// Whether a condition over rules accepts the word.
bool IsWord(std::string_view text) {
  const auto word = [](char c) { return IsAsciiAlnum(c) || c == '_'; };
  return !text.empty() && (text[0] < '0' || text[0] > '9') &&
         std::all_of(text.begin(), text.end(), word);
}

// The names of rules in Sigma: from their metadata, if that is a word and no other rule has the
// name.
std::vector<std::string> SigmaNames(const ir::RuleSet& rules,
                                    const std::vector<const ast::Rule*>& trees,
                                    std::set<std::string>& taken) {
  std::vector<std::string> names;
  for (const ir::Rule& rule : rules.rules) taken.insert(rule.info.name);
  for (size_t i = 0; i < trees.size(); ++i) {
    const std::string own = NameInMeta(*trees[i]);
    const bool free = IsWord(own) && taken.insert(own).second;
    names.push_back(free ? own : rules.rules[i].info.name);
  }
  return names;
}

// The rules that a rule refers to, and those that are expanded in it.
struct Uses {
  std::set<uint32_t> referred, written;
};

// Only a rule that a correlation refers to can raise no alerts of its own. Runs from the last rule
// to the first: a rule comes after its inputs.
void RefuseSilent(const ir::RuleSet& rules, const std::vector<Uses>& uses,
                  std::vector<Exported>& all) {
  Uses used;
  for (auto i = static_cast<uint32_t>(all.size()); i-- > 0;) {
    Exported& out = all[i];
    if (!rules.rules[i].alert.enabled && used.referred.count(i) == 0 && !out.yaml.empty()) {
      const bool written = used.written.count(i) > 0;
      (written ? out.notes : out.reasons)
          .push_back({out.span,
                      written ? "raises no alerts, and is expanded in the rules that depend on it"
                              : "`enabled = false`: a Sigma rule raises alerts unless a "
                                "correlation refers to it, and none that could be "
                                "written does"});
      out.yaml.clear();
    }
    if (out.yaml.empty()) continue;
    used.referred.insert(uses[i].referred.begin(), uses[i].referred.end());
    used.written.insert(uses[i].written.begin(), uses[i].written.end());
  }
}

// Reported once, not for each rule.
void NoteLogSource(const ir::RuleSet& rules, const LogSources& sources,
                   std::vector<Exported>& all) {
  Exported* first = nullptr;
  size_t count = 0;
  for (size_t i = 0; i < all.size(); ++i) {
    const ir::Rule& rule = rules.rules[i];
    if (all[i].yaml.empty() || !rules.SourceOf(rule.source).takes_any() || !rule.inputs.empty())
      continue;
    if (sources.count({rule.span.source.index, rule.span.begin}) > 0) continue;
    if (count++ == 0) first = &all[i];
  }
  if (first == nullptr) return;
  const std::string others = count == 1 ? "" : fmt::format(", here and in {} more", count - 1);
  first->notes.push_back(
      {first->span, fmt::format("a rule on any JSON log becomes `category: application`: replace "
                                "it with the real log source{}",
                                others)});
}

}  // namespace

std::string Fields(const Context& cx, const ir::Rule& rule) {
  std::string out;
  for (const ir::Named& field : rule.alert.fields) {
    const std::string name = cx.FieldIfAny(field.value);
    if (!name.empty()) out += fmt::format("    - {}\n", Plain(name));
  }
  return out.empty() ? "" : "fields:\n" + out;
}

std::vector<Exported> Export(const ir::RuleSet& rules, const modules::ModuleSet& modules,
                             const LogSources& sources) {
  const Names names = NamesIn(modules);
  std::set<uint32_t> inputs;
  std::vector<const ast::Rule*> trees;
  for (const ir::Rule& rule : rules.rules) {
    inputs.insert(rule.inputs.begin(), rule.inputs.end());
    trees.push_back(TreeOf(modules, rule));
    SIGRUN_CHECK(trees.back() != nullptr);
  }
  std::set<std::string> taken;
  const std::vector<std::string> sigma_names = SigmaNames(rules, trees, taken);
  std::vector<Exported> all;
  std::vector<std::string> references(rules.rules.size());
  std::vector<Uses> uses;
  for (uint32_t i = 0; i < rules.rules.size(); ++i) {
    const ir::Rule& rule = rules.rules[i];
    Exported out{rule.info.name, rule.span, "", {}, {}};
    const auto source = sources.find({rule.span.source.index, rule.span.begin});
    Context cx{rules,
               names,
               out,
               references,
               taken,
               rule.source,
               source == sources.end() ? nullptr : &source->second};
    const Metadata metadata(*trees[i], rule, sigma_names[i]);
    std::string yaml = rule.stateful ? CorrelationDocuments(cx, rule, metadata, inputs.count(i) > 0)
                                     : RuleDocuments(cx, rule, metadata, inputs.count(i) > 0);
    NoteAlert(cx, rule);
    if (!metadata.lost_id().empty())
      cx.Note(rule.span, fmt::format("id `{}` is skipped: in Sigma, an id must be a UUID",
                                     metadata.lost_id()));
    if (const std::string own = NameInMeta(*trees[i]); !own.empty() && own != sigma_names[i])
      cx.Note(rule.span, fmt::format("name `{}` is skipped: {}", own,
                                     IsWord(own) ? "another rule has it"
                                                 : "a condition over rules does not accept it"));
    if (out.reasons.empty()) references[i] = metadata.reference();
    if (out.reasons.empty()) out.yaml = std::move(yaml);
    uses.push_back({std::move(cx.referred), std::move(cx.written)});
    all.push_back(std::move(out));
  }
  RefuseSilent(rules, uses, all);
  NoteLogSource(rules, sources, all);
  return all;
}

}  // namespace sigrun::sigma_export
