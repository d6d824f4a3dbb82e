// Rules on an event for which parts of them reach a limit: the engine in every mode and the
// reference implementation give the same result.
#include <doctest/doctest.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <random>
#include <utility>

#include "compiler/compile.h"
#include "compiler/diag/render.h"
#include "tests/reference/runner.h"
#include "tests/run_engine.h"

namespace sigrun {
namespace {

// For `a` and `b`, which have more than 100,000 pairs: what is true, what is false, and what is
// undecided.
constexpr const char* kParts[] = {
    "requestParameters.a contains requestParameters.b",
    "concat(requestParameters.a, requestParameters.b) == \"x\"",
    "all of requestParameters.a startswith requestParameters.b",
    "exists concat(requestParameters.a, requestParameters.b)",
    "requestParameters.c == \"yes\"",
    "requestParameters.c == \"no\"",
    "requestParameters.a == requestParameters.b",
    "requestParameters.a in requestParameters.same",
    "exists requestParameters.d",
    "lower(requestParameters.d) == requestParameters.a",
};

class Formulas {
 public:
  explicit Formulas(uint64_t seed) : random_(seed) {}

  std::string Make(int depth) {
    const size_t form = depth == 0 ? 0 : Pick(5);
    if (form == 0) return kParts[Pick(std::size(kParts) - 1)];
    if (form == 1) return "not (" + Make(depth - 1) + ")";
    const std::string a = "(" + Make(depth - 1) + ")", b = "(" + Make(depth - 1) + ")";
    if (form == 2) return a + " and " + b;
    if (form == 3) return a + " or " + b;
    const std::string c = "(" + Make(depth - 1) + ")";
    if (form == 4) return "if " + a + " then " + b + " else " + c;
    std::string names;
    for (const std::string& part : {a, b, c}) {
      const std::string name = "b" + std::to_string(count_++);
      bindings_ += "  " + name + " = " + part + "\n";
      names += (names.empty() ? "" : ", ") + name;
    }
    return "2 of (" + names + ")";
  }
  // One line for each name printed since the last call.
  std::string TakeBindings() { return std::exchange(bindings_, {}); }

 private:
  size_t Pick(size_t most) { return std::uniform_int_distribution<size_t>(0, most)(random_); }
  std::mt19937_64 random_;
  std::string bindings_;
  size_t count_ = 0;
};

std::string List(const std::string& name, const std::string& item) {
  std::string list = "\"" + name + "\":[";
  for (int i = 0; i < 320; ++i) list += (i == 0 ? "\"" : ",\"") + item + std::to_string(i) + "\"";
  return list + "]";
}

std::string Events() {
  return R"({"eventTime":"2026-01-01T00:00:00Z","eventSource":"s3.amazonaws.com",)"
         R"("eventName":"A","eventID":"0a1b2c3d-0000-4000-8000-000000000001","requestParameters":{)" +
         List("a", "first") + "," + List("same", "FIRST") + "," + List("b", "other") +
         R"(,"c":"yes"}})" + "\n";
}

class Names final : public engine::AlertSink {
 public:
  Status OnAlert(const alert::Alert& alert) override {
    names.push_back(alert.rule->name);
    return Ok();
  }
  std::vector<std::string> names;
};

struct Answers {
  std::vector<std::string> fired;
  uint64_t undecided = 0;
};

Answers AnswersOf(const compiler::Compilation& compiled, const exec::LoadOptions& load) {
  const exec::LoadedProgram program(*compiled.program, load);
  const engine::Options options;
  Names names;
  engine::Pipeline pipeline(program, options, names);
  event::Decoder decoder(engine::Pipeline::LayoutOf(program, options), options.event_limits,
                         pipeline);
  pipeline.BeginFile("events");
  decoder.Begin(0);
  decoder.Feed(Events());
  decoder.End();
  CHECK(pipeline.Finish().ok());
  Answers answers{std::move(names.names), 0};
  std::sort(answers.fired.begin(), answers.fired.end());
  for (const engine::RuleReport& rule : pipeline.Report().rules)
    answers.undecided += rule.undecided;
  return answers;
}

}  // namespace

TEST_CASE("what is undecided is so in every mode, and for the judge") {
  Formulas formulas(7);
  std::string text;
  for (int i = 0; i < 300; ++i) {
    const std::string name = "r" + std::to_string(i);
    text += "rule " + name + " {\n  on aws.cloudtrail\n";
    const std::string formula = formulas.Make(3);
    text += formulas.TakeBindings();
    if (i % 3 == 0)
      text += "  window sliding 1h\n  n = count(where " + formula + ")\n  condition n > 0\n";
    else
      text += "  condition " + formula + "\n";
    text += "}\n";
    // An exception does not see the names of its rule.
    const std::string known = formulas.Make(2);
    if (i % 5 == 0 && formulas.TakeBindings().empty())
      text += "exception for " + name + " { when " + known + " reason = \"known\" }\n";
  }
  modules::MemoryFileSystem files;
  files.files["r.sgr"] = text;
  std::vector<std::string> judged;
  uint64_t undecided = 0;
  for (const bool optimised : {true, false}) {
    compiler::Options options;
    options.passes = optimised;
    options.network = {optimised};
    const compiler::Compilation compiled = compiler::Compile({{"r.sgr", ""}}, files, options);
    for (const diag::Diagnostic& diagnostic : compiled.diagnostics.all())
      if (diagnostic.severity() == diag::Severity::kError)
        FAIL(diag::Render(diagnostic, compiled.sources, {false}));
    REQUIRE_MESSAGE(compiled.program, compiled.error);
    if (judged.empty()) {
      for (const reference::Fired& fired : reference::Run(compiled.checked.rules, Events()))
        judged.push_back(fired.rule);
      std::sort(judged.begin(), judged.end());
      CHECK(judged.size() > 30);
    }
    for (const exec::LoadOptions& load : {exec::LoadOptions{true, true},
                                          {true, true, true, true, true},
                                          {false, false, true, false}}) {
      CAPTURE(optimised);
      CAPTURE(load.caches);
      const Answers answers = AnswersOf(compiled, load);
      std::vector<std::string> different;
      std::ranges::set_symmetric_difference(answers.fired, judged, std::back_inserter(different));
      CHECK_MESSAGE(different.empty(), fmt::format("{} in\n{}", fmt::join(different, " "), text));
      CHECK(answers.undecided > 30);
      if (undecided == 0) undecided = answers.undecided;
      CHECK(answers.undecided == undecided);
    }
  }
}

}  // namespace sigrun
