// What a stateful rule's code can read of its state.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/enum_names.h"

namespace sigrun::program {

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

constexpr std::string_view Name(CellKind kind) {
  switch (kind) {
    case CellKind::kAggregate:
      return "aggregate";
    case CellKind::kBaselineN:
      return "n";
    case CellKind::kBaselineMean:
      return "mean";
    case CellKind::kBaselineStddev:
      return "stddev";
    case CellKind::kBaselineMedian:
      return "median";
    case CellKind::kBaselineMad:
      return "mad";
    case CellKind::kFirstSeen:
      return "first_seen";
    case CellKind::kSequence:
      return "sequence";
  }
  return {};
}

// `index`: in the table of Stateful that the kind names.
struct Cell {
  CellKind kind;
  uint32_t index = 0;
};

}  // namespace sigrun::program
