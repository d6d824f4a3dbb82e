// sigrun scan: runs rules over logs.
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>

#include "api/rules_impl.h"
#include "api/scanner_impl.h"
#include "base/text/plural.h"
#include "base/text/visible.h"
#include "base/time/duration.h"
#include "cli/commands/alert_printer.h"
#include "cli/commands/command.h"
#include "cli/commands/summary.h"
#include "cli/flags/time_window.h"
#include "cli/flags/validators.h"
#include "cli/formats/format_flags.h"
#include "cli/output/interrupt.h"
#include "cli/output/output.h"
#include "cli/output/output_file.h"
#include "cli/output/progress.h"
#include "cli/output/terminal.h"
#include "cli/rules/rule_arguments.h"
#include "cli/rules/rules_as_inputs.h"
#include "cli/rules/shipped_rules.h"
#include "engine/carry/state_folder.h"
#include "sigrun/scanner.h"

namespace sigrun::cli {
namespace {

struct ScanArguments {
  RuleArguments rules;
  std::vector<std::string> inputs;
  FormatFlags format;
  std::string min_level = "informational", fail_on, stats, lateness = "15m", dedup;
  std::string payloads = "auto";
  bool fail_on_rejects = false;
  std::vector<std::string> time_fields;
  bool strict_input = false;
  TimeWindowArguments window;
  bool any_source = false, keep_duplicates = false, quiet = false;
  bool no_dispatch = false, no_caches = false, no_shapes = false, no_index = false;
  std::string state;
  bool final = false;
  unsigned threads = 0;
  uint64_t memory = ScanOptions().memory;
};

constexpr const char* kFooter =
    "Inputs are files, folders (searched recursively), globs and `-` for standard input; plain,\n"
    "compressed or in archives, with any CloudTrail envelope. Their content decides the format.\n"
    "Without --rules, the shipped rules are used.\n"
    "\n"
    "Examples:\n"
    "  sigrun scan AWSLogs/                              everything below a folder\n"
    "  sigrun scan --min-level high --format timeline logs/\n"
    "  sigrun scan --rules mine.sgr --set root_used.floor=5 trail.json.gz\n"
    "  zcat trail.json.gz | sigrun scan - --format jsonl | jq .message\n"
    "  sigrun scan --fail-on high --stats stats.json logs/   exit 1 if something is found\n"
    "  sigrun scan --state ~/sigrun --lateness 3h logs/2026/11/23/   each day, where the last run "
    "ended";

Payloads PayloadsNamed(const std::string& name) {
  if (name == "never") return Payloads::kNever;
  return name == "always" ? Payloads::kAlways : Payloads::kAuto;
}

uint64_t TotalSize(const io::InputSet& inputs) {
  uint64_t total = 0;
  for (const io::InputFile& file : inputs.files) total += file.size;
  return total;
}

// A scanned folder may contain the file to which the alerts are written.
void LeaveOutOutput(io::InputSet& inputs) {
  struct stat output{}, input{};
  if (fstat(STDOUT_FILENO, &output) != 0 || !S_ISREG(output.st_mode)) return;
  std::erase_if(inputs.files, [&](const io::InputFile& file) {
    const bool same = stat(file.path.c_str(), &input) == 0 && input.st_dev == output.st_dev &&
                      input.st_ino == output.st_ino;
    if (same) Complain("`{}` is skipped: standard output is written to it", Visible(file.path));
    return same;
  });
  if (inputs.files.empty() && inputs.errors.empty())
    inputs.errors.push_back({"no input is left to read"});
}

ScanHooks HooksFor(Progress& progress) {
  ScanHooks hooks;
  hooks.progress = [&progress](uint64_t bytes) {
    progress.Add(bytes);
    Out().FlushInTime();
  };
  hooks.pause = [] { Out().Flush(); };
  // If the output failed, there is no point in continuing.
  hooks.stop = [] { return Interrupted() != 0 || Out().failed(); };
  hooks.wake = InterruptDescriptor();
  return hooks;
}

// Also without a summary: the results are incomplete.
void TellStopped(const engine::ScanResult& result) {
  if (Interrupted() == 0) return;
  Complain("interrupted by {}: what was read so far is evaluated{}", NameOfSignal(Interrupted()),
           result.files_left == 0
               ? ""
               : fmt::format("; {} not read to the end",
                             Plural(result.files_left, "file was", "files were")));
}

Leave LeaveOf(const ScanArguments& arguments) {
  if (arguments.state.empty()) return Leave::kNothing;
  return arguments.final ? Leave::kSettled : Leave::kUnsettled;
}

std::optional<Time> TimeOf(const std::optional<Timestamp>& time) {
  return time ? std::optional(Time(std::chrono::microseconds(time->micros))) : std::nullopt;
}

ScanOptions OptionsOf(const ScanArguments& arguments, const TimeWindow& window, Duration lateness) {
  ScanOptions options;
  options.leave = LeaveOf(arguments);
  options.since = TimeOf(window.since);
  options.until = TimeOf(window.until);
  options.lateness = std::chrono::microseconds(lateness.micros);
  options.any_source = arguments.any_source;
  options.payloads = PayloadsNamed(arguments.payloads);
  options.time_fields = arguments.time_fields;
  options.strict_input = arguments.strict_input;
  options.deduplicate = !arguments.keep_duplicates;
  options.dedup_field = arguments.dedup;
  options.threads = arguments.threads;
  options.memory = arguments.memory;
  return options;
}

// The folder with the state, locked, if one is asked for; the scanner goes on with what is in it.
Result<std::optional<engine::StateFolder>> OpenState(const ScanArguments& arguments,
                                                     Scanner& scanner) {
  if (arguments.state.empty()) return std::optional<engine::StateFolder>();
  auto folder = engine::StateFolder::Open(arguments.state);
  if (!folder.ok()) return folder.error();
  const auto bytes = folder->Read();
  if (!bytes.ok()) return bytes.error();
  if (*bytes)
    if (const Outcome loaded = scanner.LoadState(**bytes); !loaded.ok())
      return Error{loaded.message()};
  return std::optional<engine::StateFolder>(std::move(*folder));
}

// Not after files of which some were not read: the next run would find their records late. A stream
// that was interrupted has ended.
bool SaveState(const engine::StateFolder& folder, bool all_read, Scanner& scanner) {
  if (!all_read || Out().failed()) {
    Complain("the state in `{}` is as it was: the next run repeats these records",
             Visible(folder.file()));
    return true;
  }
  std::string bytes;
  const Outcome made = scanner.SaveState(bytes);
  const Status saved = made.ok() ? folder.Write(bytes) : Status(Error{made.message()});
  if (saved.ok()) return true;
  Complain("{}: the state is as it was: the next run repeats these records",
           Visible(saved.error().message));
  return false;
}

// Failures after which nothing can be said of the records.
std::optional<ExitCode> TellFailure(const Outcome& outcome,
                                    const std::optional<engine::StateFolder>& state) {
  switch (outcome.failure()) {
    case Failure::kNone:
    case Failure::kInput:
    case Failure::kNoRoom:
    case Failure::kSink:
      return std::nullopt;
    case Failure::kState:
      Complain("cannot go on from `{}`: {}: use another folder, or remove the file to begin anew",
               Visible(state->file()), outcome.message());
      return kBadInput;
    case Failure::kOutOfMemory:
      Complain("out of memory: the scan is not complete");
      return kBadInput;
    case Failure::kMisuse:
    case Failure::kRules:
    case Failure::kInternal:
      Complain("the scan is not complete: {}: please report this", Visible(outcome.message()));
      return kBadInput;
  }
  return kBadInput;
}

int Run(ScanArguments& arguments) {
  auto format = arguments.format.Take(Out().is_terminal());
  if (!format) {
    Complain("{}", format.error().message);
    return kUsage;
  }
  if (const std::string wrong = RulesAmongInputs(arguments.inputs, arguments.rules.paths);
      !wrong.empty()) {
    Complain("{}", Visible(wrong));
    return kUsage;
  }
  if (arguments.rules.paths.empty()) {
    const Result<std::string> shipped = ShippedRules();
    if (!shipped.ok()) {
      Complain("{}", Visible(shipped.error().message));
      return kBadRules;
    }
    arguments.rules.paths = {*shipped};
  }
  auto [program, code, read] = LoadProgram(arguments.rules);
  if (!program) return code;
  const auto lateness = ParseDuration(arguments.lateness);
  if (!lateness) {
    Complain("`{}` is not a duration: write --lateness 15m", Visible(arguments.lateness));
    return kUsage;
  }
  const auto window = ReadTimeWindow(arguments.window, Now());
  if (!window) {
    Complain("{}", window.error().message);
    return kUsage;
  }
  if (arguments.final && arguments.state.empty()) {
    Complain("--final evaluates what a state holds back: name its folder with --state DIR");
    return kUsage;
  }
  if (!arguments.state.empty() && (window->since || window->until)) {
    Complain(
        "--state goes on where the last run ended, and --since and --until leave alerts out: use "
        "one or the other");
    return kUsage;
  }
  io::InputSet inputs = io::FindInputs(arguments.inputs);
  LeaveOutOutput(inputs);
  for (const io::InputFile& file : inputs.files) read.push_back(file.path);
  if (!MayWrite(arguments.stats, read)) return kUsage;
  AlertPrinter printer(std::move(*format), *FindNamed<program::Level>(arguments.min_level), Out());
  Scanner scanner(RulesOf(std::move(*program), {.dispatch = !arguments.no_dispatch,
                                                .caches = !arguments.no_caches,
                                                .index = !arguments.no_index}),
                  OptionsOf(arguments, *window, *lateness), printer);
  scanner.impl()->options.event_limits.remember_shapes = !arguments.no_shapes;
  const auto state = OpenState(arguments, scanner);
  if (!state.ok()) {
    Complain("{}", Visible(state.error().message));
    return kBadInput;
  }
  Progress progress(TotalSize(inputs), Err().is_terminal() && !arguments.quiet);
  CatchInterrupts();
  Scanner::Impl& scan = *scanner.impl();
  const Outcome outcome = scan.Scan(inputs, HooksFor(progress));
  progress.Clear();
  printer.Finish();
  if (const auto failed = TellFailure(outcome, *state)) return *failed;
  const engine::ScanResult& result = scan.result;
  PrintFileErrors(result);
  TellStopped(result);
  const bool all_read =
      result.files_left == 0 || engine::ArrivalOf(inputs) == engine::Arrival::kStream;
  const bool saved = !*state || SaveState(**state, all_read, scanner);
  const engine::RunReport report = scan.pipeline->Report();
  if (!arguments.quiet) PrintSummary(result, report, scan.program().program(), printer);
  bool written = true;
  if (!arguments.stats.empty()) written = WriteOutput(arguments.stats, scanner.StatsJson());
  SIGRUN_CHECK(report.ledger.Balances());
  if (const int signal = Interrupted(); signal != 0) return 128 + signal;
  if (result.files_failed > 0 || !written || !saved) return kBadInput;
  if (arguments.fail_on_rejects && report.ledger.rejected() > 0) return kBadInput;
  if (code != kSuccess) return code;
  const auto fail_on = FindNamed<program::Level>(arguments.fail_on);
  return fail_on && printer.highest() && *printer.highest() >= *fail_on ? kFindings : kSuccess;
}

}  // namespace

void AddScan(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<ScanArguments>();
  CLI::App* command = app.add_subcommand("scan", "Run rules over log files and print the alerts");
  const std::vector<std::string> levels = {"informational", "low", "medium", "high", "critical"};
  command->add_option("inputs", arguments->inputs, "Files, folders, globs, or - for standard input")
      ->required();
  command
      ->add_option("--rules", arguments->rules.paths,
                   "Rule files (.sgr), packs (.sgc), folders of them")
      ->type_name("PATH")
      ->allow_extra_args(false);
  AddProgramFlags(*command, arguments->rules);
  arguments->format.AddTo(*command);
  command->add_option("--min-level", arguments->min_level, "Hide alerts below this level")
      ->check(OneOf(levels))
      ->type_name("LEVEL");
  command
      ->add_option("--fail-on", arguments->fail_on,
                   "Exit 1 if there is an alert of this level or above")
      ->check(OneOf(levels))
      ->type_name("LEVEL");
  command
      ->add_option("--lateness", arguments->lateness,
                   "How far out of order the events of a stream, or of runs with --state, may be "
                   "(default 15m)")
      ->type_name("DURATION");
  command
      ->add_option(
          "--time-field", arguments->time_fields,
          "The field that holds the time of JSON records; of several, the first that is present")
      ->type_name("FIELD")
      ->allow_extra_args(false);
  command
      ->add_option("--stats", arguments->stats,
                   "Write the counters of the run to this file as JSON; - for standard output")
      ->type_name("FILE");
  command
      ->add_option(
          "--payloads", arguments->payloads,
          "Open records inside the text of other records: auto (default: where a vendor's envelope "
          "announces them), never, always")
      ->check(CLI::IsMember({"auto", "never", "always"}))
      ->type_name("WHEN");
  command->add_flag("--fail-on-rejects", arguments->fail_on_rejects,
                    "Exit 4 if a record could not be read");
  AddTimeWindowFlags(*command, arguments->window);
  command->add_flag("--strict-input", arguments->strict_input,
                    "Exit 4 if a file is a log of another kind");
  command->add_flag("--any-source", arguments->any_source,
                    "Evaluate every rule on every event, whatever its log source");
  command->add_flag("--keep-duplicates", arguments->keep_duplicates,
                    "Count every copy of an event");
  command
      ->add_option("--dedup", arguments->dedup,
                   "Recognise copies of an event by this field, not by CloudTrail's eventID")
      ->type_name("FIELD");
  command->add_flag("--no-dispatch", arguments->no_dispatch,
                    "Evaluate every rule on every event of its source: slower, the same alerts");
  command->add_flag("--no-caches", arguments->no_caches,
                    "Evaluate every predicate anew for every event: slower, the same alerts");
  command->add_flag("--no-shapes", arguments->no_shapes,
                    "Read every record as if none had been like it: slower, the same alerts");
  command->add_flag("--no-index", arguments->no_index,
                    "Make every test of a text by itself: slower, the same alerts");
  command
      ->add_option("--state", arguments->state,
                   "Go on where the last run with this folder ended, and leave the state there")
      ->type_name("DIR");
  command->add_flag("--final", arguments->final,
                    "With --state: evaluate the newest events as well, as if no older ones came");
  command
      ->add_option("--threads", arguments->threads,
                   "How many threads read files (default: as many as there are processors)")
      ->check(CLI::Range(1U, 1'000'000U))
      ->type_name("N");
  command
      ->add_option("--memory", arguments->memory,
                   "The limit on what rules and duplicates remember, as 512MiB (default: 1GiB)")
      ->transform(Size(uint64_t{1} << 20, uint64_t{1} << 40))
      ->type_name("SIZE");
  command->add_flag("-q,--quiet", arguments->quiet, "No summary and no progress");
  command->footer(kFooter);
  command->callback([arguments, &action] { action = [arguments] { return Run(*arguments); }; });
}

}  // namespace sigrun::cli
