// The catalogue of aggregates (`count`, `sum` …): one row of aggregates.def each. How each one
// computes its value is up to runtime/state/window.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/enum_names.h"
#include "stdlib/type.h"

namespace sigrun::stdlib {

enum class AggregateKind : uint8_t {
#define SIGRUN_AGGREGATE(kind, ...) k##kind,
#include "stdlib/aggregates.def"
};

enum class AggregateArguments : uint8_t { kNone, kValue, kTuple, kNumber, kNumberAndPercent };
enum class AggregateResult : uint8_t { kInteger, kReal, kNumber, kSameAsArgument };
enum class WhenEmpty : uint8_t { kZero, kAbsent };

struct AggregateInfo {
  std::string_view name;
  AggregateArguments arguments;
  AggregateResult result;
  WhenEmpty when_empty;
  std::string_view sigma;  // type of a Sigma correlation, or empty
  std::string_view doc, values, example;

  size_t least_arguments() const;
  size_t most_arguments() const;
  bool needs_number() const;
  bool has_percent() const { return arguments == AggregateArguments::kNumberAndPercent; }
  // Whether no value is below zero.
  bool counts() const { return result == AggregateResult::kInteger; }
  // The type of the result; `argument` is that of the first argument, if there is one.
  Type ResultType(Type argument) const;
};

// All rows, by kind.
std::span<const AggregateInfo> Aggregates();
const AggregateInfo& Info(AggregateKind kind);
constexpr std::string_view Name(AggregateKind kind) {
  switch (kind) {
#define SIGRUN_AGGREGATE(kind, name, ...) \
  case AggregateKind::k##kind:            \
    return #name;
#include "stdlib/aggregates.def"
  }
  return {};
}
// Null when there is no such aggregate.
std::optional<AggregateKind> FindAggregate(std::string_view name);

// A name that a rule cannot use yet.
struct ReservedAggregate {
  std::string_view name, arguments, result, doc;
};
std::span<const ReservedAggregate> ReservedAggregates();
// Whether it is the name of an aggregate, reserved or not.
bool IsAggregateName(std::string_view name);

}  // namespace sigrun::stdlib
