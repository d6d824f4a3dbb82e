// The tests written beside rules, ready to run: events to make and what must come of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/event_time.h"
#include "base/source_map.h"
#include "runtime/program/program.h"

namespace sigrun::sema {

// Events made from one fixture: its JSON, changed by each override in turn (objects whose keys are
// dotted field paths), repeated. `{n}` in an override's strings is the repetition, from 1.
struct TestStep {
  std::string json;
  std::vector<std::string> overrides;
  int64_t repeat = 1;
  Duration every;  // between repetitions
  Duration after;  // between the end of the step before and this one
};

struct Expectation {
  bool fires = false;
  std::optional<int64_t> times;  // without: at least once
  std::optional<program::Level> level;
  std::vector<TestStep> steps;
  std::string file;      // events from this file instead of steps
  std::string text;      // as written, for reports
  std::string obstacle;  // why it cannot be run; empty where it can
  Span span;
};

struct RuleTest {
  std::string rule;
  std::vector<Expectation> expectations;
  Span span;
};

}  // namespace sigrun::sema
