#include "engine/ruletest/ruletest.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "engine/pipeline.h"
#include "engine/ruletest/explain.h"
#include "runtime/event/decoder.h"

namespace sigrun::engine {
namespace {

class Collector final : public AlertSink {
 public:
  Status OnAlert(const alert::Alert& alert) override {
    levels.push_back(alert.level);
    events.push_back(alert.record);
    return Ok();
  }
  std::vector<program::Level> levels;
  std::vector<uint64_t> events;
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
  if (!expected.fires) {
    if (fired == 0) return "";
    return expected.level ? fmt::format("it fired {} at level {}", Times(fired),
                                        program::Name(*expected.level))
                          : fmt::format("it fired {}", Times(fired));
  }
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
    text += fmt::format("; {} of the records are not events", ledger.not_an_event());
  return text;
}

// The rule as it was checked; null for one that the checker does not know.
std::optional<uint32_t> CheckedRule(const TestedRules& rules, const std::string& name) {
  const auto& all = rules.checked.rules.rules;
  for (uint32_t i = 0; i < all.size(); ++i)
    if (all[i].info.name == name) return i;
  return std::nullopt;
}

void RunOne(const sema::Expectation& expected, uint32_t rule, const exec::LoadedProgram& program,
            const TestedRules& rules, TestOutcome& outcome) {
  const auto events = MakeEvents(expected, rules.files);
  if (!events.ok()) {
    outcome.reason = events.error().message;
    return;
  }
  Options options;
  options.rule_test = true;
  options.only_rule = rule;
  Collector alerts;
  Pipeline pipeline(program, options, alerts);
  event::Decoder decoder(Pipeline::LayoutOf(program, options), options.event_limits, pipeline);
  pipeline.BeginFile(expected.file.empty() ? "test" : expected.file);
  decoder.Begin(0);
  decoder.Feed(*events);
  decoder.End();
  if (const Status status = pipeline.Finish(); !status.ok()) {
    outcome.reason = status.error().message;
    return;
  }
  outcome.reason = Compare(expected, alerts.levels);
  if (outcome.reason.empty()) return;
  outcome.reason += Describe(pipeline.ledger());
  const auto index = CheckedRule(rules, outcome.rule);
  if (!index) return;
  const bool too_seldom =
      expected.fires && alerts.levels.size() <= static_cast<size_t>(expected.times.value_or(1));
  outcome.details =
      Explain({*index, *events, alerts.events, too_seldom}, rules.checked.rules, rules.sources);
}

bool Runs(const sema::RuleTest& test) {
  return std::any_of(test.expectations.begin(), test.expectations.end(),
                     [](const sema::Expectation& expected) { return expected.obstacle.empty(); });
}

}  // namespace

std::vector<TestOutcome> RunTests(const TestedRules& tested, const exec::LoadedProgram& program) {
  std::vector<TestOutcome> outcomes;
  const auto& rules = program.program().rules;
  for (const sema::RuleTest& test : tested.checked.tests) {
    uint32_t rule = 0;
    while (rule < rules.size() && rules[rule].info.name != test.rule) ++rule;
    SIGRUN_CHECK(rule < rules.size() || !Runs(test));
    for (const sema::Expectation& expected : test.expectations) {
      const auto start = std::chrono::steady_clock::now();
      TestOutcome outcome{test.rule, expected.text, false, true, expected.obstacle,
                          {},        expected.span, 0};
      outcome.run = expected.obstacle.empty();
      if (outcome.run) RunOne(expected, rule, program, tested, outcome);
      outcome.passed = outcome.reason.empty();
      outcome.seconds =
          std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
      outcomes.push_back(std::move(outcome));
    }
  }
  return outcomes;
}

}  // namespace sigrun::engine
