// The steps that a temporal correlation waits for, ordered or unordered, in one or more
// alternatives.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/source_map.h"
#include "compiler/sigma/correlation/correlation.h"
#include "compiler/sigma/detection/condition.h"

namespace sigrun::sigma {

// The limit of a sequence: program::kMaxSequenceSteps.
constexpr size_t kMostSteps = 64;

struct Step {
  std::vector<size_t> rules;  // any of these documents
  bool negated = false;
  Span span;
};
using Steps = std::vector<Step>;

// A condition over rules as alternatives: each `or` between several rules doubles them. What
// exceeds the limit of a sequence is cut off and rejected later. `rule_of` gives the document that
// a name refers to.
std::vector<Steps> AlternativesOf(const Condition& condition, bool ordered,
                                  const std::function<size_t(const Condition&)>& rule_of);

// The minimum number of `count` steps that the comparisons require; 0: all of them. Nullopt if they
// require something else.
std::optional<uint32_t> LeastSteps(const std::vector<Comparison>& comparisons, size_t count);

// Why these cannot become a sequence, in the terms of a condition; empty if they can.
std::string WrongWith(const std::vector<Steps>& alternatives, bool ordered);

}  // namespace sigrun::sigma
