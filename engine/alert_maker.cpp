#include "engine/alert_maker.h"

#include <algorithm>

#include "base/value_codec.h"

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

// A value for an alert, as long as there is room.
alert::Datum Fit(const Value& value, alert::Alert& alert) {
  size_t taken = 0;
  for (const auto& [name, datum] : alert.values) taken += datum.text.size();
  const size_t left = taken < kMostValues ? kMostValues - taken : 0;
  alert::Datum datum = MakeDatum(value, std::min(left, kMostValue));
  alert.cut |= datum.cut;
  return datum;
}

}  // namespace

alert::Alert AlertMaker::FromMatch(uint32_t rule, const event::Event& event, const EventName& name,
                                   const std::string& file, exec::Vm& vm) const {
  alert::Alert alert;
  alert.time = event.time;
  alert.event_ids = {std::string(name.shown)};
  alert.file = file;
  alert.record = event.origin.record;
  alert.payload = event.origin.passage.Name();
  Fill(alert, rule, vm);
  alert.id = alert::MakeAlertId(loaded_.program().rules[rule], alert, name.alert_key);
  alert.timed = event.timed;
  return alert;
}

alert::Alert AlertMaker::FromFiring(const state::Firing& firing, const std::string& file,
                                    exec::Vm& vm) const {
  const program::Rule& rule = loaded_.program().rules[firing.rule];
  alert::Alert alert;
  alert.time = firing.occurrence->time;
  alert.file = file;
  alert.record = firing.occurrence->origin.record;
  alert.payload = firing.occurrence->origin.passage.Name();
  for (size_t i = 0; i < firing.group.size(); ++i) {
    alert.group.emplace_back(
        rule.stateful->group_names[i],
        alert::MakeKeyDatum(firing.group[i], kMostValues / firing.group.size()));
    alert.cut |= alert.group.back().second.cut;
  }
  if (firing.has_window) alert.window = alert::Window{firing.window_start, firing.window_end};
  alert.event_ids = firing.event_ids;
  alert.event_count = firing.event_count;
  Fill(alert, firing.rule, vm);
  AddCells(alert, *rule.stateful, *firing.frame);
  alert.id = alert::MakeAlertId(rule, alert, firing.occurrence->event_id);
  return alert;
}

alert::Alert AlertMaker::FromPending(const PendingAlert& pending,
                                     const state::Occurrence& occurrence,
                                     const std::string& file) const {
  const program::Rule& rule = loaded_.program().rules[pending.rule];
  alert::Alert alert;
  alert.rule = &rule.info;
  alert.level = pending.level;
  alert.message = pending.message;
  alert.cut = pending.cut;
  alert.time = occurrence.time;
  alert.event_ids = {std::string(occurrence.event_id)};
  alert.file = file;
  alert.record = occurrence.origin.record;
  alert.payload = occurrence.origin.passage.Name();
  for (size_t i = 0; i < pending.values.size(); ++i)
    alert.values.emplace_back(rule.alert.fields[i].name, pending.values[i]);
  AddThresholds(alert);
  alert.id = alert::MakeAlertId(rule, alert, pending.alert_key);
  return alert;
}

void AlertMaker::Fill(alert::Alert& alert, uint32_t index, exec::Vm& vm) const {
  const program::Rule& rule = loaded_.program().rules[index];
  alert.rule = &rule.info;
  alert.level = rule.info.level;
  if (rule.alert.level) {
    // The verifier does not know types: a level that is none leaves the rule's own.
    const Value level = vm.Evaluate(*rule.alert.level);
    const bool known = level.kind == Kind::kInt && level.integer >= 0 && level.integer <= 4;
    if (known) alert.level = static_cast<program::Level>(level.integer);
  }
  AddMessage(alert, rule, vm);
  for (const program::NamedUnit& field : rule.alert.fields)
    alert.values.emplace_back(field.name, Fit(vm.Evaluate(field.unit), alert));
  AddThresholds(alert);
}

void AlertMaker::AddMessage(alert::Alert& alert, const program::Rule& rule, exec::Vm& vm) const {
  if (rule.alert.message.empty()) alert.message = rule.info.title;
  for (const program::MessagePart& part : rule.alert.message) {
    if (alert.message.size() >= kMostMessage) {
      alert.cut = true;
      return;
    }
    if (!part.unit) {
      alert.message += part.text;
      continue;
    }
    const alert::Datum datum =
        MakeDatum(vm.Evaluate(*part.unit), kMostMessage - alert.message.size());
    alert.cut |= datum.cut;
    if (datum.kind == Kind::kAbsent)
      alert.message += datum.cut ? "(not computed: too large)" : "(absent)";
    else
      alert.message += datum.text;
  }
}

void AlertMaker::AddThresholds(alert::Alert& alert) const {
  for (const program::Param& param : loaded_.program().params)
    if (param.rule == alert.rule->name)
      alert.thresholds.emplace_back(param.name, MakeDatum(loaded_.constant(param.constant)));
}

void AlertMaker::AddCells(alert::Alert& alert, const program::Stateful& state,
                          const state::StateFrame& frame) const {
  for (uint32_t i = 0; i < state.cells.size(); ++i) {
    // True wherever there is an alert.
    if (state.cells[i].kind == program::CellKind::kSequence) continue;
    alert.values.emplace_back(CellName(state, state.cells[i]), Fit(frame.Cell(i), alert));
  }
}

std::optional<std::string> AlertMaker::SuppressKey(uint32_t index, exec::Vm& vm) const {
  std::vector<Value> values;
  for (const program::NamedUnit& by : loaded_.program().rules[index].alert.suppress->by)
    if (values.push_back(vm.Evaluate(by.unit)); values.back().undecided) return std::nullopt;
  std::string key;
  EncodeKey(values, key);
  return key;
}

}  // namespace sigrun::engine
