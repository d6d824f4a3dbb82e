// Rules with sequences through the whole engine: the alerts do not depend on the order in which the
// records arrive.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "compiler/compile.h"
#include "engine/pipeline.h"
#include "runtime/event/decoder.h"
#include "runtime/program/image/image.h"
#include "runtime/program/join.h"
#include "runtime/program/print/print.h"
#include "runtime/program/verify/verify.h"
#include "tests/run_engine.h"

namespace sigrun::engine {
namespace {

constexpr std::string_view kRules = R"(
rule ordered {
  on aws.cloudtrail
  a = eventName == "A"
  x = eventName == "X"
  b = eventName == "B"
  group by sourceIPAddress
  sequence a * 2 -> not x -> b within 10s
  alert { message = "{eventName}" }
}
rule unordered {
  on aws.cloudtrail
  a = eventName == "A"
  x = eventName == "X"
  b = eventName == "B"
  sequence 2 of (a, b, x) within 3s
}
rule absent {
  on aws.cloudtrail
  a = eventName == "A"
  b = eventName == "B"
  group by sourceIPAddress
  sequence a -> not b within 5s
  alert { message = "{eventName} of {sourceIPAddress}" suppress = 7s }
}
rule one_or_the_other {
  on aws.cloudtrail
  a = eventName == "A"
  x = eventName == "X"
  b = eventName == "B"
  group by sourceIPAddress
  sequence a -> x or all of (b, not x) or b -> a -> not b within 4s
}
rule absent_anywhere {
  on aws.cloudtrail
  a = eventName == "A"
  x = eventName == "X"
  b = eventName == "B"
  sequence all of (a, x, not b) within 5s
}
)";

program::Program CompileRules(std::string_view text) {
  modules::MemoryFileSystem files;
  files.files["r.sgr"] = text;
  compiler::Compilation compiled = compiler::Compile({{"r.sgr", ""}}, files);
  REQUIRE(compiled.diagnostics.error_count() == 0);
  REQUIRE_MESSAGE(compiled.program, compiled.error);
  return std::move(*compiled.program);
}

std::vector<std::string> RandomEvents(uint64_t seed, int64_t count) {
  std::mt19937_64 random(seed);
  const auto pick = [&](int64_t most) {
    return std::uniform_int_distribution<int64_t>(0, most)(random);
  };
  std::vector<std::string> lines;
  int64_t second = 1'767'225'600;
  for (int64_t i = 0; i < count; ++i) {
    second += pick(2) == 0 ? pick(4) : 0;
    lines.push_back(fmt::format(
        R"({{"eventTime":"{}","eventSource":"iam.amazonaws.com","eventName":"{}","eventID":"e{}","sourceIPAddress":"192.0.2.{}"}})",
        FormatTimestamp({second * 1'000'000}), "ABXY"[pick(3)], i, pick(1)));
  }
  return lines;
}

class Collector final : public AlertSink {
 public:
  Status OnAlert(const alert::Alert& alert) override {
    std::string text = alert.id + " " + FormatTimestamp(alert.time) + " " + alert.message;
    for (const std::string& id : alert.event_ids) text += " " + id;
    alerts.push_back(std::move(text));
    return Ok();
  }
  std::vector<std::string> alerts;
};

// Each file is a list of lines. `advance`: state follows after each line.
std::vector<std::string> Scan(const exec::LoadedProgram& program,
                              const std::vector<std::vector<std::string>>& files,
                              bool advance = false) {
  const Options options;
  Collector collector;
  Pipeline pipeline(program, options, collector, advance ? Arrival::kOneFile : Arrival::kFiles);
  event::Decoder decoder(Pipeline::LayoutOf(program, options), options.event_limits, pipeline);
  ReadFiles(pipeline, decoder, files);
  return std::move(collector.alerts);
}

TEST_CASE("alerts of sequences do not depend on how the records come") {
  const exec::LoadedProgram program(CompileRules(kRules));
  size_t alerts = 0;
  for (uint64_t seed = 0; seed < 30; ++seed) {
    CAPTURE(seed);
    std::vector<std::string> lines = RandomEvents(seed, 200);
    const auto expected = Scan(program, {lines});
    alerts += expected.size();
    CHECK(Scan(program, {lines}, true) == expected);
    std::mt19937_64 random(seed);
    std::shuffle(lines.begin(), lines.end(), random);
    CHECK(Scan(program, {lines}) == expected);
    CHECK(Scan(program, {lines}, true) == expected);
    const auto middle = lines.begin() + 80;
    CHECK(Scan(program, {{lines.begin(), middle}, {middle, lines.end()}}) == expected);
  }
  CHECK(alerts > 500);
}

TEST_CASE("an image and a joined program hold sequences as they were") {
  const program::Program program = CompileRules(kRules);
  const auto read = program::ReadImage(program::WriteImage(program));
  REQUIRE(read.ok());
  CHECK(program::Print(*read) == program::Print(program));
  const auto joined = program::Join(CompileRules(R"(
rule other {
  on aws.cloudtrail
  condition eventName == "Z" or length(eventName) > 7 or sourceIPAddress == "192.0.2.7"
}
)"),
                                    program);
  REQUIRE(joined.ok());
  REQUIRE(program::Verify(*joined).ok());
  const auto lines = RandomEvents(1, 300);
  CHECK(Scan(exec::LoadedProgram(*joined), {lines}) == Scan(exec::LoadedProgram(program), {lines}));
}

TEST_CASE("the verifier refuses sequences that cannot be") {
  const auto refusal = [](auto spoil) {
    program::Program program = CompileRules(kRules);
    spoil(*program.rules[0].stateful, *program.rules[0].stateful->sequence);
    const Status status = program::Verify(program);
    return status.ok() ? std::string() : status.error().message;
  };
  using State = program::Stateful;
  using Sequence = program::Sequence;
  const std::string rule = "rule \"ordered\": sequence: ";
  CHECK(refusal([](State&, Sequence&) {}).empty());
  CHECK(refusal([](State&, Sequence& s) { s.steps[0].repeat = 0; }) ==
        rule + "step a is repeated 0 times");
  CHECK(refusal([](State&, Sequence& s) { s.steps[1].repeat = 2; }) ==
        rule + "step x is repeated 2 times");
  CHECK(refusal([](State&, Sequence& s) { s.alternatives[0].at_least = 3; }) ==
        rule + "3 of 2 steps");
  CHECK(refusal([](State&, Sequence& s) { s.steps[0].negated = true, s.steps[0].repeat = 1; }) ==
        rule + "begins with what is absent");
  CHECK(refusal([](State&, Sequence& s) {
          for (program::SequenceStep& step : s.steps) step.negated = true, step.repeat = 1;
        }) == rule + "has no step that happens");
  CHECK(refusal([](State&, Sequence& s) { s.steps[0].repeat = 128; }) != "");
  CHECK(refusal([](State&, Sequence& s) { s.steps.resize(65, s.steps[0]); }) != "");
  CHECK(refusal([](State&, Sequence& s) { s.alternatives[0].steps = 2; }) ==
        rule + "1 steps are of no alternative");
  CHECK(refusal([](State&, Sequence& s) { s.alternatives[0].steps = 4; }) ==
        rule + "an alternative of 4 of 3 steps");
  CHECK(refusal([](State&, Sequence& s) { s.alternatives.push_back({}); }) ==
        rule + "an alternative of 0 of 0 steps");
  CHECK(refusal([](State&, Sequence& s) {
          s.steps.resize(20, s.steps[2]);
          s.alternatives[0] = {false, 10, 20};
        }) == rule + "more than 256 choices of steps");
  CHECK(refusal([](State& state, Sequence&) { state.window.reset(); }) != "");
  CHECK(refusal([](State& state, Sequence&) {
          state.window->kind = program::WindowKind::kTumbling;
        }) == rule + "has no sliding window");
  CHECK(refusal([](State& state, Sequence&) { state.sequence.reset(); }) != "");
}

}  // namespace
}  // namespace sigrun::engine
