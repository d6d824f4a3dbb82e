// The catalogue of aggregates (`count`, `sum` …): one row of aggregates.def each. The state engine
// computes them; this table contains what the type checker and the docs need.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "stdlib/type.h"

namespace sigrun::stdlib {

enum class AggregateResult : uint8_t { kInteger, kReal, kSameAsArgument };

struct AggregateInfo {
  std::string_view name;
  uint8_t least_arguments, most_arguments;
  bool needs_number;
  AggregateResult result;
  bool available;  // false: the name is reserved, a rule that uses it is refused
  std::string_view doc;

  // The type of the result; `argument` is that of the first argument, if there is one.
  Type ResultType(Type argument) const;
};

// All rows in table order.
std::span<const AggregateInfo> Aggregates();
// Null if there is no such aggregate.
const AggregateInfo* FindAggregate(std::string_view name);

}  // namespace sigrun::stdlib
