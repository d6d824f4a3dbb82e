// The tests of rules, ready to run: events to build and their expected results.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/source_map.h"
#include "base/time/event_time.h"
#include "runtime/program/vocabulary/level.h"

namespace sigrun::sema {

// Shared by all steps that use it.
using JsonText = std::shared_ptr<const std::string>;

// Events made from one fixture: its JSON, changed by each override in turn (objects whose keys are
// dotted field paths), repeated. `{n}` in an override's strings is the repetition, from 1.
struct TestStep {
  JsonText json;
  std::vector<JsonText> overrides;  // of the fixtures it derives from
  JsonText own_override;            // written at the step; null without
  int64_t repeat = 1;
  std::optional<Duration> every;  // between repetitions
  std::optional<Duration> after;  // between the end of the step before and this one
};

struct Expectation {
  bool fires = false;
  std::optional<int64_t> times;  // if empty: at least once
  std::optional<program::Level> level;
  std::vector<TestStep> steps;
  std::string file;      // events from this file instead of steps
  std::string pack;      // the folder that must contain it
  std::string text;      // as written, for reports
  std::string obstacle;  // why it cannot run; empty if it can
  Span span;
};

struct RuleTest {
  std::string rule;
  std::vector<Expectation> expectations;
  Span span;
};

}  // namespace sigrun::sema
