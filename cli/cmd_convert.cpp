// sigrun convert: rules from one language into the other.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>

#include "cli/command.h"
#include "cli/rule_arguments.h"
#include "cli/terminal.h"
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

// To standard output, into one file, or into a folder with a file for each.
bool Write(const std::vector<Converted>& all, const std::string& output, std::string_view ending,
           std::string_view between) {
  if (!output.empty() && (output.back() == '/' || fs::is_directory(output))) {
    std::error_code ignored;  // told when the first file cannot be written
    fs::create_directories(output, ignored);
    for (const Converted& one : all)
      if (!WriteFile(fs::path(output) / (one.name + std::string(ending)), one.text)) return false;
    return true;
  }
  std::string text;
  for (const Converted& one : all) {
    if (!text.empty()) text += between;
    text += one.text;
  }
  if (!output.empty() && output != "-") return WriteFile(output, text);
  fmt::print("{}", text);
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

int ToSigma(const ConvertArguments& arguments) {
  const auto rules = CompileRules(arguments.rules);
  PrintDiagnostics(rules->compilation, false);
  if (rules->errors > 0) return kBadRules;
  std::vector<Converted> all;
  size_t left_out = 0;
  for (const sigma_export::Exported& rule :
       sigma_export::Export(rules->compilation.checked.rules, rules->compilation.modules)) {
    Tell(rules->compilation.sources, rule);
    left_out += rule.yaml.empty();
    if (!rule.yaml.empty()) all.push_back({rule.rule, rule.yaml});
  }
  if (!Write(all, arguments.output, ".yml", "---\n")) return kBadInput;
  fmt::print(stderr, "{} rule(s) converted, {} left out\n", all.size(), left_out);
  return left_out > 0 ? kFindings : kSuccess;
}

int Run(const ConvertArguments& arguments) { return ToSigma(arguments); }

}  // namespace

void AddConvert(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<ConvertArguments>();
  CLI::App* command = app.add_subcommand("convert", "Turn rules into Sigma");
  AddRulePaths(*command, arguments->rules, "Rule files and folders");
  command->add_option("--to", arguments->to, "sigma")
      ->check(CLI::IsMember({"sigma"}))
      ->required()
      ->type_name("LANGUAGE");
  command
      ->add_option("-o,--output", arguments->output,
                   "Where to write: a file, or a folder (with a file for each rule); default: "
                   "standard output")
      ->type_name("PATH");
  AddRuleFlags(*command, arguments->rules);
  command->footer(
      "A rule that Sigma cannot say is left out, and everything in it that stands in the way is "
      "listed\nwith its place.\n\n"
      "Examples:\n  sigrun convert --to sigma rules/ -o sigma/\n\n"
      "Exit codes: 0 success · 1 rules left out · 2 wrong usage · 3 rules in error ·\n4 the output "
      "cannot be written");
  command->callback([arguments, &action] { action = [arguments] { return Run(*arguments); }; });
}

}  // namespace sigrun::cli
