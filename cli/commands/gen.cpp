// sigrun gen: generates sample logs.
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "base/text/plural.h"
#include "base/text/visible.h"
#include "base/time/duration.h"
#include "cli/commands/command.h"
#include "cli/flags/validators.h"
#include "cli/output/interrupt.h"
#include "cli/output/output.h"
#include "cli/output/output_file.h"
#include "gen/generator.h"

namespace sigrun::cli {
namespace {

struct GenArguments {
  std::string output, truth, size, start, span, layout = "file", shape = "mixed";
  gen::Options options;
};

int Fail(const std::string& message, ExitCode code) {
  Complain("{}", Visible(message));
  return code;
}

int Run(GenArguments& arguments) {
  gen::Options& options = arguments.options;
  if (!arguments.size.empty()) {
    const auto bytes = ParseBytes(arguments.size);
    if (!bytes)
      return Fail(fmt::format("`{}` is not a size: write --size 1GiB", arguments.size), kUsage);
    options.bytes = *bytes;
  }
  if (!arguments.span.empty()) {
    const auto span = ParseDuration(arguments.span);
    if (!span)
      return Fail(fmt::format("`{}` is not a duration: write --span 16d", arguments.span), kUsage);
    options.span = *span;
  }
  if (!arguments.start.empty()) {
    const auto start = ParseTimestamp(arguments.start);
    if (!start)
      return Fail(fmt::format("`{}` is not a time: write --start 2026-11-01", arguments.start),
                  kUsage);
    options.start = *start;
  }
  options.layout = arguments.layout == "trail" ? gen::Layout::kTrail : gen::Layout::kFile;
  options.shape = arguments.shape == "management" ? gen::Shape::kManagement
                  : arguments.shape == "s3"       ? gen::Shape::kS3
                                                  : gen::Shape::kMixed;
  const bool trail = options.layout == gen::Layout::kTrail;
  if (trail && arguments.output == "-")
    return Fail("a trail consists of many files: name a folder with -o", kUsage);
  if (arguments.truth == arguments.output && !arguments.truth.empty())
    return Fail("-o and --truth name the same file: change one of them", kUsage);
  if (!MayWrite(arguments.output, {}) || !MayWrite(arguments.truth, {})) return kUsage;
  CatchInterrupts();
  options.stop = [] { return Interrupted() != 0 || Out().failed(); };
  const auto to_output = [](std::string_view lines) { Out().Data(lines); };
  const auto summary = arguments.output == "-" ? gen::Generate(options, to_output)
                                               : gen::Generate(options, arguments.output);
  if (!summary.ok()) return Fail(summary.error().message, kBadInput);
  if (const int signal = Interrupted(); signal != 0)
    return Fail(fmt::format("interrupted by {}: the logs are incomplete", NameOfSignal(signal)),
                static_cast<ExitCode>(128 + signal));
  if (summary->stopped) return kBadInput;  // standard output: reported at the end
  if (!arguments.truth.empty() && !WriteOutput(arguments.truth, gen::TruthJson(summary->truth)))
    return kBadInput;
  Err().Print("{} ({} of the incident, {}), {}\n", Plural(uint64_t(summary->records), "record"),
              summary->incident, Plural(uint64_t(summary->duplicates), "duplicate"),
              FormatBytes(summary->bytes));
  return kSuccess;
}

}  // namespace

void AddGen(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<GenArguments>();
  gen::Options& options = arguments->options;
  CLI::App* command = app.add_subcommand("gen", "Generate sample CloudTrail logs");
  command
      ->add_option("-o,--output", arguments->output,
                   "File or (with --layout trail) folder to write; - for standard output")
      ->required()
      ->type_name("PATH");
  command
      ->add_option("--events", options.events,
                   "How many events (default 60000 unless --size is given)")
      ->check(CLI::Range(int64_t{1}, INT64_MAX));
  command->add_option("--size", arguments->size, "Amount of plain text, such as 1GiB")
      ->type_name("SIZE");
  command->add_option("--seed", options.seed,
                      "The same seed and options give the same bytes (default 1)");
  command
      ->add_option("--principals", options.principals,
                   "How many users and roles (default 40; about one for 1,500 events)")
      ->check(CLI::Range(2, 1'000'000));
  command
      ->add_option("--shape", arguments->shape,
                   "mixed: all calls; management: management events; s3: data events of S3")
      ->check(OneOf({"mixed", "management", "s3"}))
      ->type_name("SHAPE");
  command->add_option("--start", arguments->start, "When it begins (default 2026-11-01)")
      ->type_name("TIME");
  command->add_option("--span", arguments->span, "How long it lasts (default 16d)")
      ->type_name("DURATION");
  command
      ->add_option("--duplicates", options.duplicate_fraction,
                   "Fraction delivered twice (default 0.005)")
      ->check(CLI::Range(0.0, 1.0));
  command->add_flag("--incident", options.incident,
                    "Add an attack to the noise: a stolen key, root, new keys, roles, S3, egress");
  command
      ->add_option("--truth", arguments->truth,
                   "Write what the incident did to this file as JSON; - for standard output")
      ->type_name("FILE");
  command
      ->add_option("--layout", arguments->layout,
                   "file: one NDJSON file; trail: .json.gz files as CloudTrail delivers them")
      ->check(OneOf({"file", "trail"}))
      ->type_name("LAYOUT");
  command->footer(
      "Examples:\n"
      "  sigrun gen -o sample.ndjson --incident --truth truth.json\n"
      "  sigrun gen -o trail/ --layout trail --events 100000\n"
      "  sigrun gen -o - --size 10GiB --principals 5000 > big.ndjson");
  command->callback([arguments, &action] { action = [arguments] { return Run(*arguments); }; });
}

}  // namespace sigrun::cli
