// Runs the tests written beside rules: makes their events, sends them through a real pipeline,
// compares what fires.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/source_map.h"
#include "compiler/sema/rule_test.h"
#include "engine/options.h"
#include "runtime/exec/loaded_program.h"

namespace sigrun::engine {

struct TestOutcome {
  std::string rule;
  std::string text;  // the expectation as written
  bool passed = false;
  bool run = true;     // false where errors in the rules stand in the way
  std::string reason;  // what came instead, when it failed; why it was not run
  Span span;
  double seconds = 0;
};

// One outcome for each expectation of each test.
std::vector<TestOutcome> RunTests(const std::vector<sema::RuleTest>& tests,
                                  const exec::LoadedProgram& program);

// The events of one expectation as NDJSON: fixtures with their overrides, repetitions, times, ids.
// Fails where a file cannot be read or a fixture has no usable eventTime to count from.
Result<std::string> MakeEvents(const sema::Expectation& expectation);

// An error in the rules, or a path that is none: what it concerns could not be tested.
struct RuleError {
  std::string file;
  uint32_t line = 0;
  std::string message;
};

// JUnit XML, as CI systems read it. `sources` gives each test its place. Errors are test cases of a
// suite of their own; expectations not run for them are skipped.
std::string JUnitXml(const std::vector<TestOutcome>& outcomes, const std::vector<RuleError>& errors,
                     const SourceMap& sources);

}  // namespace sigrun::engine
