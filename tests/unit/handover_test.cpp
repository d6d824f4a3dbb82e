// What an event leaves for the ordered stage comes back as it was.
#include "engine/handover.h"

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
  Sample() : loaded(Compile()), vm(loaded) {}
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
    vm.SetEvent(slots);
  }

  exec::LoadedProgram loaded;
  exec::Vm vm;
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
  HandoverWriter writer(sample.loaded);
  HandoverReader reader(sample.loaded.program());
  for (const Value& value : values) {
    CAPTURE(static_cast<int>(value.kind));
    sample.SetEvent(value);
    writer.Begin();
    CHECK(writer.empty());
    writer.Add({0, 3, 0}, sample.vm);
    CHECK_FALSE(writer.empty());
    reader.Open(writer.bytes());
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
  HandoverWriter writer(sample.loaded);
  writer.Begin();
  writer.Add({0, 1, 0}, sample.vm);
  const size_t one = writer.bytes().size();
  writer.Add({1, 2, 0}, sample.vm);
  CHECK(writer.bytes().size() < one + 100);
  HandoverReader reader(sample.loaded.program());
  reader.Open(writer.bytes());
  CHECK(std::get<program::Feed>(*reader.Next()).arguments.size() == 0);
  const auto second = reader.Next();
  CHECK(std::get<program::Feed>(*second).rule == 1);
  CHECK(std::get<program::Feed>(*second).arguments[0].size == 1000);
}

TEST_CASE("an alert that waits comes back between the feeds") {
  Sample sample;
  sample.SetEvent(Value::String("v"));
  HandoverWriter writer(sample.loaded);
  writer.Begin();
  writer.Add({0, 1, 0}, sample.vm);
  writer.Add(PendingAlert{
      1, program::Level::kHigh, "message", false, {{Kind::kString, "datum"}}, "key", "alert key"});
  writer.Add({1, 1, 0}, sample.vm);
  const size_t size = writer.bytes().size();
  writer.End("the id");
  CHECK(writer.bytes().substr(size) == "the id");
  HandoverReader reader(sample.loaded.program());
  reader.Open(writer.bytes().substr(0, size));
  CHECK(std::get<program::Feed>(*reader.Next()).rule == 0);
  const auto entry = reader.Next();
  const auto& pending = std::get<PendingAlert>(*entry);
  CHECK(pending.rule == 1);
  CHECK(pending.level == program::Level::kHigh);
  CHECK(pending.message == "message");
  CHECK(pending.suppress_key == "key");
  CHECK(pending.alert_key == "alert key");
  REQUIRE(pending.values.size() == 1);
  CHECK(pending.values[0].kind == Kind::kString);
  CHECK(pending.values[0].text == "datum");
  CHECK(std::get<program::Feed>(*reader.Next()).rule == 1);
  CHECK_FALSE(reader.Next());
}

}  // namespace
}  // namespace sigrun::engine
