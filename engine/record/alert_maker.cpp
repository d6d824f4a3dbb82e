#include "engine/record/alert_maker.h"

#include <algorithm>

#include "base/value_codec.h"
#include "runtime/program/program.h"

namespace sigrun::engine {
namespace {

using alert::MakeDatum;

std::string CellName(const program::Stateful& state, const program::Cell& cell) {
  using program::CellKind;
  switch (cell.kind) {
    case CellKind::kAggregate:
      return state.aggregates[cell.index].name;
    case CellKind::kBaselineN:
      return state.baselines[cell.index].name + ".n";
    case CellKind::kBaselineMean:
      return state.baselines[cell.index].name + ".mean";
    case CellKind::kBaselineStddev:
      return state.baselines[cell.index].name + ".stddev";
    case CellKind::kBaselineMedian:
      return state.baselines[cell.index].name + ".median";
    case CellKind::kBaselineMad:
      return state.baselines[cell.index].name + ".mad";
    case CellKind::kFirstSeen:
      return state.first_seen[cell.index].name;
    case CellKind::kSequence:
      break;
  }
  return {};
}

// Truncates values so that together they stay within kMostValues.
class Room {
 public:
  explicit Room(size_t taken) : left_(taken < kMostValues ? kMostValues - taken : 0) {}

  alert::Datum Fit(const Value& value, bool& cut) {
    alert::Datum datum = MakeDatum(value, std::min(left_, kMostValue));
    left_ -= std::min(left_, datum.text.size());
    cut |= datum.cut;
    return datum;
  }

 private:
  size_t left_;
};

}  // namespace

Match AlertMaker::MakeMatch(uint32_t index, exec::Evaluation& evaluation) const {
  const program::Rule& rule = loaded_.program().rules[index];
  Match match{index, rule.info.level, {}, false, {}};
  if (rule.alert.level) {
    // The verifier does not check types: any value other than a level leaves the rule's own level.
    const Value level = evaluation.Evaluate(*rule.alert.level);
    const bool known = level.kind == Kind::kInt && level.integer >= 0 && level.integer <= 4;
    if (known) match.level = static_cast<program::Level>(level.integer);
  }
  AddMessage(match, rule, evaluation);
  Room room(0);
  for (const program::NamedUnit& field : rule.alert.fields)
    match.values.push_back(room.Fit(evaluation.Evaluate(field.unit), match.cut));
  return match;
}

alert::Alert AlertMaker::Begin(Match match, const state::Occurrence& occurrence,
                               const std::string& file) const {
  const program::Rule& rule = loaded_.program().rules[match.rule];
  alert::Alert alert;
  alert.rule = &rule.info;
  alert.level = match.level;
  alert.message = std::move(match.message);
  alert.cut = match.cut;
  alert.time = occurrence.time;
  alert.file = file;
  alert.record = occurrence.origin.record;
  alert.payload = Name(occurrence.origin.passage);
  for (size_t i = 0; i < match.values.size(); ++i)
    alert.values.emplace_back(rule.alert.fields[i].name, std::move(match.values[i]));
  AddThresholds(alert);
  return alert;
}

alert::Alert AlertMaker::FromMatch(Match match, const MatchedEvent& event,
                                   const std::string& file) const {
  const program::Rule& rule = loaded_.program().rules[match.rule];
  alert::Alert alert = Begin(std::move(match), event.occurrence, file);
  alert.event_ids = {std::string(event.occurrence.event_id)};
  alert.timed = event.timed;
  alert.id = alert::MakeAlertId(rule, alert, event.alert_key);
  return alert;
}

alert::Alert AlertMaker::FromFiring(const state::Firing& firing, const std::string& file,
                                    exec::Evaluation& evaluation) const {
  const program::Rule& rule = loaded_.program().rules[firing.rule];
  alert::Alert alert = Begin(MakeMatch(firing.rule, evaluation), *firing.occurrence, file);
  for (size_t i = 0; i < firing.group.size(); ++i) {
    alert.group.emplace_back(
        rule.stateful->group_names[i],
        alert::MakeKeyDatum(firing.group[i], kMostValues / firing.group.size()));
    alert.cut |= alert.group.back().second.cut;
  }
  if (firing.has_window) alert.window = alert::Window{firing.window_start, firing.window_end};
  alert.event_ids = firing.event_ids;
  alert.event_count = firing.event_count;
  AddCells(alert, *rule.stateful, *firing.frame);
  alert.id = alert::MakeAlertId(rule, alert, firing.occurrence->event_id);
  return alert;
}

void AlertMaker::AddMessage(Match& match, const program::Rule& rule,
                            exec::Evaluation& evaluation) const {
  if (rule.alert.message.empty()) match.message = rule.info.title;
  for (const program::MessagePart& part : rule.alert.message) {
    if (match.message.size() >= kMostMessage) {
      match.cut = true;
      return;
    }
    if (!part.unit) {
      match.message += part.text;
      continue;
    }
    const alert::Datum datum =
        MakeDatum(evaluation.Evaluate(*part.unit), kMostMessage - match.message.size());
    match.cut |= datum.cut;
    if (datum.kind == Kind::kAbsent)
      match.message += datum.cut ? "(not computed: too large)" : "(absent)";
    else
      match.message += datum.text;
  }
}

void AlertMaker::AddThresholds(alert::Alert& alert) const {
  for (const program::Param& param : loaded_.program().params)
    if (param.rule == alert.rule->name)
      alert.thresholds.emplace_back(param.name, MakeDatum(loaded_.constant(param.constant)));
}

void AlertMaker::AddCells(alert::Alert& alert, const program::Stateful& state,
                          const state::StateFrame& frame) const {
  size_t taken = 0;
  for (const auto& [name, datum] : alert.values) taken += datum.text.size();
  Room room(taken);
  for (uint32_t i = 0; i < state.cells.size(); ++i) {
    // Always true in an alert.
    if (state.cells[i].kind == program::CellKind::kSequence) continue;
    alert.values.emplace_back(CellName(state, state.cells[i]), room.Fit(frame.Cell(i), alert.cut));
  }
}

std::optional<std::string> AlertMaker::SuppressKey(uint32_t index,
                                                   exec::Evaluation& evaluation) const {
  std::vector<Value> values;
  for (const program::NamedUnit& by : loaded_.program().rules[index].alert.suppress->by)
    if (values.push_back(evaluation.Evaluate(by.unit)); values.back().undecided)
      return std::nullopt;
  std::string key;
  EncodeKey(values, key);
  return key;
}

}  // namespace sigrun::engine
