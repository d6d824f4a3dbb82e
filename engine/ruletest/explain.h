// Explains why an expectation of a rule test failed: which part of the condition was false on which
// event, and how far the state progressed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/source_map.h"
#include "compiler/ir/ir.h"

namespace sigrun::engine {

struct Failure {
  uint32_t rule;                // index in the rule set
  std::string_view events;      // the input, as NDJSON
  std::vector<uint64_t> fired;  // the events on which it fired, counted from 1
  bool too_seldom;              // it should have fired, or more often; otherwise the opposite
};

// One reason per line; empty if nothing is known.
std::vector<std::string> Explain(const Failure& failure, const ir::RuleSet& rules,
                                 const SourceMap& sources);

}  // namespace sigrun::engine
