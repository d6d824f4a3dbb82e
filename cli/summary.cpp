#include "cli/summary.h"

#include <fmt/format.h>

#include <set>

#include "base/duration.h"
#include "cli/terminal.h"

namespace sigrun::cli {
namespace {

constexpr size_t kMostDetails = 5;

// 1 234 567
std::string Thousands(uint64_t n) {
  std::string digits = fmt::format("{}", n);
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<size_t>(at), ",");
  return digits;
}

std::string Plural(uint64_t n, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", Thousands(n), n == 1 ? one : many);
}

void PrintRecords(const engine::Ledger& ledger) {
  fmt::print(stderr, "{}: {} evaluated", Plural(ledger.records(), "record", "records"),
             Thousands(ledger.evaluated()));
  if (ledger.duplicate() > 0) fmt::print(stderr, ", {} duplicate", Thousands(ledger.duplicate()));
  if (ledger.late() > 0)
    fmt::print(stderr, ", {} late (seen by single-event rules only)", Thousands(ledger.late()));
  if (ledger.rejected() > 0) fmt::print(stderr, ", {} rejected", Thousands(ledger.rejected()));
  if (ledger.not_an_event() > 0)
    fmt::print(stderr, ", {} not events", Thousands(ledger.not_an_event()));
  if (ledger.Balances() && ledger.late() > 0)
    fmt::print(stderr,
               "\n  late: older than --lateness allows in their file; a longer one, such as "
               "--lateness 30d, puts them in order");
  fmt::print(stderr, "{}\n", ledger.Balances() ? "" : "  THE LEDGER DOES NOT BALANCE");
  if (ledger.records() == 0)
    fmt::print(stderr,
               "  nothing to evaluate: no record was found; check that these are the logs\n");
}

// What to do about records that were rejected for the reason.
std::string_view Advice(event::RejectReason reason) {
  switch (reason) {
    case event::RejectReason::kInvalidJson:
      return "what stands there is not JSON: look at it, and at what wrote it";
    case event::RejectReason::kTruncated:
      return "the input ends too early: fetch it again";
    case event::RejectReason::kInvalidUtf8:
      return "logs have to be UTF-8: convert them, for example with iconv";
    case event::RejectReason::kTooLarge:
      return "records that large are not read: split them, or look at them by hand";
    case event::RejectReason::kTooDeep:
      return "no log nests that deep: look at what wrote it";
    case event::RejectReason::kNoTime:
    case event::RejectReason::kBadTime:
      return "a CloudTrail record needs an eventTime such as 2026-01-01T00:00:00Z";
    case event::RejectReason::kBadEncoding:
      return "the payload of the envelope is damaged: fetch it again";
  }
  return "";
}

void PrintRejects(const engine::Pipeline& pipeline) {
  const auto& rejects = pipeline.ledger().rejects();
  for (size_t i = 0; i < rejects.size() && i < kMostDetails; ++i)
    fmt::print(stderr, "  rejected: {} record {} at byte {}: {}: {}\n",
               pipeline.file(rejects[i].origin.file), rejects[i].origin.record,
               rejects[i].origin.offset, Name(rejects[i].reason), Sanitize(rejects[i].detail));
  std::set<event::RejectReason> advised;
  for (size_t i = 0; i < rejects.size() && i < kMostDetails; ++i)
    if (advised.insert(rejects[i].reason).second)
      fmt::print(stderr, "  help: {}: {}\n", Name(rejects[i].reason), Advice(rejects[i].reason));
  const uint64_t more =
      pipeline.ledger().rejected() - std::min<uint64_t>(rejects.size(), kMostDetails);
  if (more > 0) fmt::print(stderr, "  … and {} more; --stats FILE lists them\n", Thousands(more));
}

// What a reader may otherwise take for silence: rules that learn, state that was given up.
void PrintNotes(const engine::Pipeline& pipeline, const program::Program& program) {
  for (uint32_t i = 0; i < program.rules.size(); ++i) {
    if (!program.rules[i].stateful) continue;
    const state::RuleStateStats& stats = pipeline.state_stats(i);
    const std::string& name = program.rules[i].info.name;
    if (stats.learning > 0)
      fmt::print(stderr, "  learning: {} kept quiet about {} while it learns\n", name,
                 Plural(stats.learning, "first sighting", "first sightings"));
    if (stats.undecided > 0)
      fmt::print(stderr, "  undecided: {} would have fired {}, had the input gone on\n", name,
                 Plural(stats.undecided, "time at most", "times at most"));
    if (stats.undecided_dropped > 0)
      fmt::print(stderr, "  memory: {} gave up {} that waited for a deadline\n", name,
                 Plural(stats.undecided_dropped, "match", "matches"));
    if (stats.groups_evicted > 0)
      fmt::print(stderr, "  memory: {} gave up {}; their windows start anew\n", name,
                 Plural(stats.groups_evicted, "group", "groups"));
    if (stats.first_seen_evicted > 0)
      fmt::print(stderr, "  memory: {} forgot {}; they count as new again\n", name,
                 Plural(stats.first_seen_evicted, "sighting", "sightings"));
    if (stats.distinct_capped > 0)
      fmt::print(stderr, "  memory: distinct counts of {} were lower bounds {} times\n", name,
                 Thousands(stats.distinct_capped));
  }
  if (pipeline.identities_forgotten() > 0)
    fmt::print(stderr, "  memory: {} were forgotten; copies of them count again\n",
               Plural(pipeline.identities_forgotten(), "event id", "event ids"));
}

}  // namespace

void PrintFileErrors(const engine::ScanResult& result) {
  for (const Error& error : result.file_errors)
    fmt::print(stderr, "sigrun: {}\n", Sanitize(error.message));
}

void PrintSummary(const engine::ScanResult& result, const engine::Pipeline& pipeline,
                  const program::Program& program, const AlertPrinter& printer) {
  const double seconds = std::max(result.seconds, 1e-6);
  fmt::print(
      stderr, "{} from {}, {} ({}) in {:.2f} s\n", Plural(printer.printed(), "alert", "alerts"),
      Plural(program.rules.size(), "rule", "rules"), Plural(result.files_read, "file", "files"),
      FormatBytes(static_cast<int64_t>(result.bytes.bytes_read)), seconds);
  if (printer.below_level() > 0)
    fmt::print(stderr, "{} below --min-level\n", Plural(printer.below_level(), "alert", "alerts"));
  PrintRecords(pipeline.ledger());
  PrintRejects(pipeline);
  PrintNotes(pipeline, program);
}

}  // namespace sigrun::cli
