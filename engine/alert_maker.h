// Turns a match or a firing into an alert: runs the rule's level, message and field units.
#pragma once

#include <cstdint>

#include "engine/handover.h"
#include "runtime/alert/alert.h"
#include "runtime/event/event.h"
#include "runtime/exec/vm.h"
#include "runtime/state/keyed_state.h"

namespace sigrun::engine {

class AlertMaker {
 public:
  explicit AlertMaker(const exec::LoadedProgram& program) : loaded_(program) {}

  // A single-event rule matched the event that `vm` holds.
  alert::Alert FromMatch(uint32_t rule, const event::Event& event, std::string_view event_id,
                         const std::string& file, exec::Vm& vm) const;
  // A stateful rule fired; `vm` holds its state.
  alert::Alert FromFiring(const state::Firing& firing, const std::string& file, exec::Vm& vm) const;
  // A match that has passed suppression.
  alert::Alert FromPending(const PendingAlert& pending, const state::Occurrence& occurrence,
                           const std::string& file) const;
  // What a rule's alerts are suppressed by, as bytes; empty for the whole rule.
  std::string SuppressKey(uint32_t rule, exec::Vm& vm) const;

 private:
  void Fill(alert::Alert& alert, uint32_t rule, exec::Vm& vm) const;
  void AddThresholds(alert::Alert& alert) const;
  void AddCells(alert::Alert& alert, const program::Stateful& state,
                const state::StateFrame& frame) const;

  const exec::LoadedProgram& loaded_;
};

}  // namespace sigrun::engine
