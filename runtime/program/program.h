// The contract between the compiler and the engine: everything the engine needs to evaluate a rule
// set, in plain tables that refer to each other by index. The compiler writes it, Verify() checks
// it, an image (.sgc) stores it. Nothing here points into the compiler.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/event_time.h"
#include "base/ids.h"
#include "runtime/event/event.h"
#include "stdlib/aggregate.h"
#include "stdlib/kernel.h"
#include "stdlib/prepared.h"

namespace sigrun::program {

enum class Op : uint8_t {
#define SIGRUN_OP(name, text, a, b, c, d, doc) k##name,
#include "runtime/program/opcodes.def"
};

enum class OperandKind : uint8_t {
  kNone,
  kDst,
  kReg,
  kArgs,
  kCount,
  kSlot,
  kConst,
  kKey,
  kAtom,
  kValueUnit,
  kCapture,
  kCell,
  kRule,
  kTestKernel,
  kFunctionKernel,
  kTarget,
  kPresenceMode,
  kAnswer,
  kResult,
};

struct OpInfo {
  std::string_view text;
  OperandKind operands[4];
  std::string_view doc;
};
// `op` must be one of the above.
const OpInfo& Info(Op op);
// The inverse of Info(op).text.
std::optional<Op> FindOp(std::string_view text);
inline constexpr size_t kOpCount = 0
#define SIGRUN_OP(...) +1
#include "runtime/program/opcodes.def"
    ;

struct Instruction {
  Op op;
  uint8_t flag = 0;  // Test: 0 any element, 1 all elements
  uint16_t a = 0;
  uint32_t b = 0, c = 0, d = 0;
  friend bool operator==(const Instruction&, const Instruction&) = default;
};
static_assert(sizeof(Instruction) == 16);

enum class PresenceMode : uint8_t { kExists, kNull, kAbsent, kEmpty };
std::string_view Name(PresenceMode mode);

// A piece of code: instructions [begin, begin + size) of Program::code. Targets count from the
// unit's first instruction and point forward only, so every unit ends.
struct Unit {
  uint32_t begin = 0;
  uint32_t size = 0;
  uint16_t registers = 0;
};

using Constant =
    std::variant<bool, int64_t, double, std::string, Timestamp, Duration, stdlib::PreparedSpec>;

// A value that `--set rule.name=value` can change after compilation: one constant, never folded.
struct Param {
  std::string rule;
  std::string name;
  stdlib::Type type;
  uint32_t constant = 0;
  std::string help;
};

enum class Level : uint8_t { kInformational, kLow, kMedium, kHigh, kCritical };
std::string_view Name(Level level);
std::optional<Level> ParseLevel(std::string_view name);

struct RuleInfo {
  std::string id;  // meta id, or the rule's name
  std::string name;
  std::string title;
  std::string description;
  std::string status;
  std::string author;
  std::string date;
  Level level = Level::kMedium;
  std::vector<std::string> tags;
  std::vector<std::string> references;
  std::vector<std::string> false_positives;
  std::string file;  // the source file and line, for messages
  uint32_t line = 0;
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

enum class WindowKind : uint8_t { kSliding, kTumbling };
struct Window {
  WindowKind kind = WindowKind::kSliding;
  uint32_t length = 0;  // a Duration constant
};

using stdlib::AggregateKind;

// Fed by each event on which `where` holds. `arguments` are indices of Program::values; an event on
// which one of them is absent, or not of the kind that the aggregate needs, does not feed it.
struct Aggregate {
  std::string name;
  AggregateKind kind = AggregateKind::kCount;
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

// The number of ways to choose `chosen` of `count`; 0 means all. Saturates.
uint64_t Choices(uint64_t count, uint64_t chosen);

// A step of a sequence: one or several events for which `where` is true.
struct SequenceStep {
  std::string name;
  Unit where;
  bool negated = false;  // no such event
  uint32_t repeat = 1;
};

// One of the ways to complete a sequence: the window contains events for each step that is not
// negated, in the order of the steps unless the order is arbitrary. For negated steps see
// docs/reference/semantics.md.
struct SequenceAlternative {
  bool any_order = false;
  uint32_t at_least = 0;  // how many of the steps that are not negated; 0: all
  uint32_t steps = 0;     // how many of Sequence::steps, after those of the previous alternative
};
struct Sequence {
  std::vector<SequenceAlternative> alternatives;
  std::vector<SequenceStep> steps;
};

enum class CellKind : uint8_t {
  kAggregate,  // `index` in aggregates
  kBaselineN,  // `index` in baselines, here and below
  kBaselineMean,
  kBaselineStddev,  // of the population
  kBaselineMedian,
  kBaselineMad,  // median of the absolute deviations from the median
  kFirstSeen,    // `index` in first_seen; a bool
  kSequence,     // whether the sequence is complete; `index` 0
};
struct Cell {
  CellKind kind;
  uint32_t index = 0;
};

// What events feed, each by its index in a table of Stateful (or in the steps of its sequence).
enum class FeedKind : uint8_t { kAggregate, kFirstSeen, kStep };
std::string_view Name(FeedKind kind);

// If feeding depends on the firings of stateful rules, `where` is only a necessary condition: the
// event feeds the target if this is true as well, evaluated once it is known whether those rules
// fired for the event.
struct Proviso {
  FeedKind kind = FeedKind::kAggregate;
  uint32_t index = 0;
  Unit holds;  // state code that reads captures
};

// kChange: when the condition becomes true (see docs/reference/semantics.md). kEvery: for each
// feeding event for which it is true.
enum class Refire : uint8_t { kChange, kEvery };

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
  std::vector<Unit> atoms;   // shared predicates on one event
  std::vector<Unit> values;  // shared values on one event
  std::vector<Param> params;
  std::vector<Rule> rules;
  // The time fields of JSON records, as paths of keys: the first present one counts.
  std::vector<std::vector<std::string>> time_fields;
};

// Hard limits, enforced by the verifier.
inline constexpr uint32_t kMaxRegisters = 1024;
inline constexpr uint32_t kMaxUnitSize = 1 << 20;
inline constexpr uint32_t kMaxCode = 1 << 24;
inline constexpr uint32_t kMaxConstants = 1 << 20;
inline constexpr uint32_t kMaxSlots = 1 << 16;
inline constexpr uint32_t kMaxAtoms = 1 << 20;
inline constexpr uint32_t kMaxValues = 1 << 20;
inline constexpr uint32_t kMaxSources = 64;
inline constexpr uint32_t kMaxSourceFields = 128;  // of all sources: keys, times and ids
inline constexpr uint32_t kMaxRules = 1 << 17;
inline constexpr uint32_t kMaxParams = 1 << 17;
inline constexpr uint32_t kMaxPathKeys = 64;  // of a slot, and of a time field
inline constexpr uint32_t kMaxTimeFields = 256;
inline constexpr uint32_t kMaxReferenceDepth = 64;  // nesting of atoms, values and rules
inline constexpr uint32_t kMaxAggregates = 64;      // of a rule, as all below
inline constexpr uint32_t kMaxFirstSeen = 64;
inline constexpr uint32_t kMaxBaselines = 64;
inline constexpr uint32_t kMaxSequenceSteps = 64;     // of all alternatives
inline constexpr uint32_t kMaxSequenceEvents = 128;   // of all steps, repetitions counted
inline constexpr uint32_t kMaxSequenceChoices = 256;  // ways to choose `at_least` of the steps
inline constexpr uint32_t kMaxCells = 1024;
inline constexpr uint32_t kMaxCaptures = 4096;
inline constexpr uint32_t kMaxGroup = 32;
inline constexpr uint32_t kMaxArguments = 32;  // of one first_seen
inline constexpr uint32_t kMaxExceptions = 1 << 16;
inline constexpr uint32_t kMaxAlertParts = 1024;  // of the message; and of the fields
inline constexpr uint32_t kMaxSuppressKeys = 32;
inline constexpr Duration kMaxHistory = Days(400);  // any duration
inline constexpr int64_t kMaxBaselineBins = 100'000;

}  // namespace sigrun::program
