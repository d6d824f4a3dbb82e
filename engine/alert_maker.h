// Turns a match or a firing into an alert: runs the rule's level, message and field units.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/handover.h"
#include "runtime/alert/alert.h"
#include "runtime/event/event.h"
#include "runtime/exec/evaluation.h"
#include "runtime/state/keyed_state.h"

namespace sigrun::engine {

// The text of one alert that comes from the log is bounded; what is cut says so.
inline constexpr size_t kMostMessage = size_t{16} << 10;  // bytes
inline constexpr size_t kMostValue = size_t{64} << 10;    // of one
inline constexpr size_t kMostValues = size_t{256} << 10;  // of all together

class AlertMaker {
 public:
  explicit AlertMaker(const exec::LoadedProgram& program) : loaded_(program) {}

  // A rule matched or fired; `evaluation` holds the event or the state.
  Match MakeMatch(uint32_t rule, exec::Evaluation& evaluation) const;
  // The event behind a match. The ids of alerts are made from `alert_key`: it holds a digest of the
  // record, so that an alert is the same whatever other records came before it.
  struct MatchedEvent {
    state::Occurrence occurrence;
    std::string_view alert_key;
    bool timed = true;
  };
  // Of a single-event rule.
  alert::Alert FromMatch(Match match, const MatchedEvent& event, const std::string& file) const;
  // Of a rule with state; `evaluation` holds its state.
  alert::Alert FromFiring(const state::Firing& firing, const std::string& file,
                          exec::Evaluation& evaluation) const;
  // What a rule's alerts are suppressed by, as bytes; empty for the whole rule. Nothing where it
  // met a limit: such an alert must not be taken for another one.
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
