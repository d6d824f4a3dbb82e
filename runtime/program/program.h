// The contract between the compiler and the engine: everything the engine needs to evaluate a rule
// set, in plain tables that refer to each other by index. The compiler writes it, Verify() checks
// it, an image (.sgc) stores it. Nothing here points into the compiler.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time/event_time.h"
#include "runtime/event/event.h"
#include "runtime/program/atom.h"
#include "runtime/program/instruction.h"
#include "runtime/program/vocabulary/cell.h"
#include "runtime/program/vocabulary/constant.h"
#include "runtime/program/vocabulary/feed_kind.h"
#include "runtime/program/vocabulary/limits.h"
#include "runtime/program/vocabulary/refire.h"
#include "runtime/program/vocabulary/rule_info.h"
#include "runtime/program/vocabulary/sequence.h"
#include "runtime/program/vocabulary/window_kind.h"
#include "stdlib/aggregate.h"
#include "stdlib/kernel.h"
#include "stdlib/type.h"

namespace sigrun::program {

// A value that `--set rule.name=value` can change after compilation: one constant, never folded.
struct Param {
  std::string rule;
  std::string name;
  stdlib::Type type;
  uint32_t constant = 0;
  std::string help;
};

// Literal text, or (when `unit` is set) the value of a unit run where the alert is made.
struct MessagePart {
  std::string text;
  std::optional<Unit> unit;
};
struct NamedUnit {
  std::string name;
  Unit unit;
};

struct Suppress {
  uint32_t duration = 0;      // a Duration constant
  std::vector<NamedUnit> by;  // empty: one key for the rule
  std::string keys;           // what `by` computes, list contents aside: a hash in hex
};

// How a match becomes an alert. The units run on the event for a single-event rule, and on the
// state and captures of the group for a stateful one.
struct AlertSpec {
  bool enabled = true;        // if false, the rule only feeds other rules
  std::optional<Unit> level;  // computes an integer, the Level; without it RuleInfo::level
  std::vector<MessagePart> message;
  std::vector<NamedUnit> fields;
  std::optional<Suppress> suppress;
};

struct Exception {
  Unit when;                       // a predicate on the event
  std::optional<Timestamp> until;  // event time from which on it no longer applies
  std::string reason;
};

struct Window {
  WindowKind kind = WindowKind::kSliding;
  uint32_t length = 0;  // a Duration constant
};

// Fed by each event on which `where` holds. `arguments` are indices of Program::values; an event on
// which one of them is absent, or not of the kind that the aggregate needs, does not feed it.
struct Aggregate {
  std::string name;
  stdlib::AggregateKind kind = stdlib::AggregateKind::kCount;
  Unit where;
  std::vector<uint32_t> arguments;
  std::optional<uint32_t> percent = {};  // a constant number from 0 to 100, if it takes one
};

// Statistics of an aggregate over the complete bins of `every` in the `history` before the current
// bin, bins aligned to the epoch. Bins without events count as zero from the group's first event on
// if the aggregate without events is zero; else they are left out.
struct Baseline {
  std::string name;
  uint32_t aggregate = 0;  // index in Stateful::aggregates
  uint32_t history = 0;    // Duration constants
  uint32_t every = 0;
};

// True for an event for which `where` is true and whose tuple has not been seen for `history`,
// except within `learn` after the first event of the stream.
struct FirstSeen {
  std::string name;
  Unit where;
  std::vector<uint32_t> arguments;  // indices of Program::values
  uint32_t history = 0;             // Duration constants
  uint32_t learn = 0;
};

// A step of a sequence: one or several events for which `where` is true.
struct SequenceStep {
  std::string name;
  Unit where;
  bool negated = false;  // no such event
  uint32_t repeat = 1;
};

struct Sequence {
  std::vector<SequenceAlternative> alternatives;
  std::vector<SequenceStep> steps;
};

// If feeding depends on the firings of stateful rules, `where` is only a necessary condition: the
// event feeds the target if this is true as well, evaluated once it is known whether those rules
// fired for the event.
struct Proviso {
  FeedKind kind = FeedKind::kAggregate;
  uint32_t index = 0;
  Unit holds;  // state code that reads captures
};

// What the memory of a rule holds, for carrying it from one program to another: a changed
// condition, level, list or exception leaves the hash as it was. In hex.
struct Memory {
  std::string hash;
  std::vector<uint32_t> constants;    // of the parameters that it depends on as well
  std::vector<std::string> captures;  // what each of Stateful::captures computes
};

struct Stateful {
  std::vector<std::string> group_names;  // as written, for the alert
  std::vector<uint32_t> group;           // indices of Program::values; empty: one group for all
  std::optional<Window> window;          // set if there is an aggregate or a sequence
  std::vector<Aggregate> aggregates;
  std::vector<Baseline> baselines;
  std::vector<FirstSeen> first_seen;
  std::optional<Sequence> sequence;  // then the window is sliding
  std::vector<Cell> cells;
  std::vector<uint32_t> captures;  // indices of Program::values, kept from the feeding event
  Unit condition;                  // reads captures and cells only
  std::vector<Proviso> provisos;   // by kind and index, at most one each
  bool group_if_present = false;   // an event in which a value of the group is absent feeds nothing
  Refire refire = Refire::kChange;
  Memory memory;
};

struct Rule {
  RuleInfo info;
  std::string meaning;  // hash of what the rule means, in hex: names, layout and metadata aside
  LogSourceId source;   // in Program::sources; not valid: of several, by the rules that it is on
  Unit condition;       // single-event rules only
  std::optional<Stateful> stateful;
  std::vector<Exception> exceptions;
  AlertSpec alert;
};

struct Program {
  // The log sources that were known when the program was compiled, not only those that rules read:
  // a record of one is none of another.
  std::vector<event::SourceSpec> sources;
  std::vector<event::SlotSpec> slots;
  std::vector<Constant> constants;
  std::vector<Instruction> code;
  std::vector<Atom> atoms;   // shared predicates on one event
  std::vector<Unit> values;  // shared values on one event
  std::vector<Param> params;
  std::vector<Rule> rules;
  // The time fields of JSON records, as paths of keys: the first present one counts.
  std::vector<std::vector<std::string>> time_fields;
};

}  // namespace sigrun::program
