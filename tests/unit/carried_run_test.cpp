// Runs that hand their state to the next one: wherever a log is cut, the runs together tell what
// one run over all of it tells. Bytes that no run has left are refused or do no harm.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "base/archive.h"
#include "base/hash.h"
#include "compiler/compile.h"
#include "engine/carry/saved_run.h"
#include "engine/load/load_rules.h"
#include "engine/pipeline.h"
#include "runtime/alert/alert.h"
#include "runtime/event/decoder.h"
#include "tests/golden_file.h"
#include "tests/run_engine.h"

namespace sigrun::engine {
namespace {

namespace fs = std::filesystem;

// Everything that a rule can remember.
const std::string kRules = ReadText(fs::path(SIGRUN_SOURCE_DIR) / "tests/fuzz/state.sgr");

exec::LoadedProgram Load(const std::string& text, const std::vector<std::string>& settings = {}) {
  auto rules = CompileTexts({{"r.sgr", text}});
  REQUIRE(rules->error_count() == 0);
  MadeProgram made = MakeProgram(*rules, settings);
  REQUIRE(made.program);
  return exec::LoadedProgram(std::move(*made.program));
}

std::string Replaced(std::string text, const std::string& from, const std::string& to) {
  const size_t place = text.find(from);
  REQUIRE(place != std::string::npos);
  return text.replace(place, from.size(), to);
}

// In order of time, but for a few that are some seconds late; some come twice.
std::vector<std::string> RandomRecords(uint64_t seed, int64_t count) {
  std::mt19937_64 random(seed);
  const auto pick = [&](int64_t most) {
    return std::uniform_int_distribution<int64_t>(0, most)(random);
  };
  std::vector<std::string> lines;
  int64_t second = 1'767'225'600;
  for (int64_t i = 0; i < count; ++i) {
    second += pick(1) == 0 ? pick(3) : 0;
    const Timestamp time{(second - (pick(9) == 0 ? pick(6) : 0)) * kMicrosPerSecond};
    lines.push_back(fmt::format(
        R"({{"eventVersion":"1.08","eventTime":"{}","eventSource":"s3.amazonaws.com",)"
        R"("eventName":"{}","awsRegion":"us-east-1","sourceIPAddress":"10.0.0.{}",)"
        R"("requestParameters":{{"size":{}}},"eventID":"00000000-0000-4000-8000-{:012}"}})",
        FormatTimestamp(time), std::string(1, "ABCD"[pick(3)]), pick(2), pick(50), i));
    if (pick(20) == 0) lines.push_back(lines[static_cast<size_t>(pick(i))]);
  }
  return lines;
}

class Collector final : public AlertSink {
 public:
  Status OnAlert(const alert::Alert& alert) override {
    alerts.push_back(alert::ToJsonLine(alert));
    return Ok();
  }
  std::vector<std::string> alerts;
};

std::vector<std::string> Sorted(std::vector<std::string> texts) {
  std::ranges::sort(texts);
  return texts;
}

Options OptionsFor(Carry carry) {
  Options options;
  options.carry = carry;
  options.lateness = Seconds(10);
  return options;
}

// One run over a part of the log, which goes on with a state if there is one.
struct OneRun {
  OneRun(const exec::LoadedProgram& program, Carry carry, Arrival arrival)
      : options(OptionsFor(carry)),
        pipeline(program, options, collector, arrival),
        decoder(Pipeline::LayoutOf(program, options), options.event_limits, pipeline) {}

  void Read(const std::string& file, const std::vector<std::string>& lines) {
    decoder.Begin(pipeline.BeginFile(file));
    for (const std::string& line : lines) {
      decoder.Feed(line + "\n");
      decoder.Flush();
    }
    decoder.End();
    REQUIRE(pipeline.Finish().ok());
    CHECK(pipeline.ledger().Balances());
  }
  std::string Save() {
    auto state = pipeline.SaveState();
    REQUIRE(state.ok());
    return *state;
  }

  Options options;
  Collector collector;
  Pipeline pipeline;
  event::Decoder decoder;
};

using Lines = std::vector<std::string>;

// The alerts of several runs, the last of which evaluates everything.
Lines InParts(const exec::LoadedProgram& program, const std::vector<Lines>& parts,
              Arrival arrival) {
  Lines alerts;
  std::string state;
  for (size_t i = 0; i < parts.size(); ++i) {
    OneRun run(program, i + 1 == parts.size() ? Carry::kSettled : Carry::kUnsettled, arrival);
    if (i > 0) {
      const Status loaded = run.pipeline.LoadState(state);
      REQUIRE_MESSAGE(loaded.ok(), loaded.error().message);
    }
    run.Read("log", parts[i]);
    state = run.Save();
    alerts.insert(alerts.end(), run.collector.alerts.begin(), run.collector.alerts.end());
  }
  return Sorted(std::move(alerts));
}

// The place of a record is that in the files of its own run.
Lines WithoutPlaces(Lines alerts) {
  for (std::string& alert : alerts) {
    nlohmann::ordered_json json = nlohmann::ordered_json::parse(alert);
    json.erase("source");
    alert = json.dump();
  }
  return Sorted(std::move(alerts));
}

TEST_CASE("carried state: a stream that is cut anywhere gives the alerts of the whole one") {
  const exec::LoadedProgram program = Load(kRules);
  const Lines lines = RandomRecords(1, 400);
  const Lines whole = WithoutPlaces(InParts(program, {lines}, Arrival::kStream));
  REQUIRE(whole.size() > 100);
  for (const std::string_view rule :
       {"busy", "usual", "new_name", "in_order", "absent", "quiet", "plain", "on_others"})
    CHECK_MESSAGE(std::ranges::any_of(whole,
                                      [&](const std::string& alert) {
                                        return alert.find(fmt::format("\"{}\"", rule)) !=
                                               std::string::npos;
                                      }),
                  rule);
  for (size_t cut = 0; cut < lines.size(); cut += 7) {
    CAPTURE(cut);
    const auto middle = lines.begin() + static_cast<std::ptrdiff_t>(cut);
    const Lines cut_run =
        InParts(program, {{lines.begin(), middle}, {middle, lines.end()}}, Arrival::kStream);
    CHECK(WithoutPlaces(cut_run) == whole);
  }
}

TEST_CASE("carried state: files in any number of runs give the alerts of one scan of all") {
  const exec::LoadedProgram program = Load(kRules);
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    const Lines lines = RandomRecords(seed, 400);
    Collector whole;
    const Options options = OptionsFor(Carry::kNothing);
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    RunEngine(program, options, text, whole);
    std::mt19937_64 random(seed);
    std::vector<Lines> parts(1 + random() % 6);
    for (size_t i = 0; i < lines.size(); ++i)
      parts[i * parts.size() / lines.size()].push_back(lines[i]);
    for (Lines& part : parts) std::ranges::shuffle(part, random);
    const Lines alerts = WithoutPlaces(InParts(program, parts, Arrival::kFiles));
    CHECK(alerts == WithoutPlaces(whole.alerts));
  }
}

TEST_CASE("carried state: the same records give the same bytes, and so does loading and saving") {
  const exec::LoadedProgram program = Load(kRules);
  Lines lines = RandomRecords(3, 300);
  const auto state_of = [&] {
    OneRun run(program, Carry::kUnsettled, Arrival::kFiles);
    run.Read("log", lines);
    return run.Save();
  };
  const std::string state = state_of();
  CHECK(state_of() == state);
  OneRun again(program, Carry::kUnsettled, Arrival::kFiles);
  const Status loaded = again.pipeline.LoadState(state);
  REQUIRE_MESSAGE(loaded.ok(), loaded.error().message);
  REQUIRE(again.pipeline.Finish().ok());
  CHECK(again.Save() == state);
  lines.pop_back();
  CHECK(state_of() != state);
}

TEST_CASE("carried state: records of an earlier run are copies, and older ones are late") {
  const exec::LoadedProgram program = Load(kRules);
  const Lines lines = RandomRecords(4, 300);
  OneRun first(program, Carry::kSettled, Arrival::kFiles);
  first.Read("log", lines);
  const std::string state = first.Save();
  OneRun second(program, Carry::kUnsettled, Arrival::kFiles);
  REQUIRE(second.pipeline.LoadState(state).ok());
  Lines more = lines;
  more.push_back(Replaced(lines[0], "-000000000000", "-999999999999"));
  second.Read("log", more);
  CHECK(second.pipeline.ledger().duplicate() == lines.size());
  CHECK(second.pipeline.ledger().late() == 1);
  CHECK(second.collector.alerts.size() <= 1);  // of a rule without state
}

TEST_CASE("carried state: one record with a time far ahead moves nothing") {
  const exec::LoadedProgram program = Load(kRules);
  Lines lines = RandomRecords(5, 300);
  const Lines whole = WithoutPlaces(InParts(program, {lines}, Arrival::kFiles));
  Lines forged(lines.begin(), lines.begin() + 150);
  for (int i = 0; i < 7; ++i)
    forged.push_back(Replaced(Replaced(lines[100], "2026-01-01", fmt::format("2026-01-0{}", 3 + i)),
                              "-0000000000", fmt::format("-9999999{:03}", i)));
  const Lines rest(lines.begin() + 150, lines.end());
  const Lines alerts = WithoutPlaces(InParts(program, {forged, rest}, Arrival::kFiles));
  std::set<std::string> found(alerts.begin(), alerts.end());
  for (const std::string& alert : whole) CHECK(found.contains(alert));
}

struct Names {
  const program::Program& program;
  std::string operator()(const std::vector<uint32_t>& rules) const {
    std::string names;
    for (const uint32_t rule : rules) names += program.rules[rule].info.name + " ";
    return names;
  }
};

TEST_CASE("carried state: what a rule remembers survives a change that does not touch it") {
  const exec::LoadedProgram before = Load(kRules);
  OneRun first(before, Carry::kUnsettled, Arrival::kFiles);
  first.Read("log", RandomRecords(6, 300));
  const std::string state = first.Save();

  std::string text = kRules;
  text = Replaced(text, "n > 4 and names", "n > 5 and names");            // a threshold
  text = Replaced(text, "a -> not b within 5s", "a -> not b within 6s");  // a window
  text = Replaced(text, "in {awsRegion}", "from {userAgent}");
  text = Replaced(text, "sourceIPAddress, eventName; history", "eventName; history");
  text = Replaced(text, "rule quiet {", "rule silent {");
  text = Replaced(text, "a * 2 -> b within 10s\n  alert { message = \"{eventName}\" }",
                  "a * 2 -> b within 10s\n  alert { message = \"{awsRegion}\" level = high }");
  const exec::LoadedProgram after = Load(text);
  OneRun second(after, Carry::kSettled, Arrival::kFiles);
  REQUIRE(second.pipeline.LoadState(state).ok());
  second.Read("log", {});
  const TakenOver taken = second.pipeline.Report().carry->rules;
  const Names names{after.program()};
  CHECK(names(taken.kept) == "busy usual in_order ");
  CHECK(names(taken.kept_changed) == "busy ");
  CHECK(names(taken.changed) == "new_name absent on_others ");
  CHECK(names(taken.added) == "silent ");
  CHECK(taken.removed == Lines{"quiet"});
}

TEST_CASE("carried state: lists and exceptions do not change it, parameters do where they count") {
  const std::string text = R"(
rule listed {
  on aws.cloudtrail
  param span: duration = 1m
  param least: int = 3
  listed_name = eventName in ["A", "B"]
  group by sourceIPAddress
  window sliding span
  n = count(where listed_name)
  condition n > least
}
exception for listed {
  when eventName == "C"
  reason = "known"
}
)";
  const auto key = [](const exec::LoadedProgram& program) {
    return KeysOf(program.program())[0].memory;
  };
  const std::string usual = key(Load(text));
  CHECK(key(Load(Replaced(text, "\"B\"]", "\"B\", \"X\"]"))) == usual);
  CHECK(key(Load(Replaced(text, "== \"C\"", "== \"D\""))) == usual);
  CHECK(key(Load(text, {"listed.least=7"})) == usual);
  CHECK(key(Load(text, {"listed.span=2m"})) != usual);
  CHECK(key(Load(Replaced(text, "group by sourceIPAddress", "group by awsRegion"))) != usual);
}

// A changed message needs values that the matches which wait do not have.
TEST_CASE("carried state: what a new message needs of an old match is absent") {
  const std::string text = R"(
rule absent {
  on aws.cloudtrail
  a = eventName == "A"
  b = eventName == "B"
  group by sourceIPAddress
  sequence a -> not b within 5s
  alert { message = "{eventName} in {awsRegion}" }
}
)";
  const exec::LoadedProgram before = Load(text);
  OneRun first(before, Carry::kUnsettled, Arrival::kFiles);
  first.Read("log", {Replaced(RandomRecords(1, 1)[0], "\"eventName\":\"",
                              "\"eventName\":\"A\",\"x\":\"")});
  const std::string state = first.Save();
  const exec::LoadedProgram after =
      Load(Replaced(text, "{eventName} in {awsRegion}", "{userAgent} in {awsRegion}"));
  OneRun second(after, Carry::kSettled, Arrival::kFiles);
  REQUIRE(second.pipeline.LoadState(state).ok());
  Lines later = RandomRecords(1, 1);
  later[0] = Replaced(Replaced(later[0], "2026-01-01T00:00:0", "2026-01-01T00:01:0"),
                      "-000000000000", "-000000000001");
  second.Read("log", later);
  REQUIRE(second.collector.alerts.size() >= 1);
  CHECK(second.collector.alerts[0].find(" in us-east-1") != std::string::npos);
}

std::string Mended(std::string bytes) {
  const size_t head = kStateMagic.size();
  ArchiveWriter sum;
  sum(Hash64(std::string_view(bytes).substr(head + 12)));
  return bytes.replace(head + 4, 8, std::move(sum).Take());
}

TEST_CASE("carried state: bytes that no run has left are refused, or do no harm") {
  const exec::LoadedProgram program = Load(kRules);
  OneRun run(program, Carry::kUnsettled, Arrival::kFiles);
  run.Read("log", RandomRecords(7, 120));
  const std::string state = run.Save();
  const auto load = [&](const std::string& bytes) {
    OneRun other(program, Carry::kUnsettled, Arrival::kFiles);
    return other.pipeline.LoadState(bytes);
  };
  CHECK(load(state).ok());
  CHECK(load("").error().message == "it is no state of sigrun");
  CHECK(load(state.substr(0, 14)).error().message == "it is cut off");
  CHECK(load(state + "x").error().message == "it is damaged: its checksum is wrong");
  std::string other_version = state;
  other_version[13] = 1;
  CHECK(load(other_version).error().message ==
        "it is of version 1, and this sigrun reads version 2");
  CHECK_FALSE(load(Mended(state + "x")).ok());

  Options other_flags = OptionsFor(Carry::kUnsettled);
  other_flags.any_source = true;
  Collector collector;
  Pipeline pipeline(program, other_flags, collector);
  CHECK(pipeline.LoadState(state).error().message ==
        "it was made without flags that matter to it, and this run is with `--any-source`");

  const Lines more = RandomRecords(8, 60);
  std::mt19937_64 random(1);
  for (int i = 0; i < 1'500; ++i) {
    std::string bytes = state;
    const size_t body = 25;
    if (i % 3 == 0) bytes.resize(body + random() % (bytes.size() - body));
    for (uint64_t flips = i % 3 == 0 ? 0 : 1 + random() % 3; flips > 0; --flips)
      bytes[body + random() % (bytes.size() - body)] ^= static_cast<char>(1 << random() % 8);
    OneRun other(program, Carry::kSettled, Arrival::kFiles);
    const Status loaded = other.pipeline.LoadState(Mended(bytes));
    CHECK((loaded.ok() || !loaded.error().message.empty()));
    if (loaded.ok()) {
      CHECK(i % 3 != 0);
      other.Read("log", more);
      other.Save();
    }
  }
}

TEST_CASE("carried state: the states that fuzzing starts from are of this version") {
  const exec::LoadedProgram program = Load(kRules);
  size_t seen = 0;
  for (const auto& entry :
       fs::directory_iterator(fs::path(SIGRUN_SOURCE_DIR) / "tests/fuzz/corpus/state")) {
    const std::string rest = ReadText(entry.path());
    ArchiveWriter head;
    head(kStateVersion, Hash64(rest));
    OneRun run(program, Carry::kSettled, Arrival::kFiles);
    const Status loaded =
        run.pipeline.LoadState(std::string(kStateMagic) + std::move(head).Take() + rest);
    CHECK_MESSAGE(loaded.ok(), entry.path().string(), ": ", loaded.error().message);
    ++seen;
  }
  CHECK(seen >= 2);
}

}  // namespace
}  // namespace sigrun::engine
