// The tests written beside rules, ready to run: events to make and what must come of them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/event_time.h"
#include "base/source_map.h"
#include "runtime/program/vocabulary/level.h"

namespace sigrun::sema {

// Shared by all steps that use it.
using JsonText = std::shared_ptr<const std::string>;

// Events made from one fixture: its JSON, changed by each override in turn (objects whose keys are
// dotted field paths), repeated. `{n}` in an override's strings is the repetition, from 1.
struct TestStep {
  JsonText json;
  std::vector<JsonText> overrides;  // of the fixtures that it is made from
  JsonText own_override;            // written at the step; null without
  int64_t repeat = 1;
  std::optional<Duration> every;  // between repetitions
  std::optional<Duration> after;  // between the end of the step before and this one
};

struct Expectation {
  bool fires = false;
  std::optional<int64_t> times;  // without: at least once
  std::optional<program::Level> level;
  std::vector<TestStep> steps;
  std::string file;      // events from this file instead of steps
  std::string pack;      // the folder that it must lie in
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
