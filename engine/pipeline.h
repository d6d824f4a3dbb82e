// The way of a record: ledger, duplicates, lateness, rules, order, state, alerts. One thread; the
// same records give the same alerts, whatever order the files come in.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/alert_maker.h"
#include "engine/handover.h"
#include "engine/ledger.h"
#include "engine/options.h"
#include "engine/suppressor.h"
#include "runtime/event/event.h"
#include "runtime/exec/executor.h"
#include "runtime/state/dedup.h"
#include "runtime/state/keyed_state.h"
#include "runtime/state/reorder.h"
#include "runtime/state/watermark.h"

namespace sigrun::engine {

class AlertSink {
 public:
  virtual ~AlertSink() = default;
  virtual void OnAlert(const alert::Alert& alert) = 0;
};

class Pipeline final : public event::Handler,
                       private exec::MatchHandler,
                       private state::ConditionEvaluator,
                       private state::FiringHandler {
 public:
  // What a decoder must fill for this program.
  static event::Layout LayoutOf(const exec::LoadedProgram& program, const Options& options);

  // The program, the options and the sink must outlive the pipeline.
  Pipeline(const exec::LoadedProgram& program, const Options& options, AlertSink& sink);

  // Only this rule gives alerts from now on, also if it is told to give none: for rule tests.
  void OnlyRule(uint32_t rule);

  // A file begins; its index in the calls that follow is that of `Origin::file`, counted from 0.
  void BeginFile(const std::string& name);
  // With a single input, stateful rules can follow as it is read; with several they wait for the
  // end, because a file still to come may hold earlier events.
  void Advance();
  // All input has been seen: everything still held in order is evaluated.
  Status Finish();

  void OnEvent(const event::Event& event) override;
  void OnReject(const event::Reject& reject) override;
  void OnNotEvent(const event::NotEvent& other) override;

  const Ledger& ledger() const { return ledger_; }
  const std::vector<exec::RuleCounters>& rule_counters() const { return executor_.counters(); }
  const state::RuleStateStats& state_stats(uint32_t rule) const { return state_.stats(rule); }
  uint64_t suppressed(uint32_t rule) const { return suppressor_.suppressed(rule); }
  uint64_t alerts(uint32_t rule) const { return alerts_[rule]; }
  uint64_t untimed() const { return untimed_; }
  uint64_t identities_forgotten() const { return dedup_.forgotten() + late_seen_.forgotten(); }
  uint64_t exhausted_events() const { return executor_.exhausted_events(); }
  const std::string& file(uint32_t index) const { return files_[index]; }

 private:
  void OnMatch(uint32_t rule, exec::Vm& vm) override;
  void OnFeed(const program::Fed& fed, exec::Vm& vm) override;
  bool Holds(uint32_t rule, const state::StateFrame& frame) override;
  bool Provides(uint32_t rule, size_t proviso, const program::ValueView& captures) override;
  void OnFiring(const state::Firing& firing) override;

  bool IsCopy(const event::Event& event);
  bool GivesAlerts(uint32_t rule) const;
  void Deliver(const state::ReorderItem& item);
  void Release(const PendingAlert& pending, const state::Occurrence& occurrence);
  void Emit(uint32_t rule, const alert::Alert& alert);
  void Keep(const Status& status);

  const exec::LoadedProgram& loaded_;
  const Options& options_;
  AlertSink& sink_;
  AlertMaker maker_;
  Ledger ledger_;
  exec::Executor executor_;
  exec::Vm state_vm_;  // the event's VM may be busy while state is evaluated
  state::Dedup dedup_;
  state::Dedup late_seen_;  // events seen late only: by single-event rules
  state::ReorderBuffer reorder_;
  state::KeyedState state_;
  Suppressor suppressor_;
  std::vector<std::string> files_;
  state::Watermark watermark_;  // of the current file
  Status status_ = Ok();        // the first failure of the reorder buffer
  std::vector<uint64_t> alerts_;
  uint64_t untimed_ = 0;
  std::optional<uint32_t> only_rule_;
  // The last delivery on which each rule with state fired; deliveries count from 1.
  std::vector<uint64_t> fired_on_;
  uint64_t delivery_ = 0;

  // The event being evaluated.
  const event::Event* event_ = nullptr;
  std::string event_id_;
  bool late_ = false;
  bool matched_before_ = false;  // single-event rules saw it when a late copy came
  Timestamp earliest_{INT64_MAX}, latest_{INT64_MIN};  // of the events that were not late
  HandoverWriter handover_;
  HandoverReader delivered_;
};

}  // namespace sigrun::engine
