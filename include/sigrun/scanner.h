// Runs rules over logs.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
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

// Whether records inside the text of other records are read.
enum class Payloads : uint8_t {
  kAuto,  // where a vendor's envelope announces them
  kNever,
  kAlways,
};

// What a scanner leaves to a later one: see SaveState.
enum class Leave : uint8_t {
  kNothing,
  // Its state. Events that are not settled wait in it, because older ones may still come.
  kUnsettled,
  kSettled,  // its state, after everything has been evaluated
};

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
  Payloads payloads = Payloads::kAuto;
  bool strict_input = false;  // a file that is a log of another kind is a failure
  Leave leave = Leave::kNothing;
  // How many threads ScanFiles reads files with: at most 256; 0: as many as the process may use. No
  // answer depends on it. With more than one, the sink and the hooks are called from any of them,
  // one call at a time.
  unsigned threads = 1;
  // The limit on what a scan remembers, in bytes: the state of rules gets three quarters of it, the
  // identities of records an eighth, the rest sorting and alerts. At least 1 MiB. What is forgotten
  // for lack of it is counted, and depends on the records alone.
  uint64_t memory = uint64_t{1} << 30;
};

// Called while files are read, one at a time; each may be empty. With ScanOptions::threads, from
// other threads as well.
struct ScanHooks {
  std::function<void(uint64_t bytes)> progress;  // bytes read since its last call
  std::function<void()> pause;                   // before waiting for a source that has nothing yet
  std::function<bool()> stop;                    // before each read: true to stop
  int wake = -1;  // a descriptor that is readable once stop() may be true
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
//   LoadState; Begin (Feed | Flush)* End, as often as there are inputs, or ScanFiles once; Finish
//   once, but not after ScanFiles; SaveState.
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
  // called. When `hooks` stop it, what was read is evaluated.
  Outcome ScanFiles(const std::vector<std::string>& paths, const ScanHooks& hooks = {}) noexcept;

  // No record before `time` will follow: everything older is evaluated now. For kStream only; an
  // older record that follows anyway is late.
  Outcome Seal(Time time) noexcept;
  // There is no more input: evaluates everything that waits. The last alerts are delivered.
  Outcome Finish() noexcept;

  // With ScanOptions::leave: goes on where another scanner ended, before the first input. Rules are
  // found again by their ids and by what they remember; those that are new or remember something
  // else begin anew. The bytes are read when the input begins: if no scanner has left them, or one
  // with other options or of another version, that call returns kState, and the scanner is done.
  Outcome LoadState(std::string_view bytes) noexcept;
  // After Finish or ScanFiles, also if that met unreadable files, and once: replaces `bytes`. The
  // same records give the same bytes.
  Outcome SaveState(std::string& bytes) noexcept;

  Counts counts() const noexcept;
  // All counters, by rule as well: what `sigrun scan --stats` writes (docs/reference/alerts.md).
  // Empty if there is no memory for it.
  std::string StatsJson() const noexcept;

  struct Impl;
  Impl* impl() const noexcept { return impl_.get(); }

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace sigrun
