// Passes records through a front and the back, and decides how far the back can follow.
//
// A scan of files is a function of the set of their records. Two things are assumed as long as they
// hold, because they save work: that a single file is in order, so that state can follow the
// reading; and that records of one identity are the same byte for byte. When one of them does not
// hold, `must_restart` turns true, and everything has to be read again, at most twice; alerts that
// have left are not given twice. A stream is read once: there records can be late, and copies are
// compared by what they say from the beginning.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "engine/evaluated.h"
#include "engine/front.h"
#include "engine/record/options.h"
#include "engine/record/sink.h"
#include "engine/report.h"
#include "runtime/event/event.h"
#include "runtime/exec/loaded_program.h"

namespace sigrun::engine {

// How records arrive.
enum class Arrival {
  kFiles,    // any number of files: state is evaluated once all have been read
  kOneFile,  // state follows the reading as long as the file is in order
  kStream,   // once, from one sender, perhaps without an end
  kOnce,     // like files, but some of them cannot be read again
};

class Pipeline final : public event::Handler {
 public:
  // What a decoder must fill for this program.
  static event::Layout LayoutOf(const exec::LoadedProgram& program, const Options& options);

  // The program, the options and the sink must outlive the pipeline.
  Pipeline(const exec::LoadedProgram& program, const Options& options, AlertSink& sink,
           Arrival arrival = Arrival::kFiles);
  ~Pipeline() override;

  // A file begins; returns its number, which is the `Origin::file` of the calls that follow.
  // Unreadable parts of a log of another kind are not rejects.
  uint32_t BeginFile(const std::string& name, bool other_log = false);
  // State can advance to the last read record.
  void Advance();
  // An assumption about the input was wrong: input is ignored until Restart, after which all files
  // must be read again.
  bool must_restart() const { return restart_at_.has_value(); }
  void Restart();
  // For a stream: no record older than `upto` will come, whatever its clock says. Those that come
  // anyway are late.
  void Seal(Timestamp upto);
  // The first failure of the back or the sink: nothing more needs to be read.
  const Status& status() const;
  bool stopped() const { return !status().ok(); }
  // All input was read: evaluates everything that is still held, or, with Carry::kUnsettled, what
  // is settled: older than the newest records by the lateness.
  Status Finish();

  // With Options::carry: goes on where an earlier run ended. Before the first file; the bytes may
  // come from anywhere. After an error the pipeline is of no use.
  Status LoadState(std::string_view bytes);
  // After Finish, once: the bytes are the same for the same events.
  Result<std::string> SaveState();

  // A reader in another thread evaluates records with a front of its own, for one reading of the
  // input: until Restart.
  std::unique_ptr<Front> MakeFront() const;
  // What a record of a file is, as far as it does not depend on other records.
  Verdict VerdictAlone(const event::Event& event) const;
  // A record that was evaluated so.
  void OnEvaluated(const Evaluated& record);

  void OnEvent(const event::Event& event) override;
  void OnReject(const event::Reject& reject) override;
  void OnNotEvent(const event::NotEvent& other) override;
  void OnCarrier() override;

  const Ledger& ledger() const;
  uint64_t alerts() const;            // of all rules
  uint64_t undecided_events() const;  // on which some rule met a limit
  RunReport Report() const;

 private:
  struct Run;

  // The names of events are only known when all have been seen.
  bool NamesFollow() const { return carries() || (exact_ && arrival_ != Arrival::kStream); }
  bool carries() const { return options_.carry != Carry::kNothing; }
  // Of a record, among those before it; nullopt if all input has to be read again.
  std::optional<Verdict> Judge(const event::Event& event, const Identity& identity,
                               uint64_t clock_mark);
  // False if all input has to be read again.
  bool Place(const event::Event& event, uint64_t clock_mark, bool& late);
  bool Follows(Timestamp time);
  void Follow(Timestamp upto);
  void RestartAt(const event::Origin& origin) { restart_at_ = origin; }
  TimeReport ReportTimes() const;

  const exec::LoadedProgram& loaded_;
  const Options& options_;
  AlertSink& sink_;
  Arrival arrival_;
  bool exact_ = false;                         // copies are compared by content
  bool copies_differ_ = false;                 // in their bytes: comparison by content is needed
  std::optional<event::Origin> restart_at_;    // the first record that must be read again
  std::optional<event::Origin> left_before_;   // alerts of records before it have left
  std::optional<event::Origin> out_of_order_;  // why
  std::unique_ptr<Run> run_;
  event::Origin last_;  // of the events
  CarryReport carry_;
  bool other_log_ = false;
};

}  // namespace sigrun::engine
