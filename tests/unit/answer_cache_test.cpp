// The cache of results of atoms: using it must not change any result.
#include <doctest/doctest.h>

#include <random>

#include "base/value_codec.h"
#include "compiler/compile.h"
#include "engine/load/load_rules.h"
#include "engine/pipeline.h"
#include "gen/generator.h"
#include "runtime/event/decoder.h"
#include "runtime/exec/evaluation.h"

namespace sigrun::exec {
namespace {

program::Program Compile(const std::string& text) {
  modules::MemoryFileSystem files;
  files.files["r.sgr"] = text;
  compiler::Compilation compiled = compiler::Compile({{"r.sgr", ""}}, files);
  REQUIRE(compiled.diagnostics.error_count() == 0);
  REQUIRE_MESSAGE(compiled.program, compiled.error);
  return std::move(*compiled.program);
}

TEST_CASE("answers are kept for the very text they were given for") {
  AnswerCache cache({0, 2, 0});
  cache.For("aws-cli", 1)->answers[1] = Answer::kYes;
  CHECK(cache.For("aws-cli", 1)->answers[1] == Answer::kYes);
  CHECK(cache.For("AWS-CLI", 2)->answers[1] == Answer::kUnknown);
  CHECK(cache.For("aws-cli", 3)->answers[0] == Answer::kUnknown);
  CHECK(cache.For("aws-cli", 3)->answers[1] == Answer::kYes);
}

TEST_CASE("a text takes the place of another, never its answers") {
  AnswerCache cache({0, 1, 0});
  std::mt19937 random(1);
  size_t remembered = 0;
  for (uint32_t event = 1; event < 50'000; ++event) {
    const auto number = static_cast<uint32_t>(random() % 300);
    const Answer right = number % 3 == 0 ? Answer::kYes : Answer::kNo;
    const Memory* const memory = cache.For("value " + std::to_string(number), event);
    if (memory == nullptr) continue;
    Answer* const answer = memory->answers;
    remembered += *answer != Answer::kUnknown;
    CHECK((*answer == Answer::kUnknown || *answer == right));
    *answer = right;
  }
  CHECK(remembered > 10'000);
}

TEST_CASE("long texts and values that do not repeat are not remembered") {
  AnswerCache cache({0, 1, 0});
  CHECK(cache.For(std::string(240, 'x'), 1) != nullptr);
  CHECK(cache.For(std::string(241, 'x'), 2) == nullptr);
  uint32_t event = 3, looked_up = 0;
  for (; event < 10'000; ++event) looked_up += cache.For(std::to_string(event), event) != nullptr;
  CHECK(looked_up < 2'000);
  for (; event < 100'000; ++event) cache.For("again", event);
  CHECK(cache.For("again", event) != nullptr);  // it has tried again
}

TEST_CASE("only costly atoms of one slot are remembered") {
  const auto cached_slots = [](const std::string& condition) {
    const program::Program program =
        Compile("rule r {\n  on aws.cloudtrail\n  condition " + condition + "\n}\n");
    std::string slots;
    const CachePlan plan(program);
    for (const CachePlan::Cache& cache : plan.caches())
      slots += program.slots[cache.slot].path.back() + " ";
    return slots;
  };
  CHECK(cached_slots(R"(userAgent contains any ["pacu", "kali"])") == "userAgent ");
  CHECK(cached_slots(R"(eventName == "GetObject")").empty());
  CHECK(cached_slots(R"(lower(userAgent) == lower(eventName))").empty());
  CHECK(cached_slots(R"(eventName in ["A", "B"])").empty());
  const std::string costly = R"(format_bytes(number(userAgent)) == upper(userAgent))";
  CHECK(cached_slots(costly + " and exists awsRegion or " + costly + " and exists vpcEndpointId") ==
        "userAgent ");
}

TEST_CASE("a value that is kept does not depend on its event") {
  KeptValue kept;
  CHECK(kept.get() == nullptr);
  std::string text = "198.51.100.0/24";
  kept.Keep(Value::String(text));
  text.assign(text.size(), 'x');
  REQUIRE(kept.get() != nullptr);
  CHECK(kept.get()->text() == "198.51.100.0/24");
  kept.Keep(Value::Int(7));
  CHECK(kept.get()->integer == 7);
  kept.Keep(Value());
  CHECK(kept.get()->kind == Kind::kAbsent);
  kept.Forget();
  CHECK(kept.get() == nullptr);
  kept.Keep(Value::List(nullptr, 0));
  CHECK(kept.get() == nullptr);
}

std::string Encoded(const Value& value) {
  std::string bytes;
  EncodeValues({&value, 1}, bytes);
  return bytes;
}

// Asks every atom and value of a program with and without caches.
class Comparer final : public event::Handler {
 public:
  explicit Comparer(const program::Program& program)
      : cached_(program), plain_(program, {true, false}), recalls_(cached_), asks_(plain_) {}

  void OnEvent(const event::Event& event) override {
    recalls_.SetEvent(event.slots);
    asks_.SetEvent(event.slots);
    ++events;
    for (uint32_t atom = 0; atom < cached_.program().atoms.size(); ++atom)
      if (recalls_.AskAtom(atom) != asks_.AskAtom(atom)) ++differences;
    for (uint32_t value = 0; value < cached_.program().values.size(); ++value)
      if (Encoded(recalls_.SharedValue(value)) != Encoded(asks_.SharedValue(value))) ++differences;
  }
  void OnReject(const event::Reject&) override { FAIL("a record was rejected"); }
  void OnNotEvent(const event::NotEvent&) override {}
  void OnCarrier() override {}

  size_t events = 0, differences = 0;

 private:
  const LoadedProgram cached_, plain_;
  Evaluation recalls_, asks_;
};

TEST_CASE("caches change no answer of the shipped pack") {
  const auto inputs = engine::FindRules({std::string(SIGRUN_SOURCE_DIR) + "/rules"});
  const auto compiled = compiler::Compile(inputs.sources, modules::DiskFileSystem());
  REQUIRE(compiled.program);
  REQUIRE(CachePlan(*compiled.program).atoms().size() > 10);
  REQUIRE(CachePlan(*compiled.program).values().size() > 0);
  const LoadedProgram loaded(*compiled.program);
  Comparer comparer(*compiled.program);
  const engine::Options options;
  event::Decoder decoder(engine::Pipeline::LayoutOf(loaded, options), options.event_limits,
                         comparer);
  decoder.Begin(0);
  gen::Options sample;
  sample.events = 6'000;
  sample.incident = true;
  REQUIRE(gen::Generate(sample, [&](std::string_view lines) { decoder.Feed(lines); }).ok());
  decoder.End();
  CHECK(comparer.events > 6'000);
  CHECK(comparer.differences == 0);
}

}  // namespace
}  // namespace sigrun::exec
