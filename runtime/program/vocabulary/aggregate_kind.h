// What an aggregate computes.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/enum_names.h"

namespace sigrun::program {

enum class AggregateKind : uint8_t {
  kCount,
  kDistinct,
  kSum,
  kAvg,
  kMin,
  kMax,
  kFirst,
  kLast,
  kMedian,
  kPercentile,
};

constexpr std::string_view Name(AggregateKind kind) {
  switch (kind) {
    case AggregateKind::kCount:
      return "count";
    case AggregateKind::kDistinct:
      return "distinct";
    case AggregateKind::kSum:
      return "sum";
    case AggregateKind::kAvg:
      return "avg";
    case AggregateKind::kMin:
      return "min";
    case AggregateKind::kMax:
      return "max";
    case AggregateKind::kFirst:
      return "first";
    case AggregateKind::kLast:
      return "last";
    case AggregateKind::kMedian:
      return "median";
    case AggregateKind::kPercentile:
      return "percentile";
  }
  return {};
}

}  // namespace sigrun::program
