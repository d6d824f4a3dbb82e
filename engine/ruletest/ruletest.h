// Runs the tests of rules: builds their events, sends them through a real pipeline, and compares
// the firings.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/source_map.h"
#include "compiler/modules/file_system.h"
#include "compiler/sema/check.h"
#include "compiler/sema/rule_test.h"
#include "engine/record/options.h"
#include "runtime/exec/loaded_program.h"

namespace sigrun::engine {

struct TestOutcome {
  std::string rule;
  std::string text;  // the expectation as written
  bool passed = false;
  bool run = true;     // false if errors in the rules prevent it
  std::string reason;  // the actual result of a failed test; the reason if it was not run
  std::vector<std::string> details;  // how that came about, a line each
  Span span;
  double seconds = 0;
};

// The context of the tests: the checked rules, their sources, and the file system for files that
// tests name.
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

// An error in the rules, or an unusable path: the affected tests could not run.
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
