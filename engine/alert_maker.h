// Turns a match or a firing into an alert: runs the rule's level, message and field units.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/handover.h"
#include "runtime/alert/alert.h"
#include "runtime/event/event.h"
#include "runtime/exec/vm.h"
#include "runtime/state/keyed_state.h"

namespace sigrun::engine {

// The text of one alert that comes from the log is bounded; what is cut says so.
inline constexpr size_t kMostMessage = size_t{16} << 10;  // bytes
inline constexpr size_t kMostValue = size_t{64} << 10;    // of one
inline constexpr size_t kMostValues = size_t{256} << 10;  // of all together
inline constexpr size_t kLongestEventId = 256;

class AlertMaker {
 public:
  explicit AlertMaker(const exec::LoadedProgram& program) : loaded_(program) {}

  // What an event is called, and what the ids of alerts of single-event rules on it are made from:
  // that holds a digest of the record, so that an alert is the same whatever other records have
  // come before it.
  struct EventName {
    std::string_view shown, alert_key;
  };
  // A single-event rule matched the event that `vm` holds.
  alert::Alert FromMatch(uint32_t rule, const event::Event& event, const EventName& name,
                         const std::string& file, exec::Vm& vm) const;
  // A stateful rule fired; `vm` holds its state.
  alert::Alert FromFiring(const state::Firing& firing, const std::string& file, exec::Vm& vm) const;
  // A match that has passed suppression.
  alert::Alert FromPending(const PendingAlert& pending, const state::Occurrence& occurrence,
                           const std::string& file) const;
  // What a rule's alerts are suppressed by, as bytes; empty for the whole rule. Nothing where it
  // met a limit: such an alert must not be taken for another one.
  std::optional<std::string> SuppressKey(uint32_t rule, exec::Vm& vm) const;

 private:
  void Fill(alert::Alert& alert, uint32_t rule, exec::Vm& vm) const;
  void AddMessage(alert::Alert& alert, const program::Rule& rule, exec::Vm& vm) const;
  void AddThresholds(alert::Alert& alert) const;
  void AddCells(alert::Alert& alert, const program::Stateful& state,
                const state::StateFrame& frame) const;

  const exec::LoadedProgram& loaded_;
};

}  // namespace sigrun::engine
