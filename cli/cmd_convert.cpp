// sigrun convert: rules from one language into the other.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "cli/command.h"
#include "cli/rule_arguments.h"
#include "cli/terminal.h"
#include "compiler/format/format.h"
#include "compiler/sigma/sigma.h"
#include "compiler/sigma_export/export.h"

namespace sigrun::cli {
namespace {

namespace fs = std::filesystem;

struct ConvertArguments {
  RuleArguments rules;
  std::string to;
  std::string output;
};

// What comes out: a name without its ending, and the text.
struct Converted {
  std::string name, text;
};

bool WriteFile(const fs::path& path, const std::string& text) {
  std::ofstream stream(path, std::ios::binary);
  stream << text;
  stream.close();
  if (stream) return true;
  fmt::print(stderr,
             "sigrun: cannot write `{}`: check that the folder exists and may be written to\n",
             path.string());
  return false;
}

// Whether a file is named, by its ending; anything else is a folder.
bool IsFileName(const std::string& output) {
  const fs::path ending = fs::path(output).extension();
  return ending == ".sgr" || ending == ".yml" || ending == ".yaml";
}

// To standard output, into one file, or into a folder with a file for each.
bool Write(const std::vector<Converted>& all, const std::string& output, std::string_view ending,
           std::string_view between) {
  if (!output.empty() && output != "-" && !IsFileName(output)) {
    for (const Converted& one : all) {
      const fs::path path = fs::path(output) / (one.name + std::string(ending));
      std::error_code ignored;  // told when the file cannot be written
      fs::create_directories(path.parent_path(), ignored);
      if (!WriteFile(path, one.text)) return false;
    }
    return true;
  }
  std::string text;
  for (const Converted& one : all) {
    if (!text.empty()) text += between;
    text += one.text;
  }
  if (!output.empty() && output != "-") return WriteFile(output, text);
  fmt::print("{}", text);
  std::fflush(stdout);  // before what is said about it
  return true;
}

std::string Place(const SourceMap& sources, Span span) {
  const LineColumn at = sources[span.source].Locate(span.begin);
  return fmt::format("{}:{}:{}", sources[span.source].path(), at.line, at.column);
}

void Tell(const SourceMap& sources, const sigma_export::Exported& rule) {
  const bool color = WantsColor(stderr);
  if (!rule.reasons.empty())
    fmt::print(stderr, "{}: {}: rule `{}` is left out: Sigma cannot say\n",
               Place(sources, rule.span), Paint("error", Style::kRed, color), rule.rule);
  for (const sigma_export::Finding& reason : rule.reasons)
    fmt::print(stderr, "  {}: {}\n", Place(sources, reason.span), reason.text);
  if (!rule.reasons.empty()) return;
  for (const sigma_export::Finding& note : rule.notes)
    fmt::print(stderr, "{}: {}: rule `{}`: {}\n", Place(sources, note.span),
               Paint("note", Style::kCyan, color), rule.rule, note.text);
}

bool IsSigma(const modules::Module& module) { return !module.path.ends_with(".sgr"); }

// The text of a file of Sigma rules in the rule language; documents with errors are left out.
std::string RuleText(const modules::Module& module, const SourceMap& sources) {
  ast::File file = module.file;
  std::erase_if(file.items, [&](const ast::Item& item) {
    return std::visit([&](const auto& node) { return module.file.IsBroken(node.span); }, item);
  });
  std::vector<format::Comment> comments;
  for (const yaml::Comment& comment : sigma::CommentsOf(file.source, sources))
    comments.push_back({comment.offset, comment.text, comment.own_line});
  return file.items.empty() ? "" : format::Format(file, comments);
}

// Where the file lies in the folder that was named, without its ending.
std::string NameOf(const modules::Module& module, const std::vector<std::string>& paths) {
  const fs::path path(module.path);
  for (const std::string& folder : paths) {
    fs::path relative = path.lexically_relative(folder);
    if (relative == ".") relative = path.filename();
    if (!relative.empty() && *relative.begin() != "..")
      return relative.replace_extension().string();
  }
  return path.stem().string();
}

int ToRules(const CompiledRules& rules, const ConvertArguments& arguments) {
  std::vector<Converted> all;
  for (const modules::Module& module : rules.compilation.modules.modules) {
    if (!module.root) continue;
    std::string text = RuleText(module, rules.compilation.sources);
    if (!text.empty()) all.push_back({NameOf(module, arguments.rules.paths), std::move(text)});
  }
  if (!Write(all, arguments.output, ".sgr", "\n")) return kBadInput;
  fmt::print(stderr, "{} file(s) converted, {} error(s)\n", all.size(), rules.errors);
  return rules.errors > 0 ? kFindings : kSuccess;
}

int ToSigma(const CompiledRules& rules, const ConvertArguments& arguments) {
  if (rules.errors > 0) return kBadRules;
  std::vector<Converted> all;
  size_t left_out = 0;
  for (const sigma_export::Exported& rule :
       sigma_export::Export(rules.compilation.checked.rules, rules.compilation.modules)) {
    Tell(rules.compilation.sources, rule);
    left_out += rule.yaml.empty();
    if (!rule.yaml.empty()) all.push_back({rule.rule, rule.yaml});
  }
  if (!Write(all, arguments.output, ".yml", "---\n")) return kBadInput;
  fmt::print(stderr, "{} rule(s) converted, {} left out\n", all.size(), left_out);
  return left_out > 0 ? kFindings : kSuccess;
}

int Run(const ConvertArguments& arguments) {
  const auto rules = CompileRules(arguments.rules);
  PrintDiagnostics(rules->compilation, false);
  const auto& modules = rules->compilation.modules.modules;
  const auto is_root = [&](bool sigma) {
    return std::any_of(modules.begin(), modules.end(), [&](const modules::Module& module) {
      return module.root && IsSigma(module) == sigma;
    });
  };
  const bool from_sigma = is_root(true), from_rules = is_root(false);
  const std::string to = arguments.to.empty() ? (from_sigma ? "sgr" : "sigma") : arguments.to;
  if (to == "sgr" ? from_rules : from_sigma) {
    fmt::print(stderr, "sigrun: some of the files are {} already: name only the others\n", to);
    return kUsage;
  }
  return to == "sgr" ? ToRules(*rules, arguments) : ToSigma(*rules, arguments);
}

}  // namespace

void AddConvert(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<ConvertArguments>();
  CLI::App* command = app.add_subcommand("convert", "Turn Sigma into rules, and rules into Sigma");
  AddRulePaths(*command, arguments->rules, "Rule files and folders");
  command->add_option("--to", arguments->to, "sgr or sigma; default: the other one than the input")
      ->check(CLI::IsMember({"sgr", "sigma"}))
      ->type_name("LANGUAGE");
  command
      ->add_option("-o,--output", arguments->output,
                   "Where to write: a file that ends in .sgr or .yml, or a folder; default: "
                   "standard output")
      ->type_name("PATH");
  AddRuleFlags(*command, arguments->rules);
  command->footer(
      "A rule that Sigma cannot say is left out, and everything in it that stands in the way is "
      "listed\nwith its place.\n\n"
      "Comments of Sigma files are kept.\n\n"
      "Examples:\n  sigrun convert sigma/ -o rules/\n  sigrun convert rules/ -o sigma/\n\n"
      "Exit codes: 0 success · 1 rules left out · 2 wrong usage · 3 rules in error ·\n4 the output "
      "cannot be written");
  command->callback([arguments, &action] { action = [arguments] { return Run(*arguments); }; });
}

}  // namespace sigrun::cli
