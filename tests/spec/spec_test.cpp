// Runs every rule file of tests/spec and of the shipped pack in every mode of the engine. The tests
// in the files must pass in each mode, and each rule must fire on exactly the same events as in the
// reference implementation. Every row of the tables must occur there: a row without a case is an
// error.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <span>

#include "compiler/compile.h"
#include "compiler/diag/render.h"
#include "compiler/passes/passes.h"
#include "engine/load/load_rules.h"
#include "engine/ruletest/ruletest.h"
#include "tests/reference/runner.h"
#include "tests/run_engine.h"

namespace sigrun {
namespace {

struct Mode {
  std::string_view name;
  bool passes, share;
  exec::LoadOptions load;
  bool shapes = true;  // of records are remembered
  std::string_view only_pass = {};
};
constexpr Mode kModes[] = {{"vm", true, true, {}},
                           {"passes off", false, true, {}},
                           {"sharing off", true, false, {}},
                           {"dispatch off", true, true, {false, true}},
                           {"caches off", true, true, {true, false}},
                           {"shortcuts off", true, true, {true, true, false}},
                           {"index off", true, true, {true, true, true, false}},
                           {"index of all", true, true, {true, true, true, true, true}},
                           {"index alone", true, true, {false, false, true, true, true}},
                           {"shapes off", true, true, {}, false},
                           {"all off", false, false, {false, false, false, false}, false}};

// Those modes, and each pass alone, without later passes that could hide its effect.
std::vector<Mode> AllModes() {
  std::vector<Mode> modes(std::begin(kModes), std::end(kModes));
  for (const passes::Pass& pass : passes::All())
    modes.push_back({pass.name, true, false, {false, false, false, false}, false, pass.name});
  return modes;
}

class Collector final : public engine::AlertSink {
 public:
  Status OnAlert(const alert::Alert& alert) override {
    fired.push_back({alert.rule->name, FormatTimestamp(alert.time),
                     alert.event_ids.empty() ? "" : alert.event_ids.back(),
                     static_cast<int>(alert.level)});
    return Ok();
  }
  std::vector<reference::Fired> fired;
};

std::vector<reference::Fired> FiredBy(const exec::LoadedProgram& program, const Mode& mode,
                                      const std::string& events, const std::string& rule) {
  engine::Options options;
  options.rule_test = true;
  options.event_limits.remember_shapes = mode.shapes;
  Collector collector;
  for (uint32_t i = 0; i < program.program().rules.size(); ++i)
    if (program.program().rules[i].info.name == rule) options.only_rule = i;
  RunEngine(program, options, events, collector);
  std::sort(collector.fired.begin(), collector.fired.end());
  return std::move(collector.fired);
}

// Of several events with one id the first read is shown without its digest where alerts do not
// wait.
std::string Text(const std::vector<reference::Fired>& fired) {
  std::string text;
  for (const reference::Fired& one : fired)
    text += one.rule + " " + one.time + " " + one.event_id.substr(0, one.event_id.find('#')) + " " +
            std::to_string(one.level) + "\n";
  return text;
}

compiler::Compilation CompileFile(const modules::RootFile& file, const Mode& mode) {
  compiler::Options options;
  options.passes = mode.passes;
  options.only_pass = mode.only_pass;
  options.network.share = mode.share;
  return compiler::Compile({file}, modules::DiskFileSystem(), options);
}

// The expected firings for the events of each expectation: the result of the reference
// implementation, computed once per file.
using Verdicts = std::map<std::string, std::string>;

const std::string& Verdict(Verdicts& verdicts, const compiler::Compilation& compiled,
                           const std::string& rule, const std::string& events) {
  const auto [place, added] = verdicts.try_emplace(rule + "\n" + events);
  if (added) place->second = Text(reference::Run(compiled.checked.rules, events, {rule, true}));
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
  for (const engine::TestOutcome& outcome :
       engine::RunTests({compiled.checked, compiled.sources, modules::DiskFileSystem()}, program))
    CHECK_MESSAGE(outcome.passed, outcome.rule << ": " << outcome.text << ": " << outcome.reason);
  for (const sema::RuleTest& test : compiled.checked.tests)
    for (const sema::Expectation& expectation : test.expectations) {
      if (!expectation.file.empty()) continue;  // the reference only reads bare records
      const auto events = engine::MakeEvents(expectation, modules::DiskFileSystem());
      REQUIRE(events.ok());
      CAPTURE(expectation.text);
      CHECK(Text(FiredBy(program, mode, *events, test.rule)) ==
            Verdict(verdicts, compiled, test.rule, *events));
    }
}

void CheckFile(const modules::RootFile& file, std::span<const Mode> modes) {
  Verdicts verdicts;
  for (const Mode& mode : modes) {
    const std::string name(mode.name);
    CAPTURE(name);
    CheckMode(file, mode, verdicts);
  }
}

std::vector<modules::RootFile> FilesIn(const std::string& folder) {
  engine::RuleInputs inputs = engine::FindRules({std::string(SIGRUN_SOURCE_DIR) + "/" + folder});
  REQUIRE(!inputs.sources.empty());
  return std::move(inputs.sources);
}

// One file in kParts, from the one with this number on: parts run side by side, and each well
// within the time that a test has on a slow machine with sanitizers.
constexpr size_t kParts = 8;

void CheckPart(const std::string& folder, std::span<const Mode> modes, size_t part) {
  const std::vector<modules::RootFile> files = FilesIn(folder);
  for (size_t i = part; i < files.size(); i += kParts) {
    CAPTURE(files[i].path);
    CheckFile(files[i], modes);
  }
}

// The tests and functions that decide whether a rule fires.
class KernelsOf {
 public:
  KernelsOf(const ir::RuleSet& rules, const ir::Rule& rule) : rules_(rules) {
    Visit(rule.condition);
    for (const ir::Exception& exception : rule.exceptions) Visit(exception.when);
    if (!rule.stateful) return;
    for (const ir::Aggregate& aggregate : rule.stateful->aggregates) {
      Visit(aggregate.where);
      for (const ir::ExprId argument : aggregate.arguments) Visit(argument);
    }
    if (!rule.stateful->sequence) return;
    for (const ir::SequenceStep& step : rule.stateful->sequence->steps) Visit(step.where);
  }
  const std::set<stdlib::KernelId>& all() const { return kernels_; }

 private:
  void Visit(ir::ExprId id) {
    if (!id.valid() || !seen_.insert(id.index).second) return;
    const ir::Node& node = rules_.exprs[id].node;
    if (const auto* test = std::get_if<ir::Test>(&node)) kernels_.insert(test->kernel);
    if (const auto* call = std::get_if<ir::Call>(&node)) kernels_.insert(call->kernel);
    if (const auto* presence = std::get_if<ir::Presence>(&node))
      if (presence->mode == ir::PresenceMode::kEmpty)
        kernels_.insert(*stdlib::FindKernel("is_empty"));
    for (const ir::ExprId operand : ir::Operands(node)) Visit(operand);
  }

  const ir::RuleSet& rules_;
  std::set<uint32_t> seen_;
  std::set<stdlib::KernelId> kernels_;
};

// A rule tests its kernels if it both fires and stays quiet in its tests.
bool TestsBothWays(const std::vector<sema::RuleTest>& tests, const std::string& rule) {
  bool fires = false, quiet = false;
  for (const sema::RuleTest& test : tests)
    for (const sema::Expectation& expectation : test.expectations)
      if (test.rule == rule) (expectation.fires ? fires : quiet) = true;
  return fires && quiet;
}

#define SIGRUN_SPEC_PART(part)                                                                     \
  TEST_CASE("spec: every case means the same in every mode and to the judge, part " #part) {       \
    static_assert(part < kParts);                                                                  \
    CheckPart("tests/spec", AllModes(), part);                                                     \
  }                                                                                                \
  TEST_CASE("spec: the shipped pack means the same in every mode and to the judge, part " #part) { \
    const Mode modes[] = {std::begin(kModes)[0], std::end(kModes)[-1]};                            \
    CheckPart("rules", modes, part);                                                               \
  }
SIGRUN_SPEC_PART(0)
SIGRUN_SPEC_PART(1)
SIGRUN_SPEC_PART(2)
SIGRUN_SPEC_PART(3)
SIGRUN_SPEC_PART(4)
SIGRUN_SPEC_PART(5)
SIGRUN_SPEC_PART(6)
SIGRUN_SPEC_PART(7)
#undef SIGRUN_SPEC_PART

TEST_CASE("spec: every test and function decides a case that fires and one that is quiet") {
  std::set<stdlib::KernelId> decided;
  for (const modules::RootFile& file : FilesIn("tests/spec")) {
    const compiler::Compilation compiled = CompileFile(file, kModes[0]);
    for (const ir::Rule& rule : compiled.checked.rules.rules)
      if (TestsBothWays(compiled.checked.tests, rule.info.name))
        decided.merge(std::set(KernelsOf(compiled.checked.rules, rule).all()));
  }
  for (stdlib::KernelId id = 0; id < stdlib::Kernels().size(); ++id)
    CHECK_MESSAGE(decided.count(id) == 1, "no rule in tests/spec uses "
                                              << stdlib::Kernels()[id].name
                                              << " and is tested both to fire and to be quiet");
}

TEST_CASE("spec: every aggregate decides a case that fires and one that is quiet") {
  std::set<stdlib::AggregateKind> decided;
  for (const modules::RootFile& file : FilesIn("tests/spec")) {
    const compiler::Compilation compiled = CompileFile(file, kModes[0]);
    for (const ir::Rule& rule : compiled.checked.rules.rules)
      if (rule.stateful && TestsBothWays(compiled.checked.tests, rule.info.name))
        for (const ir::Aggregate& aggregate : rule.stateful->aggregates)
          decided.insert(aggregate.kind);
  }
  for (const stdlib::AggregateInfo& info : stdlib::Aggregates())
    CHECK_MESSAGE(decided.count(*stdlib::FindAggregate(info.name)) == 1,
                  "no rule in tests/spec uses " << info.name
                                                << " and is tested both to fire and to be quiet");
}

TEST_CASE("spec: every shipped rule is tested to fire and to be quiet") {
  for (const modules::RootFile& file : FilesIn("rules")) {
    const compiler::Compilation compiled = CompileFile(file, kModes[0]);
    for (const ir::Rule& rule : compiled.checked.rules.rules)
      CHECK_MESSAGE(TestsBothWays(compiled.checked.tests, rule.info.name), rule.info.name);
  }
}

TEST_CASE("spec: every pass does something to some case") {
  std::set<std::string_view> idle;
  for (const passes::Pass& pass : passes::All()) idle.insert(pass.name);
  for (const modules::RootFile& file : FilesIn("tests/spec")) {
    const ir::RuleSet rules = CompileFile(file, kModes[0]).checked.rules;
    for (const passes::Pass& pass : passes::All())
      if (ir::Print(pass.run(rules)) != ir::Print(rules)) idle.erase(pass.name);
  }
  for (const std::string_view pass : idle)
    FAIL_CHECK("no rule in tests/spec is changed by " << std::string(pass));
}

TEST_CASE("spec: every instruction is emitted for some case") {
  // The compiler computes each value where it is used; `move` is for code from other sources.
  std::set<program::Op> emitted = {program::Op::kMove};
  for (const modules::RootFile& file : FilesIn("tests/spec"))
    for (const Mode& mode : kModes) {
      const compiler::Compilation compiled = CompileFile(file, mode);
      if (!compiled.program) continue;
      for (const program::Instruction& in : compiled.program->code) emitted.insert(in.op);
    }
  for (size_t i = 0; i < program::kOpCount; ++i) {
    const auto op = static_cast<program::Op>(i);
    CHECK_MESSAGE(emitted.count(op) == 1,
                  "no rule in tests/spec makes the compiler emit " << program::Info(op).text);
  }
}

}  // namespace
}  // namespace sigrun
