// Runs rules over logs.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sigrun/export.h"
#include "sigrun/outcome.h"
#include "sigrun/rules.h"
#include "sigrun/sink.h"

namespace sigrun {

struct ScanOptions {
  // How the input that is fed comes.
  enum class Order : uint8_t {
    // As a stream, possibly endless. Stateful rules are evaluated as time passes: up to `lateness`
    // behind the newest records. Later records are seen by stateless rules only, and counted as
    // late.
    kStream,
    // As a set. Rules with state are evaluated at the end, on all records in the order of their
    // times; no record is late.
    kSet,
  };
  Order order = Order::kStream;
  std::chrono::microseconds lateness = std::chrono::minutes(15);
  // Delivers only alerts with a time in [since, until). Earlier records still feed state.
  std::optional<Time> since, until;
  bool any_source = false;  // evaluate every rule, whatever its log source
  bool deduplicate = true;  // skip copies of a record
  std::string dedup_field;  // by which copies are known, with dots; empty: CloudTrail's eventID
  // The time field of records other than CloudTrail, as a dotted path; takes precedence over the
  // rules.
  std::vector<std::string> time_fields;
};

// The outcome of the records. Every record ends in exactly one of the counters below `records`.
struct Counts {
  uint64_t records = 0;
  uint64_t evaluated = 0;
  uint64_t duplicate = 0;
  uint64_t late = 0;       // seen by rules without state only
  uint64_t unordered = 0;  // likewise, because there was no room to put them in order
  uint64_t rejected = 0;   // cannot be read
  uint64_t not_events = 0;
  // Outside of that sum.
  uint64_t alerts = 0;
  uint64_t without_time = 0;  // seen by rules without state only
  uint64_t undecided = 0;     // on which some rule met a limit
};

// Not for use by several threads at once; any number of scanners may run side by side. The order of
// calls is
//
//   Begin (Feed | Flush)* End, as often as there are inputs, or ScanFiles once; Finish once.
//
// Seal may come anywhere before Finish. A call in another order returns kMisuse and changes
// nothing. After any other failure the scanner is done: every later call returns that failure.
class SIGRUN_API Scanner {
 public:
  // Keeps the rules; the sink must outlive the scanner. With rules that are not usable every call
  // returns kRules.
  Scanner(Rules rules, const ScanOptions& options, Sink& sink) noexcept;
  ~Scanner();
  Scanner(const Scanner&) = delete;
  Scanner& operator=(const Scanner&) = delete;

  // An input begins. Alerts name it as their file.
  Outcome Begin(std::string_view name) noexcept;
  // The next bytes of the input, cut anywhere: JSON records of any kind that `sigrun scan` reads,
  // not compressed. The bytes need not outlive the call.
  Outcome Feed(std::string_view bytes) noexcept;
  // Evaluates the records that are complete so far, without waiting for a full chunk of 256 KiB:
  // call it when the input pauses.
  Outcome Flush() noexcept;
  // The input has ended.
  Outcome End() noexcept;

  // Reads files, folders and globs, whatever they are packed in, as `sigrun scan` does. The order
  // of the options does not matter here: files are a set. A file that cannot be read does not keep
  // the others from being read; the outcome is then kInput and names the first one. Finish is
  // called.
  Outcome ScanFiles(const std::vector<std::string>& paths) noexcept;

  // No record before `time` will follow: everything older is evaluated now. For kStream only; an
  // older record that follows anyway is late.
  Outcome Seal(Time time) noexcept;
  // There is no more input: evaluates everything that waits. The last alerts are delivered.
  Outcome Finish() noexcept;

  Counts counts() const noexcept;
  // All counters, by rule as well: what `sigrun scan --stats` writes (docs/reference/alerts.md).
  // Empty if there is no memory for it.
  std::string StatsJson() const noexcept;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sigrun
