// Runs the tests written beside rules: makes their events, sends them through a real pipeline,
// compares what fires.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/source_map.h"
#include "compiler/modules/file_system.h"
#include "compiler/sema/check.h"
#include "compiler/sema/rule_test.h"
#include "engine/options.h"
#include "runtime/exec/loaded_program.h"

namespace sigrun::engine {

struct TestOutcome {
  std::string rule;
  std::string text;  // the expectation as written
  bool passed = false;
  bool run = true;                   // false where errors in the rules stand in the way
  std::string reason;                // what came instead, when it failed; why it was not run
  std::vector<std::string> details;  // how that came about, a line each
  Span span;
  double seconds = 0;
};

// What the tests were written for: the rules as checked, where they are written, and where files
// that tests name are read from.
struct TestedRules {
  const sema::Checked& checked;
  const SourceMap& sources;
  const modules::FileSystem& files;
};

// One outcome for each expectation of each test.
std::vector<TestOutcome> RunTests(const TestedRules& rules, const exec::LoadedProgram& program);

// The events of one expectation as NDJSON: fixtures with their overrides, repetitions, times, ids.
// Fails where a file cannot be read, where `every` or `after` could have no effect, and where it
// would be more than the largest file.
Result<std::string> MakeEvents(const sema::Expectation& expectation,
                               const modules::FileSystem& files);

// An error in the rules, or a path that is none: what it concerns could not be tested.
struct RuleError {
  std::string file;
  uint32_t line = 0;
  std::string type;  // the diagnostic's code, or "path"
  std::string message;
};

// JUnit XML, as CI systems read it. `sources` gives each test its place. Errors are test cases of a
// suite of their own; expectations not run for them are skipped.
std::string JUnitXml(const std::vector<TestOutcome>& outcomes, const std::vector<RuleError>& errors,
                     const SourceMap& sources);

}  // namespace sigrun::engine
