// The contents of a rule file as written: names unbound, types unchecked, every part with its span.
// Both front ends (the rule language, Sigma YAML) build it; all later stages only read it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/ids.h"
#include "base/source_map.h"
#include "base/time/event_time.h"

namespace sigrun::ast {

struct ExprTag;
using ExprId = Id<ExprTag>;

struct Name {
  std::string text;
  Span span;
};

// a.b.c, a."x-y".c, `@a`.b, a[0].b: a field, a binding, a parameter, …; resolved later.
struct PathSegment {
  std::string name;               // empty for an index
  std::optional<uint32_t> index;  // [0]
  bool quoted = false;            // written as a string or in backquotes
  Span span;
};
struct Path {
  std::vector<PathSegment> segments;
};

struct RegexText {
  std::string pattern;  // between the slashes, with `\/` replaced by `/`
  std::string flags;
};
struct NullLiteral {};
// A number with a percent sign is a double: 95% is 0.95. Bytes is a number of bytes (5GiB).
struct Bytes {
  int64_t count;
};
using LiteralValue = std::variant<bool, int64_t, double, std::string, Duration, Bytes, Timestamp,
                                  RegexText, NullLiteral>;
struct Literal {
  LiteralValue value;
};

enum class ArithmeticOp : uint8_t { kAdd, kSubtract, kMultiply, kDivide, kModulo };
struct Arithmetic {
  ArithmeticOp op;
  ExprId left, right;
};
struct Negate {
  ExprId operand;
};
struct And {
  std::vector<ExprId> operands;  // two or more
};
struct Or {
  std::vector<ExprId> operands;
};
struct Not {
  ExprId operand;
};
struct If {
  ExprId condition, then, otherwise;
};

// left OP right. `op` is the operator as the catalogue of kernels names it: "==", "!=", "<", "<=",
// ">", ">=", "in", "contains", "startswith", "endswith", "like", "matches".
enum class Quantifier : uint8_t { kNone, kAny, kAll };
struct Test {
  std::string op;
  Span op_span;
  bool cased = false;
  bool negated = false;                     // `not in`, `not contains`, …; `!=` is its own op
  Quantifier of_right = Quantifier::kNone;  // contains any [..], contains all [..]
  bool all_of_left = false;                 // all of f == ..
  ExprId left, right;
};

enum class PresenceMode : uint8_t { kExists, kNull, kAbsent, kEmpty };
struct Presence {
  PresenceMode mode;
  bool negated = false;  // is not null, …
  ExprId operand;
};

// any of filter_*, all of them, 2 of (a, b, c)
struct Quantified {
  uint32_t at_least = 0;  // N of; 0 means all of
  bool them = false;
  std::vector<Name> patterns;  // including `*`
};

struct ListLiteral {
  std::vector<ExprId> items;
};

// name(arguments where predicate; option value, …): a function or, in a binding of a rule, an
// aggregate. `across (a, b)` has more than one value.
struct CallOption {
  Name name;
  std::vector<ExprId> values;
};
struct Call {
  Name name;
  std::vector<ExprId> arguments;
  ExprId where;  // may be invalid
  std::vector<CallOption> options;
  std::vector<PathSegment> members;  // parse_json(x).Statement.Effect
};

struct Expr {
  Span span;
  std::variant<Literal, Path, Arithmetic, Negate, And, Or, Not, If, Test, Presence, Quantified,
               ListLiteral, Call>
      node;
};

// ---- declarations

struct TypeName {
  Name name;                         // "list" for list<T>
  std::vector<TypeName> parameters;  // at most one
};

struct Import {
  std::vector<Name> path;
  Span span;
};
struct Let {
  Name name;
  bool is_public = false;
  ExprId value;
  Span span;
};
struct List {
  Name name;
  bool is_public = false;
  std::optional<TypeName> element_type;
  ExprId items;                   // a ListLiteral, or invalid if read from a file
  std::optional<Name> from_file;  // the path as written
  Span span;
};
struct TableColumn {
  Name name;
  TypeName type;
};
struct Table {
  Name name;
  bool is_public = false;
  Name from_file;
  Name key;
  std::vector<TableColumn> columns;
  Span span;
};

// A value in a meta or exception block: plain text for words and tags, spans kept.
struct MetaValue {
  struct Text {
    std::string text;
    bool quoted = false;  // a string, not a bare word
  };
  std::variant<Text, int64_t, double, bool, Timestamp, std::vector<MetaValue>> value;
  Span span;
};
struct MetaItem {
  Name key;
  MetaValue value;
};

struct Param {
  Name name;
  TypeName type;
  ExprId value;
  std::string help;
  Span span;
};
struct Binding {
  Name name;
  ExprId value;
  Span span;
  bool unused_is_told = false;  // a front end has already reported it
};
struct OnClause {
  std::vector<Name> source;  // aws.cloudtrail: one Name per part
  std::vector<Name> rules;   // `on rule a, b`
  Span span;
};
enum class WindowKind : uint8_t { kSliding, kTumbling, kSession };
struct Window {
  WindowKind kind;
  ExprId length;  // the gap, for a session
  ExprId max;     // sessions only; may be invalid
  Span span;
};
struct SequenceStep {
  Name name;
  bool negated = false;
  int64_t repeat = 1;
};
// a -> b, or all of (a, b)
struct SequenceAlternative {
  bool any_order = false;
  uint32_t at_least = 0;  // 2 of a -> b -> c; 0 means all
  std::vector<SequenceStep> steps;
  Span span;
};
struct Sequence {
  std::vector<SequenceAlternative> alternatives;  // joined by `or`
  ExprId within;
  Span span;
};
struct AlertItem {
  Name key;
  ExprId value;
  std::vector<ExprId> by;
  Span span;
};

struct Rule {
  Name name;
  std::vector<MetaItem> meta;
  Span meta_span;            // invalid without a meta block
  std::vector<OnClause> on;  // must be exactly one; checked later
  std::vector<Param> params;
  std::vector<Binding> bindings;              // in the order written
  std::vector<std::vector<ExprId>> group_by;  // one entry for each `group by`
  std::vector<Span> group_by_spans;
  bool group_if_present = false;  // group by … if present
  std::vector<Window> windows;
  std::vector<Sequence> sequences;
  std::vector<ExprId> conditions;
  std::vector<Span> condition_spans;
  std::vector<AlertItem> alert;
  std::vector<Span> alert_spans;
  Span span;
};

struct Exception {
  Name rule;
  std::vector<ExprId> when;
  std::vector<MetaItem> items;  // reason, until, …
  Span span;
};

// JSON in a fixture or override: the text as written. The grammar has checked that it is
// well-formed (except for a trailing comma and comments).
struct JsonText {
  std::string text;
  Span span;
};
struct Fixture {
  Name name;
  std::optional<JsonText> json;
  std::optional<Name> base;  // fixture a = b with {…}
  std::optional<JsonText> overrides;
  std::optional<Name> from_file;
  Span span;
};
struct StreamStep {
  Name fixture;
  std::optional<JsonText> overrides;
  int64_t repeat = 1;
  ExprId every;  // may be invalid
  ExprId after;  // may be invalid
  Span span;
};
struct Expectation {
  bool fires = false;
  std::optional<int64_t> times;  // fires 3 times, fires once; without: at least once
  std::vector<StreamStep> steps;
  std::optional<Name> from_file;
  std::optional<Name> level;
  Span span;
};
struct RuleTest {
  Name rule;
  std::vector<Expectation> expectations;
  Span span;
};

using Item = std::variant<Import, Let, List, Table, Rule, Exception, Fixture, RuleTest>;

// A declaration with an error. Its readable parts may be among the items.
struct Broken {
  enum Kind : uint8_t { kValue, kRule, kException, kFixture, kTest };  // kValue: let, list, table
  Kind kind;
  Name name;  // declared name; for exceptions and tests, the name of the rule
  Span span;
};

struct File {
  SourceId source;
  IdVector<ExprId, Expr> exprs;
  std::vector<Item> items;  // in the order written
  std::vector<Broken> broken;
  bool damaged = false;  // an error outside these: the declarations of the file are not fully known

  bool IsBroken(Span item) const {
    const auto within = [&](const Broken& b) {
      return b.span.begin <= item.begin && item.begin < b.span.end;
    };
    return std::any_of(broken.begin(), broken.end(), within);
  }
};

}  // namespace sigrun::ast
