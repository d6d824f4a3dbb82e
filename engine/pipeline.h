// The way of a record: ledger, copies, clock, rules, and what stateful rules need of it on to the
// ordered stage. One thread.
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
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/alert_maker.h"
#include "engine/handover.h"
#include "engine/ledger.h"
#include "engine/options.h"
#include "engine/outlet.h"
#include "engine/suppressor.h"
#include "runtime/event/event.h"
#include "runtime/exec/executor.h"
#include "runtime/state/keyed_state.h"
#include "runtime/state/order/time_pieces.h"

namespace sigrun::engine {

// How the records come.
enum class Arrival {
  kFiles,    // any number of files: state is evaluated once all have been read
  kOneFile,  // state follows the reading as long as the file is in order
  kStream,   // once, from one sender, perhaps without an end
  kOnce,     // as files, but some of them cannot be read again
};

class Pipeline final : public event::Handler, private exec::MatchHandler {
 public:
  // What a decoder must fill for this program.
  static event::Layout LayoutOf(const exec::LoadedProgram& program, const Options& options);

  // The program, the options and the sink must outlive the pipeline.
  Pipeline(const exec::LoadedProgram& program, const Options& options, AlertSink& sink,
           Arrival arrival = Arrival::kFiles);
  ~Pipeline() override;

  // Only this rule gives alerts from now on, also if it is told to give none: for rule tests.
  void OnlyRule(uint32_t rule);

  // A file begins; its index in the calls that follow is that of `Origin::file`, counted from 0.
  // Of another kind of log: what cannot be read in it is no reject.
  void BeginFile(const std::string& name, bool other_log = false);
  // State can follow up to what has been read.
  void Advance();
  // What was assumed of the input does not hold: what comes is ignored until Restart, after which
  // all files have to be read again.
  bool must_restart() const { return restart_at_.has_value(); }
  void Restart();
  bool read_twice() const { return left_before_.has_value(); }
  // All input has been seen: everything still held in order is evaluated.
  Status Finish();

  void OnEvent(const event::Event& event) override;
  void OnReject(const event::Reject& reject) override;
  void OnNotEvent(const event::NotEvent& other) override;
  void OnCarrier() override;

  const Ledger& ledger() const;
  const std::vector<exec::RuleCounters>& rule_counters() const;
  const state::RuleStateStats& state_stats(uint32_t rule) const;
  const Suppressor& suppressor() const;
  uint64_t alerts(uint32_t rule) const;
  // Of the alerts, those of which some text was cut.
  uint64_t cut(uint32_t rule) const;
  // Alerts that lie before Options::since or from Options::until on.
  uint64_t outside() const;
  // Events on which the rule met a limit and neither matched nor fed, and the times that its state
  // could not be judged.
  uint64_t undecided(uint32_t rule) const;
  uint64_t undecided_events() const;
  // The ordered stage has failed: Finish tells why, and nothing more needs to be read.
  bool stopped() const;
  // Events without a time, and the first of them.
  struct UntimedEvent {
    event::Origin origin;
    std::string field, text;  // what was found where the time should be; empty: nothing
  };
  uint64_t untimed() const;
  const UntimedEvent& first_untimed() const;
  uint64_t identities_forgotten() const;
  uint64_t exhausted_events() const;
  const std::string& file(uint32_t index) const { return files_[index]; }

  // What of the times of the records is worth telling.
  struct TimeNotes {
    uint64_t behind = 0, ahead = 0;  // records far from all others
    std::optional<event::Origin> first_behind, first_ahead;
    // In a stream: records that the clock did not follow, and is still behind of.
    uint64_t not_followed = 0;
    std::optional<event::Origin> first_not_followed;
    std::optional<event::Origin> out_of_order;  // where a single file turned out not to be in order
    uint64_t spilled_bytes = 0;
  };
  TimeNotes time_notes() const;

 private:
  struct Run;

  void OnMatch(uint32_t rule, exec::Vm& vm) override;
  void OnFeed(const program::Fed& fed, exec::Vm& vm) override;

  std::unique_ptr<Run> MakeRun();
  // What events are called is known only when all have been seen.
  bool NamesFollow() const { return exact_ && arrival_ != Arrival::kStream; }
  void Count(const event::Event& event, bool copy);
  bool TakeTime(const event::Event& event, uint64_t mark);
  bool Follows(Timestamp time);
  void Follow(Timestamp upto);
  void HandOver(const event::Event& event);
  void RestartAt(const event::Origin& origin) { restart_at_ = origin; }
  bool HasLeft(const event::Origin& origin) const;
  AlertMaker::EventName NameOfEvent();
  std::string_view Digest();
  void Keep(const Status& status);

  const exec::LoadedProgram& loaded_;
  const Options& options_;
  AlertSink& sink_;
  AlertMaker maker_;
  Arrival arrival_;
  bool exact_ = false;          // copies are compared by what they say
  bool copies_differ_ = false;  // in their bytes: that has to be
  std::vector<std::string> files_;
  std::optional<uint32_t> only_rule_;
  std::optional<event::Origin> restart_at_;    // the first record that has to be read again
  std::optional<event::Origin> left_before_;   // alerts of records before it have left
  std::optional<event::Origin> out_of_order_;  // why
  std::unique_ptr<Run> run_;

  event::Origin last_;  // of the events
  bool other_log_ = false;

  // The event being evaluated.
  const event::Event* event_ = nullptr;
  bool late_ = false, differs_ = false;
  std::string digest_, name_, alert_key_, order_id_;  // empty until they are asked for
  HandoverWriter handover_;
};

}  // namespace sigrun::engine
