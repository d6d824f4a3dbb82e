// sigrun convert: converts rules between the languages.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "base/text/plural.h"
#include "base/text/visible.h"
#include "cli/commands/command.h"
#include "cli/convert/converted_files.h"
#include "cli/convert/rule_comments.h"
#include "cli/flags/validators.h"
#include "cli/output/output.h"
#include "cli/output/terminal.h"
#include "cli/rules/rule_arguments.h"
#include "compiler/format/format.h"
#include "compiler/format/tidy.h"
#include "compiler/sigma/comments.h"
#include "compiler/sigma_export/export.h"

namespace sigrun::cli {
namespace {

namespace fs = std::filesystem;

struct ConvertArguments {
  RuleArguments rules;
  std::string to;
  std::string output;
  bool force = false;
};

std::string Place(const SourceMap& sources, Span span) {
  const LineColumn at = sources[span.source].Locate(span.begin);
  return fmt::format("{}:{}:{}", Visible(sources[span.source].path()), at.line, at.column);
}

void Tell(const SourceMap& sources, const sigma_export::Exported& rule) {
  const bool color = Err().wants_color();
  if (!rule.reasons.empty())
    Err().Print("{}: {}: rule `{}` is skipped: Sigma cannot express\n", Place(sources, rule.span),
                Paint("error", Style::kRed, color), Visible(rule.rule));
  for (const sigma_export::Finding& reason : rule.reasons)
    Err().Print("  {}: {}\n", Place(sources, reason.span), Visible(reason.text));
  if (!rule.reasons.empty()) return;
  for (const sigma_export::Finding& note : rule.notes)
    Err().Print("{}: {}: rule `{}`: {}\n", Place(sources, note.span),
                Paint("note", Style::kCyan, color), Visible(rule.rule), Visible(note.text));
}

bool IsSigma(const modules::Module& module) { return !module.path.ends_with(".sgr"); }

// The names of the rules without errors.
std::set<std::string> SoundRules(const compiler::Compilation& compilation) {
  std::set<std::string> sound;
  for (const ir::Rule& rule : compilation.checked.rules.rules) sound.insert(rule.info.name);
  return sound;
}

// The text of a Sigma file in the rule language; documents with errors are skipped.
std::string RuleText(const modules::Module& module, const std::set<std::string>& sound,
                     const SourceMap& sources) {
  ast::File file = module.file;
  std::erase_if(file.items, [&](const ast::Item& item) {
    const auto* rule = std::get_if<ast::Rule>(&item);
    const auto* exception = std::get_if<ast::Exception>(&item);
    const bool broken =
        std::visit([&](const auto& node) { return module.file.IsBroken(node.span); }, item);
    return broken || (rule != nullptr && sound.count(rule->name.text) == 0) ||
           (exception != nullptr && sound.count(exception->rule.text) == 0);
  });
  if (file.items.empty()) return "";
  std::vector<format::Comment> comments;
  for (const yaml::Comment& comment : sigma::CommentsOf(file, sources))
    comments.push_back({comment.offset, comment.text, comment.own_line});
  format::Tidy(file);
  return format::Format(file, comments);
}

// Whether the rule language can express the file; otherwise the reason was reported.
bool IsSayable(const modules::Module& module, const SourceMap& sources) {
  const ast::PathSegment* unsayable = format::FindUnsayable(module.file);
  if (unsayable == nullptr) return true;
  Err().Print(
      "{}: {}: `{}` is skipped: in the rule language, a field name cannot begin with "
      "`{}`, which contains a backquote or a line break\n",
      Place(sources, unsayable->span), Paint("error", Style::kRed, Err().wants_color()),
      Visible(module.path), Visible(unsayable->name));
  return false;
}

ConvertedOutput OutputOf(const ConvertArguments& arguments, const std::vector<std::string>& read,
                         std::string_view ending, std::string_view between) {
  return {arguments.output, arguments.force, ending, between, &read};
}

int ToRules(const engine::CompiledRules& rules, const ConvertArguments& arguments) {
  std::vector<ConvertedFile> all;
  const std::set<std::string> sound = SoundRules(rules.compilation);
  size_t errors = rules.error_count();
  for (const modules::Module& module : rules.compilation.modules.modules) {
    if (!module.root) continue;
    if (!IsSayable(module, rules.compilation.sources)) {
      ++errors;
      continue;
    }
    std::string text = RuleText(module, sound, rules.compilation.sources);
    if (!text.empty())
      all.push_back({fmt::format("`{}`", module.path), PlaceIn(module.path, arguments.rules.paths),
                     std::move(text)});
  }
  if (!WriteConverted(all, OutputOf(arguments, rules.read, ".sgr", "\n"))) return kBadInput;
  Err().Print("{} converted, {}\n", Plural(all.size(), "file"), Plural(errors, "error"));
  if (!rules.path_errors.empty()) return kBadRules;
  return errors > 0 ? kFindings : kSuccess;
}

void TellLostComments(const std::map<uint32_t, RuleComments>& comments, const SourceMap& sources) {
  for (const auto& [source, of_file] : comments)
    if (of_file.others() > 0)
      Err().Print("{}: {}: {} dropped: only comments before a rule are kept\n",
                  Visible(sources[SourceId{source}].path()),
                  Paint("note", Style::kCyan, Err().wants_color()),
                  Plural(of_file.others(), "comment is", "comments are"));
}

int ToSigma(const engine::CompiledRules& rules, const ConvertArguments& arguments) {
  if (rules.error_count() > 0) return kBadRules;
  const SourceMap& sources = rules.compilation.sources;
  std::vector<ConvertedFile> all;
  std::map<uint32_t, RuleComments> comments;
  for (const modules::Module& module : rules.compilation.modules.modules)
    if (module.root)
      comments.try_emplace(module.file.source.index, RuleComments(module.file, sources));
  sigma_export::LogSources log_sources;
  for (const auto& [source, of_file] : comments)
    log_sources.insert(of_file.log_sources().begin(), of_file.log_sources().end());
  size_t left_out = 0;
  for (const sigma_export::Exported& rule : sigma_export::Export(
           rules.compilation.checked.rules, rules.compilation.modules, log_sources)) {
    Tell(sources, rule);
    left_out += !rule.reasons.empty();
    if (rule.yaml.empty()) continue;
    const std::string& file = sources[rule.span.source].path();
    const fs::path folder = fs::path(PlaceIn(file, arguments.rules.paths)).parent_path();
    all.push_back({fmt::format("rule `{}` of `{}`", rule.rule, file), (folder / rule.rule).string(),
                   comments.at(rule.span.source.index).Before(rule.span) + rule.yaml});
  }
  TellLostComments(comments, sources);
  if (!WriteConverted(all, OutputOf(arguments, rules.read, ".yml", "---\n"))) return kBadInput;
  Err().Print("{} converted, {} skipped\n", Plural(all.size(), "rule"), left_out);
  return left_out > 0 ? kFindings : kSuccess;
}

int Run(const ConvertArguments& arguments) {
  const auto rules = CompileRules(arguments.rules);
  PrintDiagnostics(*rules, arguments.rules.ignored);
  for (const modules::RootFile& image : rules->images)
    Complain("`{}` is a compiled pack: convert its source rules instead", Visible(image.path));
  if (!rules->images.empty()) return kUsage;
  const auto& modules = rules->compilation.modules.modules;
  const auto is_root = [&](bool sigma) {
    return std::any_of(modules.begin(), modules.end(), [&](const modules::Module& module) {
      return module.root && IsSigma(module) == sigma;
    });
  };
  const bool from_sigma = is_root(true), from_rules = is_root(false);
  const std::string to = arguments.to.empty() ? (from_sigma ? "sgr" : "sigma") : arguments.to;
  if (to == "sgr" ? from_rules : from_sigma) {
    Complain("some of the files are already {}: name only the others", to);
    return kUsage;
  }
  const std::string ending = EndingOf(arguments.output);
  if (!ending.empty() && (ending == ".sgr") != (to == "sgr")) {
    Complain("`{}` has the extension of the other language: use {}", Visible(arguments.output),
             to == "sgr" ? ".sgr" : ".yml");
    return kUsage;
  }
  return to == "sgr" ? ToRules(*rules, arguments) : ToSigma(*rules, arguments);
}

}  // namespace

void AddConvert(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<ConvertArguments>();
  CLI::App* command =
      app.add_subcommand("convert", "Convert Sigma rules to Sigrun rules, and back");
  AddRulePaths(*command, arguments->rules, "Rule files and folders");
  command->add_option("--to", arguments->to, "sgr or sigma; default: the one that the input is not")
      ->check(OneOf({"sgr", "sigma"}))
      ->type_name("LANGUAGE");
  command
      ->add_option("-o,--output", arguments->output,
                   "Where to write: a file that ends in .sgr or .yml, a folder, or - for standard "
                   "output, which is the default")
      ->type_name("PATH");
  command->add_flag("--force", arguments->force, "Overwrite existing files");
  AddRuleFlags(*command, arguments->rules);
  command->footer(
      "A rule that Sigma cannot express is skipped, and everything in it that prevents this is "
      "listed\nwith its location.\n\n"
      "Comments in Sigma files, and comments before rules, are kept.\n\n"
      "Examples:\n  sigrun convert sigma/ -o rules/\n  sigrun convert rules/ -o sigma/");
  command->callback([arguments, &action] { action = [arguments] { return Run(*arguments); }; });
}

}  // namespace sigrun::cli
