// One item of a selection, `field|modifier|…: values`, while its modifiers are applied: the current
// form of each value.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/source_map.h"
#include "compiler/sigma/detection/text.h"

namespace sigrun::sigma {

struct Null {};
struct Number {
  std::variant<int64_t, double> value;
  std::string written;
};
struct Regex {
  std::string pattern;
  std::string flags;
};
struct Network {
  std::string text;
};
struct Compare {
  std::string op;
  Number number;
};
struct FieldRef {
  std::string field;
  bool starts = false, ends = false;  // both: contains
};
struct Present {
  bool wanted;
};
struct TimePart {
  std::string part;  // minute, hour, …: the function's name
  std::string op = "==";
  Number number;
};
struct Value;
// One of several strings replaces the value: a placeholder with several values.
struct Choice {
  std::vector<Value> values;
};

struct Value {
  std::variant<Text, Number, bool, Null, Regex, Network, Compare, FieldRef, Present, TimePart,
               Choice>
      form;
  Span span;
};

struct Item {
  std::string field;  // empty: a keyword, searched in the whole event
  Span span;          // of the field's name
  std::vector<Value> values;
  bool all = false;      // all values must match, not one of them
  bool negated = false;  // neq
};

}  // namespace sigrun::sigma
