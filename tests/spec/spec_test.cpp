// Runs every rule file of tests/spec and of the shipped pack in every mode of the engine. The tests
// inside the files must pass in each, and each must fire on exactly the same events as the judge.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <span>

#include "compiler/compile.h"
#include "compiler/diag/render.h"
#include "engine/load_rules.h"
#include "engine/pipeline.h"
#include "engine/ruletest/ruletest.h"
#include "runtime/event/decoder.h"
#include "tests/reference/runner.h"

namespace sigrun {
namespace {

struct Mode {
  const char* name;
  bool passes, share, dispatch;
  exec::LoadOptions load;
};
constexpr Mode kModes[] = {{"vm", true, true, true, {}},
                           {"passes off", false, true, true, {}},
                           {"sharing off", true, false, true, {}},
                           {"dispatch off", true, true, true, {false, true}},
                           {"caches off", true, true, true, {true, false}},
                           {"all off", false, false, false, {false, false}}};

class Collector final : public engine::AlertSink {
 public:
  void OnAlert(const alert::Alert& alert) override {
    fired.push_back({alert.rule->name, FormatTimestamp(alert.time),
                     alert.event_ids.empty() ? "" : alert.event_ids.back(),
                     static_cast<int>(alert.level)});
  }
  std::vector<reference::Fired> fired;
};

std::vector<reference::Fired> RunEngine(const exec::LoadedProgram& program,
                                        const std::string& events, const std::string& rule) {
  const engine::Options options;
  Collector collector;
  engine::Pipeline pipeline(program, options, collector);
  for (uint32_t i = 0; i < program.program().rules.size(); ++i)
    if (program.program().rules[i].info.name == rule) pipeline.OnlyRule(i);
  event::Decoder decoder(engine::Pipeline::LayoutOf(program, options), options.event_limits,
                         pipeline);
  pipeline.BeginFile("events");
  decoder.Begin(0);
  decoder.Feed(events);
  decoder.End();
  CHECK(pipeline.Finish().ok());
  CHECK(pipeline.ledger().Balances());
  std::sort(collector.fired.begin(), collector.fired.end());
  return std::move(collector.fired);
}

std::string Text(const std::vector<reference::Fired>& fired) {
  std::string text;
  for (const reference::Fired& one : fired)
    text += one.rule + " " + one.time + " " + one.event_id + " " + std::to_string(one.level) + "\n";
  return text;
}

compiler::Compilation CompileFile(const modules::RootFile& file, const Mode& mode) {
  compiler::Options options;
  options.passes = mode.passes;
  options.network = {mode.share, mode.dispatch};
  return compiler::Compile({file}, modules::DiskFileSystem(), options);
}

// What each expectation's events must make fire: what the judge says, asked once for a file.
using Verdicts = std::map<std::string, std::string>;

const std::string& Verdict(Verdicts& verdicts, const compiler::Compilation& compiled,
                           const std::string& rule, const std::string& events) {
  const auto [place, added] = verdicts.try_emplace(rule + "\n" + events);
  if (added) place->second = Text(reference::Run(compiled.checked.rules, events, rule));
  return place->second;
}

void CheckMode(const modules::RootFile& file, const Mode& mode, Verdicts& verdicts) {
  compiler::Compilation compiled = CompileFile(file, mode);
  for (const auto& diagnostic : compiled.diagnostics.all()) {
    const std::string shown = diag::Render(diagnostic, compiled.sources);
    CHECK_MESSAGE(diagnostic.severity() != diag::Severity::kError, shown);
  }
  REQUIRE_MESSAGE(compiled.program, compiled.error);
  const exec::LoadedProgram program(std::move(*compiled.program), mode.load);
  for (const engine::TestOutcome& outcome : engine::RunTests(compiled.checked.tests, program))
    CHECK_MESSAGE(outcome.passed, outcome.rule << ": " << outcome.text << ": " << outcome.reason);
  for (const sema::RuleTest& test : compiled.checked.tests)
    for (const sema::Expectation& expectation : test.expectations) {
      if (!expectation.file.empty()) continue;  // any envelope: the judge reads bare records only
      const auto events = engine::MakeEvents(expectation);
      REQUIRE(events.ok());
      CAPTURE(expectation.text);
      CHECK(Text(RunEngine(program, *events, test.rule)) ==
            Verdict(verdicts, compiled, test.rule, *events));
    }
}

void CheckFile(const modules::RootFile& file, std::span<const Mode> modes) {
  Verdicts verdicts;
  for (const Mode& mode : modes) {
    const std::string name = mode.name;
    CAPTURE(name);
    CheckMode(file, mode, verdicts);
  }
}

void CheckFolder(const std::string& folder, std::span<const Mode> modes) {
  const engine::RuleInputs inputs =
      engine::FindRules({std::string(SIGRUN_SOURCE_DIR) + "/" + folder});
  REQUIRE(!inputs.sources.empty());
  for (const modules::RootFile& file : inputs.sources) {
    CAPTURE(file.path);
    CheckFile(file, modes);
  }
}

TEST_CASE("spec: every case means the same in every mode and to the judge") {
  CheckFolder("tests/spec", kModes);
}
TEST_CASE("spec: the shipped pack means the same in every mode and to the judge") {
  const Mode modes[] = {std::begin(kModes)[0], std::end(kModes)[-1]};
  CheckFolder("rules", modes);
}

}  // namespace
}  // namespace sigrun
