// Every piece of code of a rule, with its permissions. Private to this folder.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>

#include "runtime/program/program.h"
#include "runtime/program/text.h"

namespace sigrun::program {

// Event code sees the event (slots, atoms, values); state code sees a group (captures, cells).
enum class Context : uint8_t { kEvent, kState };
enum class Answer : uint8_t { kBool, kValue };

struct UnitRole {
  Context context = Context::kEvent;
  Answer answer = Answer::kBool;
  // In state code: the number of captures and cells of the rule.
  uint32_t captures = 0;
  uint32_t cells = 0;
  // The rules it may refer to: those before its own; for shared code, any.
  uint32_t rules = UINT32_MAX;
};

inline UnitRole EventRole(Answer answer) { return {Context::kEvent, answer}; }
inline UnitRole StateRole(const Stateful& stateful, Answer answer) {
  return {Context::kState, answer, static_cast<uint32_t>(stateful.captures.size()),
          static_cast<uint32_t>(stateful.cells.size())};
}

// Calls visit(const Unit&, const UnitRole&, std::string name) in the order of the rule's tables.
template <class Visit>
void ForEachStateUnit(const Stateful& stateful, Visit visit) {
  for (const Aggregate& aggregate : stateful.aggregates)
    visit(aggregate.where, EventRole(Answer::kBool), "aggregate " + Shown(aggregate.name));
  for (const FirstSeen& seen : stateful.first_seen)
    visit(seen.where, EventRole(Answer::kBool), "first_seen " + Shown(seen.name));
  if (stateful.sequence)
    for (const SequenceStep& step : stateful.sequence->steps)
      visit(step.where, EventRole(Answer::kBool), "step " + Shown(step.name));
  visit(stateful.condition, StateRole(stateful, Answer::kBool), std::string("condition"));
  for (const Proviso& proviso : stateful.provisos)
    visit(proviso.holds, StateRole(stateful, Answer::kBool),
          fmt::format("proviso of {} {}", Name(proviso.kind), proviso.index));
}

template <class Visit>
void ForEachAlertUnit(const AlertSpec& alert, const UnitRole& role, Visit visit) {
  if (alert.level) visit(*alert.level, role, std::string("alert level"));
  for (size_t i = 0; i < alert.message.size(); ++i)
    if (alert.message[i].unit)
      visit(*alert.message[i].unit, role, fmt::format("message part {}", i));
  for (const NamedUnit& field : alert.fields)
    visit(field.unit, role, "alert field " + Shown(field.name));
  if (!alert.suppress) return;
  for (const NamedUnit& key : alert.suppress->by)
    visit(key.unit, role, "suppress key " + Shown(key.name));
}

template <class Visit>
void ForEachUnit(const Rule& rule, Visit visit) {
  if (rule.stateful)
    ForEachStateUnit(*rule.stateful, visit);
  else
    visit(rule.condition, EventRole(Answer::kBool), std::string("condition"));
  for (size_t i = 0; i < rule.exceptions.size(); ++i)
    visit(rule.exceptions[i].when, EventRole(Answer::kBool), fmt::format("exception {}", i));
  ForEachAlertUnit(
      rule.alert,
      rule.stateful ? StateRole(*rule.stateful, Answer::kValue) : EventRole(Answer::kValue), visit);
}

}  // namespace sigrun::program
