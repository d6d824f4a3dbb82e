// sigrun scan: rules in, alerts out.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <fstream>

#include "base/duration.h"
#include "cli/alert_printer.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "cli/rule_arguments.h"
#include "cli/shipped_rules.h"
#include "cli/summary.h"
#include "cli/terminal.h"
#include "engine/scan.h"

namespace sigrun::cli {
namespace {

struct ScanArguments {
  RuleArguments rules;
  std::vector<std::string> inputs;
  std::string format, min_level = "informational", fail_on, stats, lateness = "15m";
  bool any_source = false, keep_duplicates = false, quiet = false;
  bool no_dispatch = false, no_caches = false;
};

constexpr const char* kFooter =
    "Inputs are files, folders (searched recursively), globs and `-` for standard input; plain,\n"
    "gzip or zstd; any envelope CloudTrail comes in. All are told apart by content.\n"
    "Without --rules the shipped pack is used.\n"
    "\n"
    "Examples:\n"
    "  sigrun scan AWSLogs/                              everything below a folder\n"
    "  sigrun scan --min-level high --format timeline logs/\n"
    "  sigrun scan --rules mine.sgr --set root_used.floor=5 trail.json.gz\n"
    "  zcat trail.json.gz | sigrun scan - --format jsonl | jq .message\n"
    "  sigrun scan --fail-on high --stats stats.json logs/   exit 1 if something is found\n"
    "\n"
    "Exit codes: 0 success · 1 an alert at or above --fail-on · 2 wrong usage · 3 unusable rules\n"
    "            4 some input could not be read (the rest was scanned)";

AlertFormat FormatNamed(const std::string& name) {
  if (name == "table") return AlertFormat::kTable;
  if (name == "timeline") return AlertFormat::kTimeline;
  if (name == "ocsf") return AlertFormat::kOcsf;
  if (name == "jsonl") return AlertFormat::kJsonl;
  return IsTerminal(stdout) ? AlertFormat::kTable : AlertFormat::kJsonl;
}

uint64_t TotalSize(const io::InputSet& inputs) {
  uint64_t total = 0;
  for (const io::InputFile& file : inputs.files) total += file.size;
  return total;
}

bool WriteStats(const std::string& path, const std::string& json) {
  std::ofstream stream(path, std::ios::binary);
  stream << json;
  stream.flush();
  if (stream) return true;
  fmt::print(stderr, "sigrun: cannot write `{}`\n", path);
  return false;
}

int Run(ScanArguments& arguments) {
  if (arguments.rules.paths.empty()) {
    const Result<std::string> shipped = ShippedRules();
    if (!shipped.ok()) {
      fmt::print(stderr, "sigrun: {}\n", shipped.error().message);
      return kBadRules;
    }
    arguments.rules.paths = {*shipped};
  }
  auto [program, code] = LoadProgram(arguments.rules);
  if (!program) return code;
  const auto lateness = ParseDuration(arguments.lateness);
  if (!lateness) {
    fmt::print(stderr, "sigrun: `{}` is not a duration: write --lateness 15m\n",
               arguments.lateness);
    return kUsage;
  }
  engine::Options options;
  options.lateness = *lateness;
  options.any_source = arguments.any_source;
  options.deduplicate = !arguments.keep_duplicates;
  const exec::LoadedProgram loaded(std::move(*program),
                                   {!arguments.no_dispatch, !arguments.no_caches});
  const io::InputSet inputs = io::FindInputs(arguments.inputs);
  const auto printer =
      AlertPrinter::Make(FormatNamed(arguments.format), *program::ParseLevel(arguments.min_level));
  engine::Pipeline pipeline(loaded, options, *printer);
  Progress progress(TotalSize(inputs), IsTerminal(stderr) && !arguments.quiet);
  const engine::ScanResult result =
      engine::Scan(inputs, loaded, options, pipeline, [&](uint64_t bytes) { progress.Add(bytes); });
  progress.Clear();
  printer->Finish();
  std::fflush(stdout);
  PrintFileErrors(result);
  if (!arguments.quiet) PrintSummary(result, pipeline, loaded.program(), *printer);
  bool written = true;
  if (!arguments.stats.empty())
    written = WriteStats(arguments.stats, engine::StatsJson(result, pipeline, loaded.program()));
  SIGRUN_CHECK(pipeline.ledger().Balances());
  if (!result.file_errors.empty() || !written) return kBadInput;
  if (code != kSuccess) return code;
  const auto fail_on = program::ParseLevel(arguments.fail_on);
  return fail_on && printer->highest() && *printer->highest() >= *fail_on ? kFindings : kSuccess;
}

}  // namespace

void AddScan(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<ScanArguments>();
  CLI::App* command = app.add_subcommand("scan", "Find attacks in logs");
  const std::vector<std::string> levels = {"informational", "low", "medium", "high", "critical"};
  command->add_option("inputs", arguments->inputs, "Files, folders, globs, or - for standard input")
      ->required();
  command
      ->add_option("--rules", arguments->rules.paths,
                   "Rule files (.sgr), packs (.sgc), folders of them")
      ->type_name("PATH")
      ->allow_extra_args(false);
  AddProgramFlags(*command, arguments->rules);
  command
      ->add_option("--format", arguments->format,
                   "jsonl (default in a pipe), table (default on a terminal), timeline, ocsf")
      ->check(CLI::IsMember({"jsonl", "table", "timeline", "ocsf"}))
      ->type_name("FORMAT");
  command->add_option("--min-level", arguments->min_level, "Leave out alerts below this level")
      ->check(CLI::IsMember(levels))
      ->type_name("LEVEL");
  command
      ->add_option("--fail-on", arguments->fail_on,
                   "Exit 1 if there is an alert of this level or above")
      ->check(CLI::IsMember(levels))
      ->type_name("LEVEL");
  command
      ->add_option("--lateness", arguments->lateness,
                   "How far out of order the events of one file may be (default 15m)")
      ->type_name("DURATION");
  command
      ->add_option("--stats", arguments->stats,
                   "Write the counters of the run to this file as JSON")
      ->type_name("FILE");
  command->add_flag("--any-source", arguments->any_source,
                    "Evaluate every rule on every event whatever its log source");
  command->add_flag("--keep-duplicates", arguments->keep_duplicates,
                    "Count every copy of an event");
  command->add_flag("--no-dispatch", arguments->no_dispatch,
                    "Put every event to every rule: slower, the same alerts");
  command->add_flag("--no-caches", arguments->no_caches,
                    "Ask every predicate anew for every event: slower, the same alerts");
  command->add_flag("-q,--quiet", arguments->quiet, "No summary and no progress");
  command->footer(kFooter);
  command->callback([arguments, &action] { action = [arguments] { return Run(*arguments); }; });
}

}  // namespace sigrun::cli
