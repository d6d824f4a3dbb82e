#include "cli/commands/summary.h"

#include <fmt/format.h>

#include <set>

#include "base/text/plural.h"
#include "base/text/visible.h"
#include "base/time/duration.h"
#include "base/time/event_time.h"
#include "cli/output/output.h"

namespace sigrun::cli {
namespace {

constexpr size_t kMostDetails = 5;
constexpr size_t kMostComplaints = 10;  // about files, in all

void PrintRecords(const engine::RunReport& report) {
  const engine::Ledger& ledger = report.ledger;
  Err().Print("{}: {} evaluated", Plural(ledger.records(), "record"),
              Thousands(ledger.evaluated()));
  if (ledger.duplicate() > 0) Err().Print(", {} duplicate", Thousands(ledger.duplicate()));
  if (ledger.late() > 0)
    Err().Print(", {} late (seen by single-event rules only)", Thousands(ledger.late()));
  if (ledger.unordered() > 0)
    Err().Print(", {} not sorted (seen by single-event rules only)", Thousands(ledger.unordered()));
  if (ledger.rejected() > 0) Err().Print(", {} rejected", Thousands(ledger.rejected()));
  if (ledger.not_an_event() > 0) Err().Print(", {} not events", Thousands(ledger.not_an_event()));
  if (ledger.Balances() && ledger.late() > 0)
    Err().Print("\n  late: {}", report.carry
                                    ? "older than what an earlier run has evaluated; a longer "
                                      "lateness, such as --lateness 6h, lets more of them wait"
                                    : "older than --lateness allows in a stream; a longer "
                                      "lateness, such as --lateness 1h, includes them, and so "
                                      "does a scan of files");
  Err().Print("{}\n", ledger.Balances() ? "" : "  THE LEDGER DOES NOT BALANCE");
  if (ledger.records() == 0)
    Err().Print(
        "  nothing to evaluate: no record was found; check that these are the right logs\n");
}

// One line for each kind of skipped log.
void PrintOtherLogs(const engine::ScanResult& result) {
  for (const auto& [kind, logs] : result.other_logs)
    Err().Print("  skipped: {} of another log: {}, such as {}\n", Plural(logs.files, "file"), kind,
                Visible(logs.example));
}

// The effect of --since and --until.
void PrintOtherDays(const engine::ScanResult& result, const engine::RunReport& report) {
  if (report.alerts_outside > 0)
    Err().Print("  {} outside --since and --until\n", Plural(report.alerts_outside, "alert"));
  if (result.files_of_other_days > 0)
    Err().Print("  skipped: {} of other days, by their paths\n",
                Plural(result.files_of_other_days, "file"));
  if (result.other_days_read > 0)
    Err().Print(
        "  read anyway: {} of other days: {}\n", Plural(result.other_days_read, "file"),
        Plural(result.rules_that_need_them, "rule depends on more than the records of those days",
               "rules depend on more than the records of those days"));
}

// The advice for records rejected for this reason.
std::string_view Advice(event::RejectReason reason) {
  switch (reason) {
    case event::RejectReason::kInvalidJson:
      return "its strings or brackets are not closed properly: check the record and the program "
             "that wrote it";
    case event::RejectReason::kTruncated:
      return "the input ends too early: download it again";
    case event::RejectReason::kInvalidUtf8:
      return "logs must be UTF-8: convert the file, for example with iconv";
    case event::RejectReason::kTooLarge:
      return "records of this size are not read: split them, or inspect them by hand";
    case event::RejectReason::kTooDeep:
      return "no log nests this deep: check the program that wrote it";
    case event::RejectReason::kBadEncoding:
      return "the payload of the envelope is damaged: download it again";
  }
  return "";
}

// Prints at most `most` of them.
void PrintRejects(const engine::RunReport& report, size_t most) {
  const auto& rejects = report.ledger.rejects();
  for (size_t i = 0; i < rejects.size() && i < most; ++i)
    Err().Print("  rejected: {} record {} at byte {}: {}: {}\n",
                Visible(report.FileOf(rejects[i].origin)), rejects[i].origin.record,
                rejects[i].origin.offset, Name(rejects[i].reason), Visible(rejects[i].detail));
  std::set<event::RejectReason> advised;
  for (size_t i = 0; i < rejects.size() && i < most; ++i)
    if (advised.insert(rejects[i].reason).second)
      Err().Print("  help: {}: {}\n", Name(rejects[i].reason), Advice(rejects[i].reason));
  const uint64_t more = report.ledger.rejected() - std::min<uint64_t>(rejects.size(), most);
  if (more > 0) Err().Print("  … and {} more; --stats FILE lists them\n", Thousands(more));
}

// Records that were evaluated although they are not valid JSON.
void PrintFlaws(const engine::RunReport& report) {
  const engine::Ledger& ledger = report.ledger;
  if (ledger.flagged() == 0) return;
  const engine::Ledger::Flaw& first = ledger.flaws().front();
  Err().Print("  flagged: {} evaluated but not quite JSON, first: {} record {}: {}\n",
              Plural(ledger.flagged(), "record"), report.FileOf(first.origin), first.origin.record,
              Visible(first.detail));
}

// How many records stateful rules could not see, why, and what to do.
void PrintUntimed(const engine::RunReport& report, const program::Program& program) {
  if (report.ledger.untimed() == 0) return;
  const auto& first = report.ledger.first_untimed();
  std::string why = "no field holds a time";
  if (!first.field.empty()) why = fmt::format("`{}` is not a time", first.field);
  if (!first.text.empty()) why += fmt::format(": \"{}\"", first.text);
  Err().Print(
      "  {} without a time (seen by single-event rules only); the first: {} record {}: {}\n",
      Plural(report.ledger.untimed(), "record"), Visible(report.FileOf(first.origin)),
      first.origin.record, Visible(why));
  for (uint32_t i = 0; i < program.rules.size(); ++i) {
    const uint64_t untimed = report.rules[i].records.untimed;
    if (untimed == 0 || report.rules[i].state.feeds > 0) continue;
    Err().Print("  without a time: {} saw nothing: it counts {}, and none has a time\n",
                program.rules[i].info.name, Plural(untimed, "record"));
  }
  Err().Print(
      "  help: name the field that holds the time of JSON records with --time-field FIELD\n");
}

std::string PlaceOf(const engine::RunReport& report, const event::Origin& origin) {
  return fmt::format("{} record {}", Visible(report.FileOf(origin)), origin.record);
}

// Unusual times, and records with ambiguous identities.
void PrintTimes(const engine::RunReport& report) {
  const engine::TimeReport& notes = report.times;
  const auto outliers = [&](uint64_t n, const auto& first, std::string_view where) {
    if (n == 0) return;
    Err().Print(
        "  time: {} far {} all others, first {}; rules see {}, but learning and deadlines do not "
        "count from {}\n",
        Plural(n, "record lies", "records lie"), where, PlaceOf(report, *first),
        n == 1 ? "it" : "them", n == 1 ? "it" : "them");
  };
  outliers(notes.behind, notes.first_behind, "before");
  outliers(notes.ahead, notes.first_ahead, "after");
  if (notes.not_followed > 0)
    Err().Print(
        "  time: the clock of the stream did not follow {} more than an hour ahead, first {}\n",
        Plural(notes.not_followed, "record"), PlaceOf(report, *notes.first_not_followed));
  if (notes.out_of_order)
    Err().Print("  order: the time jumps at {}: the file was read again and sorted\n",
                PlaceOf(report, *notes.out_of_order));
  if (notes.spilled_bytes > 0)
    Err().Print("  order: {} of events were sorted through a temporary file\n",
                FormatBytes(static_cast<int64_t>(notes.spilled_bytes)));
  const engine::Ledger& ledger = report.ledger;
  if (ledger.differing() > 0)
    Err().Print(
        "  id: {} from another one with the same id, first {}; each counts as an event of its "
        "own\n",
        Plural(ledger.differing(), "record differs", "records differ"),
        PlaceOf(report, ledger.first_differing()));
}

// The names of rules, as many as fit on a line or two.
std::string NamesOf(const std::vector<uint32_t>& rules, const program::Program& program) {
  constexpr size_t kMost = 8;
  std::string names;
  for (size_t i = 0; i < rules.size() && i < kMost; ++i)
    names += (i == 0 ? "" : ", ") + program.rules[rules[i]].info.name;
  if (rules.size() > kMost) names += fmt::format(" and {} more", rules.size() - kMost);
  return names;
}

// What the run went on with, and what it leaves to the next one.
void PrintCarried(const engine::RunReport& report, const program::Program& program) {
  if (!report.carry) return;
  const engine::CarryReport& carry = *report.carry;
  const engine::TakenOver& rules = carry.rules;
  if (!carry.loaded) {
    Err().Print("  state: this is the first run\n");
  } else {
    Err().Print("  state: {} with what {} seen{}{}\n",
                Plural(rules.kept.size(), "rule goes on", "rules go on"),
                rules.kept.size() == 1 ? "it had" : "they had",
                carry.from ? " before " + FormatTimestamp(*carry.from) : "",
                carry.waited > 0 ? fmt::format(", and {}", Plural(carry.waited, "event that waited",
                                                                  "events that waited"))
                                 : "");
  }
  const auto list = [&](const std::vector<uint32_t>& which, std::string_view what) {
    if (!which.empty()) Err().Print("  state: {}: {}\n", what, NamesOf(which, program));
  };
  list(rules.kept_changed, "changed, and goes on all the same");
  list(rules.changed, "begins anew, because what it remembers has changed");
  list(rules.added, "begins anew, because it was not there before");
  for (size_t i = 0; i < rules.removed.size() && i < kMostDetails; ++i)
    Err().Print("  state: forgotten, because no rule has the id any more: {}\n",
                Visible(rules.removed[i]));
  if (rules.removed.size() > kMostDetails)
    Err().Print("  … and {} more\n", rules.removed.size() - kMostDetails);
  if (carry.loaded && report.ledger.records() > 0 &&
      report.ledger.duplicate() == report.ledger.records())
    Err().Print("  state: earlier runs had seen all of these records\n");
  if (carry.left.events > 0)
    Err().Print(
        "  state: {} for the next run, from {} to {}: older ones may still come; --final "
        "evaluates them now\n",
        Plural(carry.left.events, "event waits", "events wait"),
        FormatTimestamp(*carry.left.earliest), FormatTimestamp(*carry.left.latest));
  if (carry.left.given_up > 0)
    Err().Print("  state: {} after those {} given up: a state has room for 1 GiB of them\n",
                Plural(carry.left.given_up, "event"), carry.left.given_up == 1 ? "was" : "were");
}

// What could be mistaken for "nothing found": rules that are learning, dropped state.
void PrintNotes(const engine::RunReport& report, const program::Program& program) {
  for (uint32_t i = 0; i < program.rules.size(); ++i) {
    if (report.rules[i].undecided > 0)
      Err().Print(
          "  undecided: {} reached a limit on {}: it did not match there, but it might have\n",
          program.rules[i].info.name, Plural(report.rules[i].undecided, "event"));
    if (report.rules[i].alerts_cut > 0)
      Err().Print("  truncated: the text of {} of {} was too long to be shown in full\n",
                  Plural(report.rules[i].alerts_cut, "alert"), program.rules[i].info.name);
    if (const uint64_t forgotten = report.rules[i].suppress_forgotten; forgotten > 0)
      Err().Print("  memory: {} forgot {}; what `suppress` held back for them may alert again\n",
                  program.rules[i].info.name, Plural(forgotten, "alert"));
    if (!program.rules[i].stateful) continue;
    const state::RuleStateStats& stats = report.rules[i].state;
    const std::string& name = program.rules[i].info.name;
    if (stats.learning > 0)
      Err().Print("  learning: {} did not report {} while it was learning\n", name,
                  Plural(stats.learning, "first sighting"));
    if (stats.undecided > 0 && !report.carry)
      Err().Print("  undecided: {} could have fired at most {} if the input had continued\n", name,
                  Plural(stats.undecided, "more time", "more times"));
    if (stats.undecided_dropped > 0)
      Err().Print("  memory: {} dropped {} that waited for a deadline\n", name,
                  Plural(stats.undecided_dropped, "match", "matches"));
    if (stats.groups_evicted > 0)
      Err().Print("  memory: {} dropped {}; their windows restart\n", name,
                  Plural(stats.groups_evicted, "group"));
    if (stats.first_seen_evicted > 0)
      Err().Print("  memory: {} forgot {}; they count as new again\n", name,
                  Plural(stats.first_seen_evicted, "sighting"));
    if (stats.distinct_capped > 0)
      Err().Print("  memory: distinct counts of {} were lower bounds {} times\n", name,
                  Thousands(stats.distinct_capped));
  }
  if (report.identities_forgotten > 0)
    Err().Print("  memory: {} were forgotten; copies of them count again\n",
                Plural(report.identities_forgotten, "event id"));
}

}  // namespace

void PrintFileErrors(const engine::ScanResult& result) {
  const size_t shown = std::min(result.file_errors.size(), kMostComplaints);
  for (size_t i = 0; i < shown; ++i) Complain("{}", Visible(result.file_errors[i].message));
  if (result.files_failed > shown)
    Complain("… and {} more; --stats FILE lists them", Thousands(result.files_failed - shown));
}

void PrintSummary(const engine::ScanResult& result, const engine::RunReport& report,
                  const program::Program& program, const AlertPrinter& printer) {
  const double seconds = std::max(result.seconds, 1e-6);
  Err().Print("{} from {}, {} ({}) in {:.2f} s\n", Plural(printer.printed(), "alert"),
              Plural(program.rules.size(), "rule"), Plural(result.files_read, "file"),
              FormatBytes(static_cast<int64_t>(result.bytes.bytes_read)), seconds);
  if (printer.below_level() > 0)
    Err().Print("{} below --min-level\n", Plural(printer.below_level(), "alert"));
  PrintRecords(report);
  PrintOtherDays(result, report);
  PrintOtherLogs(result);
  const size_t complaints = std::min<size_t>(result.files_failed, kMostComplaints);
  PrintRejects(report, std::min(kMostDetails, kMostComplaints - complaints));
  PrintFlaws(report);
  PrintUntimed(report, program);
  PrintTimes(report);
  PrintCarried(report, program);
  PrintNotes(report, program);
}

}  // namespace sigrun::cli
