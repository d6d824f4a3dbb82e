// The stage after the fronts, where records meet: it counts them, recognises copies, sorts the data
// for stateful rules and for suppression by time, evaluates state, and raises alerts. There is one.
// Its result is a function of the set of records between two seals.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/carry/waiting_events.h"
#include "engine/front.h"
#include "engine/record/alert_maker.h"
#include "engine/record/duplicates.h"
#include "engine/record/handover.h"
#include "engine/record/ledger.h"
#include "engine/record/lookahead.h"
#include "engine/record/outlet.h"
#include "engine/record/suppressor.h"
#include "runtime/exec/rule_tally.h"
#include "runtime/state/keyed_state.h"
#include "runtime/state/order/reorder.h"
#include "runtime/state/order/time_pieces.h"

namespace sigrun::engine {

class Back final : private state::Judge, private state::Firings {
 public:
  struct Settings {
    HandoverIds ids;
    AlertOrder order;
    // Alerts of records before it were already written during an earlier reading.
    std::optional<event::Origin> left_before;
    bool hold_alerts = false;  // alerts of the ordered stage wait until ReleaseAlerts
    Comparison comparison = Comparison::kBytes;  // that of the front
  };
  // The program, the options and the sink must outlive it.
  Back(const exec::LoadedProgram& program, const Options& options, AlertSink& sink,
       const Settings& settings);

  // A file begins; its index in origins counts from 0.
  void BeginFile(const std::string& name) { files_.push_back(name); }
  uint32_t file_count() const { return static_cast<uint32_t>(files_.size()); }
  // For what is not an event.
  Ledger& ledger() { return ledger_; }

  // For each event: See, then Admit, then Count and Take unless it is a copy.
  void Prefetch(const Identity& identity) const { duplicates_.Prefetch(identity); }
  Verdict See(const event::Event& event, const Identity& identity) {
    return duplicates_.See(identity, event.time);
  }
  void Admit(const event::Event& event, const Verdict& verdict);
  void Count(const exec::EventResults& results);
  void Take(const Handover& handover, const Verdict& verdict);
  // Nothing older will come: evaluates older events.
  void Seal(Timestamp upto);
  void ReleaseAlerts() { outlet_.Release(); }
  // No more events will come: evaluates the rest. Deadlines are decided up to the end of the body.
  Status Finish();

  // What the next run needs, in an archive whose references are files. Saving comes last: it takes
  // the events that wait out of the back. Needs Comparison::kCarried and ids with digests.
  Result<Waiting> Save(ArchiveWriter& to, const Renumber& files);
  struct Loaded {
    TakenOver rules;
    Waiting waiting;
  };
  // Before the first event; `files` are those that the archive refers to. After an error the back
  // is of no use.
  Result<Loaded> Load(ArchiveReader& from, std::vector<std::string> files, Timestamp sealed);

  // The first failure. No more input is needed.
  const Status& status() const { return status_.ok() ? outlet_.status() : status_; }

  const Ledger& ledger() const { return ledger_; }
  std::vector<exec::RuleCounters> Counters() const { return tally_.Counters(); }
  // The number of events on which a rule is undecided, and of those that took too much memory.
  uint64_t undecided_events() const { return undecided_events_; }
  uint64_t exhausted_events() const { return exhausted_events_; }
  const Outlet& outlet() const { return outlet_; }
  const Suppressor& suppressor() const { return suppressor_; }
  const Duplicates& duplicates() const { return duplicates_; }
  const state::TimePieces& pieces() const { return pieces_; }
  const std::vector<std::string>& files() const { return files_; }
  const state::RuleStateStats& state_stats(uint32_t rule) const { return state_.stats(rule); }
  // How often the state of the rule could not be evaluated because of a limit.
  uint64_t undecided(uint32_t rule) const { return undecided_[rule]; }
  uint64_t spilled_bytes() const { return reorder_.spilled_bytes(); }

 private:
  bool Holds(uint32_t rule, const state::StateFrame& frame) override;
  bool Provides(uint32_t rule, size_t proviso, const program::ValueView& captures) override;
  void OnFiring(const state::Firing& firing) override;
  bool Ask(uint32_t rule, const program::Unit& unit);

  state::Body FindBody() const;
  void Begin();
  // Each item of the drain goes through the look-ahead.
  template <class Drain>
  void DeliverAll(Drain drain);
  void Deliver(const state::ReorderItem& item);
  void TakeLate(const Handover& handover);
  bool Passes(uint32_t rule, std::string_view suppress_key, Timestamp time);
  Duration SuppressedFor(uint32_t rule) const;
  void LoadSuppression(const std::optional<uint32_t>& rule, ArchiveReader& from);
  std::string_view NameOf(std::string_view id);
  const std::string& FileOf(const event::Origin& origin) const { return files_[origin.file]; }
  bool HasLeft(const event::Origin& origin) const;
  void Keep(const Status& status);

  const exec::LoadedProgram& loaded_;
  const Options& options_;
  const Settings settings_;
  AlertMaker maker_;
  Ledger ledger_;
  exec::RuleTally tally_;
  uint64_t undecided_events_ = 0, exhausted_events_ = 0;
  std::vector<std::string> files_;
  Duplicates duplicates_;
  state::TimePieces pieces_;     // of the records that were not late
  exec::Evaluation evaluation_;  // of state code: the event's may be busy
  state::ReorderBuffer reorder_;
  state::KeyedState state_;
  Lookahead lookahead_;
  Suppressor suppressor_;
  HandoverReader reader_;
  Outlet outlet_;
  bool begun_ = false;
  Timestamp loaded_until_{INT64_MIN};  // a state that was loaded has seen the events before it
  Timestamp decide_until_{INT64_MAX};  // no deadline after it is decided
  // The last delivery on which each rule with state fired; deliveries count from 1.
  std::vector<uint64_t> fired_on_;
  uint64_t delivery_ = 0;
  std::vector<uint64_t> undecided_;
  std::string name_;  // scratch of NameOf
  Status status_ = Ok();
};

}  // namespace sigrun::engine
