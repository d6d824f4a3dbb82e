// Builds an alert from a match or a firing: runs the rule's level, message and field units.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/record/handover.h"
#include "engine/record/options.h"
#include "runtime/alert/alert.h"
#include "runtime/event/event.h"
#include "runtime/exec/evaluation.h"
#include "runtime/state/keyed_state.h"

namespace sigrun::engine {

// The text in one alert that comes from the log is bounded; truncated text says so.
inline constexpr size_t kMostMessage = size_t{16} << 10;  // bytes
inline constexpr size_t kMostValue = size_t{64} << 10;    // of one
inline constexpr size_t kMostValues = size_t{256} << 10;  // of all together

inline bool GivesAlerts(const program::Program& program, const Options& options, uint32_t rule) {
  return options.only_rule ? rule == *options.only_rule : program.rules[rule].alert.enabled;
}

class AlertMaker {
 public:
  explicit AlertMaker(const exec::LoadedProgram& program) : loaded_(program) {}

  // A rule matched or fired; `evaluation` has the event or the state.
  Match MakeMatch(uint32_t rule, exec::Evaluation& evaluation) const;
  // The event of a match. Alert ids are computed from `alert_key`: it contains a digest of the
  // record, so that an alert is the same whatever other records came before it.
  struct MatchedEvent {
    state::Occurrence occurrence;
    std::string_view alert_key;
    bool timed = true;
  };
  // For a single-event rule.
  alert::Alert FromMatch(Match match, const MatchedEvent& event, const std::string& file) const;
  // For a stateful rule; `evaluation` has its state.
  alert::Alert FromFiring(const state::Firing& firing, const std::string& file,
                          exec::Evaluation& evaluation) const;
  // The suppression key of a rule's alerts, as bytes; empty for the whole rule. Nullopt if a limit
  // was reached: such an alert must not be mistaken for another.
  std::optional<std::string> SuppressKey(uint32_t rule, exec::Evaluation& evaluation) const;

 private:
  void AddMessage(Match& match, const program::Rule& rule, exec::Evaluation& evaluation) const;
  alert::Alert Begin(Match match, const state::Occurrence& occurrence,
                     const std::string& file) const;
  void AddThresholds(alert::Alert& alert) const;
  void AddCells(alert::Alert& alert, const program::Stateful& state,
                const state::StateFrame& frame) const;

  const exec::LoadedProgram& loaded_;
};

}  // namespace sigrun::engine
