// The ordered stage: what events leave for rules with state and for suppression is put in order of
// time, evaluated, and made into alerts. A function of the set of what it is given between two
// seals.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/alert_maker.h"
#include "engine/handover.h"
#include "engine/identities.h"
#include "engine/outlet.h"
#include "engine/suppressor.h"
#include "runtime/state/keyed_state.h"
#include "runtime/state/order/reorder.h"
#include "runtime/state/order/time_pieces.h"

namespace sigrun::engine {

// What the ids in handovers are.
enum class HandoverIds {
  kNames,
  // Followed by the digest of the record: what it is called is only known when all have been seen.
  kWithDigests,
};

class Back final : private state::ConditionEvaluator, private state::FiringHandler {
 public:
  // What the stage looks at, all of which must outlive it.
  struct Surroundings {
    const exec::LoadedProgram& program;
    const Options& options;
    const Identities& identities;
    const state::TimePieces& pieces;  // of the records so far
    const std::vector<std::string>& files;
    Outlet& outlet;
  };
  Back(const Surroundings& surroundings, HandoverIds ids, AlertOrder order);

  // Only this rule gives alerts from now on, also if it is told to give none.
  void OnlyRule(uint32_t rule) { only_rule_ = rule; }
  bool GivesAlerts(uint32_t rule) const;

  // What an event left, in any order.
  Status Take(const state::ReorderItem& item) { return reorder_.Add(item); }
  // Nothing older will come: evaluates what is older.
  Status Seal(Timestamp upto);
  // Nothing will come: evaluates the rest. Deadlines are decided up to the end of the body.
  Status Finish();

  // Whether an alert of an event that is too late for the order passes suppression.
  bool Passes(uint32_t rule, std::string_view suppress_key, Timestamp time);

  const state::RuleStateStats& state_stats(uint32_t rule) const { return state_.stats(rule); }
  // How often state of the rule could not be judged for a limit.
  uint64_t undecided(uint32_t rule) const { return undecided_[rule]; }
  // Events that wait, or could not be read back.
  uint64_t waiting() const { return reorder_.size(); }
  const Suppressor& suppressor() const { return suppressor_; }
  uint64_t spilled_bytes() const { return reorder_.spilled_bytes(); }

 private:
  bool Holds(uint32_t rule, const state::StateFrame& frame) override;
  bool Provides(uint32_t rule, size_t proviso, const program::ValueView& captures) override;
  void OnFiring(const state::Firing& firing) override;
  bool Ask(uint32_t rule, const program::Unit& unit);

  state::Body FindBody() const;
  void Begin();
  void Deliver(const state::ReorderItem& item);
  void Release(const PendingAlert& pending, const state::Occurrence& occurrence);
  std::string_view NameOf(std::string_view id);

  Surroundings all_;
  HandoverIds ids_;
  AlertMaker maker_;
  exec::Vm vm_;  // the event's VM may be busy while state is evaluated
  state::ReorderBuffer reorder_;
  state::KeyedState state_;
  Suppressor suppressor_;
  HandoverReader handover_;
  std::optional<uint32_t> only_rule_;
  bool begun_ = false;
  Timestamp decide_until_{INT64_MAX};  // no deadline after it is decided
  // The last delivery on which each rule with state fired; deliveries count from 1.
  std::vector<uint64_t> fired_on_;
  uint64_t delivery_ = 0;
  std::vector<uint64_t> undecided_;
  std::string name_;  // scratch of NameOf
};

}  // namespace sigrun::engine
