// A parsed correlation: what it counts, over which rules, within which time.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/source_map.h"
#include "base/time/event_time.h"
#include "compiler/sigma/detection/condition.h"

namespace sigrun::sigma {

struct Comparison {
  std::string op;  // an operator of the language
  std::variant<int64_t, double> threshold;
  Span span;
};

struct Correlation {
  enum Type : uint8_t {
    kEventCount,
    kValueCount,
    kTemporal,
    kTemporalOrdered,
    kValueSum,
    kValueAvg,
    kValuePercentile,
    kValueMedian
  };
  size_t document = 0;  // index
  Type type = kEventCount;
  struct Input {
    size_t document;  // index
    std::string written;
    Span span;
  };
  std::vector<Input> inputs;
  struct Field {
    std::string name;
    Span span;
  };
  std::vector<Field> group_by;
  Duration timespan{};
  Span timespan_span;
  std::vector<Comparison> comparisons;
  std::vector<Field> fields;  // of the condition
  std::optional<std::variant<int64_t, double>> percentile;
  std::optional<Condition> extended;
  Span condition_span;
  // alias → index of a document → the field's name there
  std::map<std::string, std::map<size_t, std::string>> aliases;
  bool generate = false;

  bool IsTemporal() const { return type == kTemporal || type == kTemporalOrdered; }
  bool IsInput(size_t rule) const {
    return std::ranges::find(inputs, rule, &Input::document) != inputs.end();
  }
  // The name of a field in one of the inputs.
  const std::string& NameAt(size_t input, const std::string& field) const {
    const auto alias = aliases.find(field);
    if (alias == aliases.end()) return field;
    const auto own = alias->second.find(input);
    return own == alias->second.end() ? field : own->second;
  }
};

// The names in Sigma.
std::string_view NameOf(Correlation::Type type);
std::optional<Correlation::Type> TypeNamed(std::string_view name);
std::vector<std::string> TypeNames();

}  // namespace sigrun::sigma
