// What a temporal correlation waits for: steps, in order or not, in one of several ways. Private to
// sigma.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "compiler/sigma/correlation.h"

namespace sigrun::sigma {

// As many as a sequence can have: program::kMaxSequenceSteps.
constexpr size_t kMostSteps = 64;

struct Step {
  std::vector<size_t> rules;  // any of these documents
  bool negated = false;
  Span span;
};
using Steps = std::vector<Step>;

// A condition of rules as alternatives: each `or` between more than rules doubles them. What would
// be too much for a sequence is cut off, to be refused. `rule_of` gives the document that a name
// means.
std::vector<Steps> AlternativesOf(const Condition& condition, bool ordered,
                                  const std::function<size_t(const Condition&)>& rule_of);

// How many of `count` steps the comparisons ask for at least; 0: all of them. Nothing when they ask
// for something else.
std::optional<uint32_t> LeastSteps(const std::vector<Comparison>& comparisons, size_t count);

// Why a sequence cannot be made of them, in the words of conditions; empty when it can.
std::string WrongWith(const std::vector<Steps>& alternatives, bool ordered);

}  // namespace sigrun::sigma
