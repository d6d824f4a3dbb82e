#include "engine/ruletest/ruletest.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "engine/pipeline.h"
#include "runtime/event/decoder.h"

namespace sigrun::engine {
namespace {

class Collector final : public AlertSink {
 public:
  void OnAlert(const alert::Alert& alert) override { levels.push_back(alert.level); }
  std::vector<program::Level> levels;
};

std::string Times(size_t n) { return n == 1 ? "once" : fmt::format("{} times", n); }

std::string LevelsText(const std::vector<program::Level>& levels) {
  std::string text;
  for (const program::Level level : levels)
    text += (text.empty() ? "" : ", ") + std::string(program::Name(level));
  return text;
}

// Empty when the expectation is met.
std::string Compare(const sema::Expectation& expected, const std::vector<program::Level>& levels) {
  size_t fired = 0;
  for (const program::Level level : levels) fired += !expected.level || level == *expected.level;
  if (!expected.fires)
    return levels.empty() ? "" : fmt::format("it fired {}", Times(levels.size()));
  const bool met = expected.times ? fired == static_cast<size_t>(*expected.times) : fired > 0;
  if (met) return "";
  if (expected.level && !levels.empty())
    return fmt::format("it fired {}, at level {}", Times(levels.size()), LevelsText(levels));
  return levels.empty() ? "it did not fire" : fmt::format("it fired {}", Times(levels.size()));
}

std::string Describe(const Ledger& ledger) {
  std::string text;
  for (const event::Reject& reject : ledger.rejects())
    text += fmt::format("; record {} was rejected: {} {}", reject.origin.record,
                        Name(reject.reason), reject.detail);
  if (ledger.not_an_event() > 0)
    text += fmt::format("; {} of the records are no events", ledger.not_an_event());
  return text;
}

std::string RunOne(const sema::Expectation& expected, uint32_t rule,
                   const exec::LoadedProgram& program) {
  const auto events = MakeEvents(expected);
  if (!events.ok()) return events.error().message;
  const Options options;
  Collector alerts;
  Pipeline pipeline(program, options, alerts);
  pipeline.OnlyRule(rule);
  event::Decoder decoder(Pipeline::LayoutOf(program, options), options.event_limits, pipeline);
  pipeline.BeginFile(expected.file.empty() ? "test" : expected.file);
  decoder.Begin(0);
  decoder.Feed(*events);
  decoder.End();
  if (const Status status = pipeline.Finish(); !status.ok()) return status.error().message;
  const std::string reason = Compare(expected, alerts.levels);
  return reason.empty() ? "" : reason + Describe(pipeline.ledger());
}

bool Runs(const sema::RuleTest& test) {
  return std::any_of(test.expectations.begin(), test.expectations.end(),
                     [](const sema::Expectation& expected) { return expected.obstacle.empty(); });
}

}  // namespace

std::vector<TestOutcome> RunTests(const std::vector<sema::RuleTest>& tests,
                                  const exec::LoadedProgram& program) {
  std::vector<TestOutcome> outcomes;
  const auto& rules = program.program().rules;
  for (const sema::RuleTest& test : tests) {
    uint32_t rule = 0;
    while (rule < rules.size() && rules[rule].info.name != test.rule) ++rule;
    SIGRUN_CHECK(rule < rules.size() || !Runs(test));
    for (const sema::Expectation& expected : test.expectations) {
      const auto start = std::chrono::steady_clock::now();
      TestOutcome outcome{test.rule,         expected.text, false, true,
                          expected.obstacle, expected.span, 0};
      outcome.run = expected.obstacle.empty();
      if (outcome.run) outcome.reason = RunOne(expected, rule, program);
      outcome.passed = outcome.reason.empty();
      outcome.seconds =
          std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
      outcomes.push_back(std::move(outcome));
    }
  }
  return outcomes;
}

}  // namespace sigrun::engine
