// The typed rule set: names bound, types known, constants ready. Expressions form a DAG in one
// table; a `let` used twice is one node. Predicates (And, Or, Not, Test, Presence, AtLeast, Truth)
// are never absent; all other nodes are values and may be.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/ids.h"
#include "base/source_map.h"
#include "runtime/program/vocabulary/cell.h"
#include "runtime/program/vocabulary/constant.h"
#include "runtime/program/vocabulary/feed_kind.h"
#include "runtime/program/vocabulary/presence.h"
#include "runtime/program/vocabulary/refire.h"
#include "runtime/program/vocabulary/rule_info.h"
#include "runtime/program/vocabulary/sequence.h"
#include "runtime/program/vocabulary/window_kind.h"
#include "stdlib/aggregate.h"
#include "stdlib/kernel.h"
#include "stdlib/schema/log_source.h"
#include "stdlib/type.h"

namespace sigrun::ir {

using stdlib::KernelId;
using stdlib::Type;

struct ExprTag;
using ExprId = Id<ExprTag>;
struct FieldTag;
using FieldId = Id<FieldTag>;

struct Field {
  std::vector<std::string> path;  // without keys: every scalar of the event
  Type type;
};

// ---- values
struct Const {
  program::Constant value;
};
struct ParamRef {
  uint32_t param;  // index in RuleSet::params
};
struct FieldRef {
  FieldId field;
};
struct Call {
  KernelId kernel;
  std::vector<ExprId> arguments;
};
struct Member {
  ExprId object;
  std::string key;
};
struct If {
  ExprId condition;  // predicate
  ExprId then, otherwise;
};
// The first present operand.
struct Coalesce {
  std::vector<ExprId> operands;
};
// A predicate as a value of type bool.
struct BoolOf {
  ExprId predicate;
};
// An aggregate, a baseline member, a first_seen or the sequence of the rule: index in
// Stateful::cells.
struct CellRef {
  uint32_t cell;
};

// ---- predicates
struct Truth {
  bool value;
};
struct And {
  std::vector<ExprId> operands;
};
struct Or {
  std::vector<ExprId> operands;
};
struct Not {
  ExprId operand;
};
struct AtLeast {
  uint32_t count;
  std::vector<ExprId> operands;
};
struct Test {
  KernelId kernel;
  bool all_elements = false;  // over a list: all and at least one; otherwise any
  std::vector<ExprId> arguments;
};
using program::PresenceMode;
struct Presence {
  PresenceMode mode;
  ExprId operand;
};

// An earlier rule matches the event: it fires on it or, if it is stateful, is fed by it. `fires`: a
// stateful rule fired on it, which only state code can know.
struct RuleMatches {
  uint32_t rule;  // index in RuleSet::rules
  bool fires = false;
};

using Node = std::variant<Const, ParamRef, FieldRef, Call, Member, If, Coalesce, BoolOf, CellRef,
                          Truth, And, Or, Not, AtLeast, Test, Presence, RuleMatches>;

struct Expr {
  Node node;
  Type type;
  Span span;
  // The number of nodes of the tree that this DAG represents, saturating: a bound on naive
  // evaluation.
  uint32_t weight = 1;
  uint32_t depth = 1;  // of the longest chain of operands
  // Whether it or an operand is only known to state code, or reads a state cell.
  bool stateful = false;
  bool reads_cells = false;

  bool IsPredicate() const { return node.index() >= Node(Truth{}).index(); }
};

// ---- rules
struct Exception {
  ExprId when;
  std::optional<Timestamp> until;
  std::string reason;
};
struct Window {
  program::WindowKind kind = program::WindowKind::kSliding;
  ExprId length;  // Const or ParamRef of a duration, here and below
};
struct Aggregate {
  std::string name;
  stdlib::AggregateKind kind;
  ExprId where;  // a predicate
  std::vector<ExprId> arguments;
  Type type;
  ExprId percent;  // if it takes one: Const or ParamRef of a number
};
struct Baseline {
  std::string name;
  uint32_t aggregate;
  ExprId history, every;
};
struct FirstSeen {
  std::string name;
  ExprId where;
  std::vector<ExprId> arguments;
  ExprId history, learn;
};
struct SequenceStep {
  std::string name;
  ExprId where;  // a predicate
  bool negated = false;
  uint32_t repeat = 1;
};
struct Sequence {
  std::vector<program::SequenceAlternative> alternatives;
  std::vector<SequenceStep> steps;  // of all of them
};
struct Named {
  std::string name;  // as written
  ExprId value;
};
// The part of a `where` that is only known later: see program::Proviso.
struct Proviso {
  program::FeedKind kind;
  uint32_t index;
  ExprId holds;
};
struct Stateful {
  std::vector<Named> group;
  std::optional<Window> window;
  std::vector<Aggregate> aggregates;
  std::vector<Baseline> baselines;
  std::vector<FirstSeen> first_seen;
  std::optional<Sequence> sequence;
  std::vector<program::Cell> cells;
  std::vector<Proviso> provisos;
  bool group_if_present = false;
  program::Refire refire = program::Refire::kChange;
};
struct MessagePart {
  std::string text;
  ExprId value;  // may be invalid: then literal text
};
struct Suppress {
  ExprId duration;
  std::vector<Named> by;
};
struct Alert {
  bool enabled = true;
  ExprId level;  // an integer; may be invalid
  std::vector<MessagePart> message;
  std::vector<Named> fields;
  std::optional<Suppress> suppress;
};
struct Rule {
  program::RuleInfo info;
  // Set by HashRules once the rules are checked.
  std::string meaning;
  struct Memory {
    std::string hash;
    std::vector<uint32_t> params;  // indices in RuleSet::params
  };
  Memory memory;              // of a stateful rule: see program::Memory
  std::string suppress_keys;  // see program::Suppress
  LogSourceId source;  // in RuleSet::log_sources; not valid: those of its inputs, which differ
  std::vector<uint32_t> inputs;  // rules that it is on: indices in RuleSet::rules
  ExprId condition;              // a predicate
  std::optional<Stateful> stateful;
  std::vector<Exception> exceptions;
  Alert alert;
  Span span;  // of the rule's name
};

struct Param {
  std::string rule, name, help;
  Type type;
  program::Constant value;
};

struct RuleSet {
  IdVector<LogSourceId, const stdlib::LogSource*> log_sources;  // that rules can name
  IdVector<ExprId, Expr> exprs;
  IdVector<FieldId, Field> fields;
  std::vector<Param> params;
  std::vector<Rule> rules;

  // What the fields of a source are; of several sources any.
  const stdlib::LogSource& SourceOf(LogSourceId id) const {
    return id.valid() ? *log_sources[id] : stdlib::AnyLogSource();
  }

  // Adds a node; fills in what is derived: weight, depth, stateful.
  ExprId Add(Node node, Type type, Span span);
};

// The nodes that a node reads, in order.
std::vector<ExprId> Operands(const Node& node);
// The same node with other operands (as many as Operands returned).
Node WithOperands(const Node& node, const std::vector<ExprId>& operands);

// a.b.c, or anywhere()
std::string PathText(const Field& field);
// Text for `sigrun dump --stage=ir` and the golden files.
std::string Print(const RuleSet& rules);
std::string Print(const RuleSet& rules, const Rule& rule);
// One expression on one line; shared parts are expanded.
std::string Print(const RuleSet& rules, ExprId expr);

// Sets the hashes that identify what rules mean and what they remember: of expressions, state and
// sources; of no metadata, names or layout, and of no printed text, so that they are the same with
// every compiler and library. A meaning includes parameter values and the meanings of input rules.
void HashRules(RuleSet& rules);
// What the expression computes, list contents aside.
std::string HashOf(const RuleSet& rules, ExprId expr);

}  // namespace sigrun::ir
