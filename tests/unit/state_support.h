// For the tests of the keyed state: stateful rules built by hand, and a record of their firings.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/value_codec.h"
#include "runtime/program/program.h"
#include "runtime/state/keyed_state.h"

namespace sigrun::state::testing {

// A program whose rules contain only what the keyed state reads.
class ProgramMaker {
 public:
  uint32_t Length(Duration duration) {
    program.constants.push_back(duration);
    return static_cast<uint32_t>(program.constants.size() - 1);
  }
  program::Window Sliding(Duration length) {
    return {program::WindowKind::kSliding, Length(length)};
  }
  program::Window Tumbling(Duration length) {
    return {program::WindowKind::kTumbling, Length(length)};
  }
  program::Baseline Usual(uint32_t aggregate, Duration history, Duration every) {
    return {"usual", aggregate, Length(history), Length(every)};
  }
  program::FirstSeen Seen(uint32_t arguments, Duration history, Duration learn) {
    return {"seen", {}, std::vector<uint32_t>(arguments), Length(history), Length(learn)};
  }
  static program::Aggregate Over(stdlib::AggregateKind kind, uint32_t arguments) {
    return {"a", kind, {}, std::vector<uint32_t>(arguments)};
  }
  uint32_t Add(program::Stateful rule) {
    rule.memory.captures.assign(rule.captures.size(), "");
    for (size_t i = 0; i < rule.captures.size(); ++i) rule.memory.captures[i] = std::to_string(i);
    program.rules.emplace_back();
    program.rules.back().stateful = std::move(rule);
    return static_cast<uint32_t>(program.rules.size() - 1);
  }

  program::Program program;
};

// A rule that counts all its feeds in a window, in groups of one value; cell 0 is the count.
inline program::Stateful CountRule(program::Window window) {
  program::Stateful rule;
  rule.group = {0};
  rule.group_names = {"who"};
  rule.window = window;
  rule.aggregates = {ProgramMaker::Over(stdlib::AggregateKind::kCount, 0)};
  rule.cells = {{program::CellKind::kAggregate, 0}};
  return rule;
}

class Condition : public Judge {
 public:
  bool Provides(uint32_t, size_t, const program::ValueView&) override { return true; }
  using Function = std::function<bool(uint32_t rule, const StateFrame& frame)>;
  explicit Condition(Function function) : function_(std::move(function)) {}
  bool Holds(uint32_t rule, const StateFrame& frame) override { return function_(rule, frame); }

 private:
  Function function_;
};

inline Condition AtLeast(int64_t threshold) {
  return Condition(
      [=](uint32_t, const StateFrame& frame) { return frame.Cell(0).integer >= threshold; });
}

struct FiringRecord {
  uint32_t rule;
  int64_t time, start, end;
  std::string group;  // canonical bytes
  std::vector<std::string> ids;
  uint64_t count;
  bool has_window;
  friend bool operator==(const FiringRecord&, const FiringRecord&) = default;
};

class Recorder : public Firings {
 public:
  void OnFiring(const Firing& firing) override {
    std::string group;
    EncodeKey(firing.group, group);
    firings.push_back({firing.rule, firing.occurrence->time.micros, firing.window_start.micros,
                       firing.window_end.micros, group, firing.event_ids, firing.event_count,
                       firing.has_window});
  }
  std::vector<int64_t> times() const {
    std::vector<int64_t> result;
    for (const FiringRecord& each : firings) result.push_back(each.time);
    return result;
  }
  std::vector<FiringRecord> firings;
};

inline Occurrence At(int64_t micros, std::string_view id = "e") { return {{micros}, id, {}}; }

// Feeds aggregate 0 of a rule with the given group and arguments.
inline Feed FeedOf(uint32_t rule, std::span<const Value> group,
                   std::span<const Value> arguments = {}) {
  Feed feed;
  feed.rule = rule;
  feed.aggregates = 1;
  feed.group = group;
  feed.arguments = arguments;
  return feed;
}

// One rule with one aggregate of one argument over a sliding window, fed in one group.
class OneAggregate {
 public:
  OneAggregate(stdlib::AggregateKind kind, int64_t length, const Limits& limits = {})
      : state_(Make(kind, length), limits, condition_, recorder_) {}

  // The resulting value of the aggregate; the previous one if the event feeds nothing.
  const Value& Take(int64_t time, const Value& argument) {
    const Value group = Value::Int(1);
    state_.Apply(At(time), FeedOf(0, {&group, 1}, {&argument, 1}));
    return value_;
  }
  const RuleStateStats& stats() const { return state_.stats(0); }

 private:
  const program::Program& Make(stdlib::AggregateKind kind, int64_t length) {
    program::Stateful rule = CountRule(maker_.Sliding({length}));
    rule.aggregates = {ProgramMaker::Over(kind, 1)};
    maker_.Add(rule);
    return maker_.program;
  }

  ProgramMaker maker_;
  KeyedState state_;
  Value value_;
  Condition condition_{[this](uint32_t, const StateFrame& frame) {
    value_ = frame.Cell(0);
    return false;
  }};
  Recorder recorder_;
};

}  // namespace sigrun::state::testing
