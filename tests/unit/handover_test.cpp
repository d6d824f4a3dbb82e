// Data handed over to the ordered stage is read back unchanged.
#include "engine/record/handover.h"

#include <doctest/doctest.h>

#include "base/value_codec.h"
#include "compiler/compile.h"

namespace sigrun::engine {
namespace {

// Two stateful rules over the same values.
std::string Rules() {
  std::string text;
  for (const char* name : {"one", "two"})
    text += std::string("rule ") + name + R"( {
  on json
  group by who
  window sliding 1h
  n = count()
  kinds = distinct(what)
  condition n >= 3 and kinds >= 2
  alert { message = "{who}: {extra}" }
}
)";
  return text;
}

struct Sample {
  Sample() : loaded(Compile()), evaluation(loaded) {}
  static program::Program Compile() {
    modules::MemoryFileSystem files;
    files.files["r.sgr"] = Rules();
    compiler::Compilation compiled = compiler::Compile({{"r.sgr", ""}}, files);
    REQUIRE(compiled.diagnostics.error_count() == 0);
    REQUIRE_MESSAGE(compiled.program, compiled.error);
    return std::move(*compiled.program);
  }
  // Sets every slot to the value.
  void SetEvent(const Value& value) {
    slots.assign(loaded.program().slots.size(), value);
    evaluation.SetEvent(slots);
  }

  exec::LoadedProgram loaded;
  exec::Evaluation evaluation;
  std::vector<Value> slots;
};

std::string Encoded(const Value& value) {
  std::string bytes;
  EncodeValues({&value, 1}, bytes);
  return bytes;
}

TEST_CASE("values of every kind come back as they were") {
  const Value items[] = {Value::String("a"), Value::Int(3, "3"), Value::Bool(true)};
  const Value values[] = {Value(),
                          Value::Null(),
                          Value::Bool(true),
                          Value::Bool(false),
                          Value::Int(-5),
                          Value::Int(7, "07"),
                          Value::Float(2.5, "2.50"),
                          Value::Float(0.25),
                          Value::String(""),
                          Value::String("text"),
                          Value::Object("{\"a\":1}"),
                          Value::Time({123}),
                          Value::Of(Duration{456}),
                          Value::List(items, 3),
                          Value::List(nullptr, 0)};
  Sample sample;
  HandoverWriter writer(sample.loaded, true);
  HandoverReader reader(sample.loaded.program());
  for (const Value& value : values) {
    CAPTURE(static_cast<int>(value.kind));
    sample.SetEvent(value);
    writer.Begin();
    CHECK_FALSE(writer.has_ordered());
    writer.Add({0, 3, 0}, sample.evaluation);
    CHECK(writer.has_ordered());
    CHECK_FALSE(writer.has_matches());
    writer.End("");
    reader.OpenOrdered(writer.ordered());
    const auto entry = reader.Next();
    REQUIRE(entry);
    const auto& feed = std::get<program::Feed>(*entry);
    CHECK(feed.rule == 0);
    CHECK(feed.aggregates == 3);
    CHECK(feed.first_seen == 0);
    REQUIRE(feed.group.size() == 1);
    REQUIRE(feed.arguments.size() == 1);
    REQUIRE(feed.captures.size() > 0);
    CHECK(Encoded(feed.group[0]) == Encoded(value));
    CHECK(Encoded(feed.arguments[0]) == Encoded(value));
    CHECK(Encoded(feed.captures[0]) == Encoded(value));
    CHECK_FALSE(reader.Next());
  }
}

TEST_CASE("an event's values are written once for all its rules") {
  Sample sample;
  const std::string text(1000, 'x');
  sample.SetEvent(Value::String(text));
  HandoverWriter writer(sample.loaded, true);
  writer.Begin();
  writer.Add({0, 1, 0}, sample.evaluation);
  const size_t one = writer.ordered().size();
  writer.Add({1, 2, 0}, sample.evaluation);
  CHECK(writer.ordered().size() < one + 100);
  HandoverReader reader(sample.loaded.program());
  writer.End("");
  reader.OpenOrdered(writer.ordered());
  CHECK(std::get<program::Feed>(*reader.Next()).arguments.size() == 0);
  const auto second = reader.Next();
  CHECK(std::get<program::Feed>(*second).rule == 1);
  CHECK(std::get<program::Feed>(*second).arguments[0].size == 1000);
}

void CheckSame(const Match& a, const Match& b) {
  CHECK(a.rule == b.rule);
  CHECK(a.level == b.level);
  CHECK(a.message == b.message);
  CHECK(a.cut == b.cut);
  CHECK(a.values == b.values);
}

TEST_CASE("matches that wait for nothing travel beside what has to be ordered") {
  Sample sample;
  sample.SetEvent(Value::String("v"));
  HandoverWriter writer(sample.loaded, true);
  HandoverReader reader(sample.loaded.program());
  writer.Begin();
  const Match first{0, program::Level::kLow, "first", false, {}};
  const Match second{
      1, program::Level::kMedium, "", true, {{Kind::kInt, "5"}, {Kind::kAbsent, ""}}};
  writer.Add(first);
  writer.Add({0, 1, 0}, sample.evaluation);
  writer.Add(second);
  reader.OpenMatches(writer.matches());
  CheckSame(std::get<Match>(*reader.Next()), first);
  CheckSame(std::get<Match>(*reader.Next()), second);
  CHECK_FALSE(reader.Next());
  writer.End("");
  reader.OpenOrdered(writer.ordered());
  CHECK(std::get<program::Feed>(*reader.Next()).rule == 0);
  CHECK_FALSE(reader.Next());
  writer.Begin();
  CHECK_FALSE(writer.has_matches());
  CHECK_FALSE(writer.has_ordered());
}

TEST_CASE("an alert that waits comes back between the feeds") {
  Sample sample;
  sample.SetEvent(Value::String("v"));
  HandoverWriter writer(sample.loaded, true);
  writer.Begin();
  writer.Add({0, 1, 0}, sample.evaluation);
  const Match match{1, program::Level::kHigh, "message", true, {{Kind::kString, "datum", true}}};
  writer.Add({match, "key"}, "alert key");
  writer.Add({1, 1, 0}, sample.evaluation);
  writer.End("the id");
  CHECK(writer.ordered().ends_with("the id"));
  HandoverReader reader(sample.loaded.program());
  const std::string_view ordered = writer.ordered().substr(0, writer.ordered().size() - 6);
  reader.OpenOrdered(ordered);
  const auto first = std::get<program::Feed>(*reader.Next());
  CHECK(first.rule == 0);
  // Both rules have the same group.
  REQUIRE(HandoverReader::KeyCount(ordered) == 2);
  CHECK(HandoverReader::KeyAt(ordered, 0).rule == 0);
  CHECK(HandoverReader::KeyAt(ordered, 1).rule == 1);
  CHECK(HandoverReader::KeyAt(ordered, 1).key == first.key);
  const auto entry = reader.Next();
  const auto& suppressed = std::get<HandoverReader::Suppressed>(*entry);
  CheckSame(suppressed.match, match);
  CHECK(suppressed.suppress_key == "key");
  CHECK(suppressed.alert_key == "alert key");
  const auto second = std::get<program::Feed>(*reader.Next());
  CHECK(second.rule == 1);
  CHECK(second.key == first.key);
  CHECK_FALSE(reader.Next());
}

}  // namespace
}  // namespace sigrun::engine
