// The public interface, as a program that embeds the library uses it.
#include <doctest/doctest.h>
#include <sigrun/scanner.h>
#include <sigrun/version.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace {

namespace fs = std::filesystem;
using sigrun::Failure;
using sigrun::Outcome;
using std::chrono::minutes;

constexpr const char* kRules = R"(
rule each {
  meta { title = "An a"  level = high }
  on json
  condition name == "a"
  alert { message = "{name} by {user}"  fields = [user] }
}
rule three {
  on json
  group by user
  window sliding 1h
  n = count(where name == "a")
  condition n >= 3
}
)";

class Collector : public sigrun::Sink {
 public:
  Outcome OnAlert(const sigrun::Alert& alert) override {
    alerts.push_back(alert);
    return {};
  }
  size_t Of(const std::string& rule) const {
    return static_cast<size_t>(
        std::ranges::count(alerts, rule, [](const sigrun::Alert& alert) { return alert.rule; }));
  }
  std::vector<sigrun::Alert> alerts;
};

std::string Record(int minute, const std::string& name = "a") {
  const std::string two = (minute < 10 ? "0" : "") + std::to_string(minute);
  return R"({"time":"2026-01-01T00:)" + two + R"(:00Z","name":")" + name + R"(","user":"eve"})" +
         "\n";
}

sigrun::Rules Loaded(const std::string& text = kRules) {
  return sigrun::LoadRuleTexts({{"rules.sgr", text}});
}

sigrun::Time Minute(int minute) {
  return sigrun::Time(std::chrono::sys_days(std::chrono::year(2026) / 1 / 1)) + minutes(minute);
}

TEST_CASE("api: rules, a log, alerts") {
  const sigrun::Rules rules = Loaded();
  REQUIRE(rules.usable());
  CHECK(rules.outcome().ok());
  CHECK(rules.diagnostics().empty());
  CHECK(rules.names() == std::vector<std::string>{"each", "three"});
  Collector sink;
  sigrun::Scanner scanner(rules, {}, sink);
  REQUIRE(scanner.Begin("log").ok());
  const std::string log = Record(1) + Record(2) + Record(3, "b") + Record(4);
  // Cut anywhere.
  for (const char& byte : log) REQUIRE(scanner.Feed({&byte, 1}).ok());
  REQUIRE(scanner.End().ok());
  REQUIRE(scanner.Finish().ok());
  CHECK(sink.Of("each") == 3);
  REQUIRE(sink.Of("three") == 1);
  const sigrun::Alert& alert = sink.alerts.front();
  CHECK(alert.message == "a by eve");
  CHECK(alert.title == "An a");
  CHECK(alert.level == sigrun::Level::kHigh);
  CHECK(sigrun::Name(alert.level) == "high");
  CHECK(alert.time == Minute(1));
  CHECK(alert.file == "log");
  CHECK(alert.record == 1);
  CHECK(alert.id.size() == 32);
  CHECK(alert.values == std::vector<std::pair<std::string, std::string>>{{"user", "eve"}});
  CHECK(alert.ToJson().find(alert.id) != std::string::npos);
  CHECK(alert.ToOcsf().find("\"class_uid\":2004") != std::string::npos);
  const sigrun::Counts counts = scanner.counts();
  CHECK(counts.records == 4);
  CHECK(counts.evaluated == 4);
  CHECK(counts.alerts == 4);
  CHECK(scanner.StatsJson().find("\"balanced\": true") != std::string::npos);
  CHECK_FALSE(sigrun::Version().empty());
}

TEST_CASE("api: an alert outlives scanner and rules") {
  Collector sink;
  {
    sigrun::Scanner scanner(Loaded(), {}, sink);
    REQUIRE(scanner.Begin("log").ok());
    REQUIRE(scanner.Feed(Record(1)).ok());
    REQUIRE(scanner.End().ok());
    REQUIRE(scanner.Finish().ok());
  }
  REQUIRE(sink.alerts.size() == 1);
  CHECK(sink.alerts[0].ToJson().find("each") != std::string::npos);
}

TEST_CASE("api: broken rules are values with places") {
  const sigrun::Rules rules = Loaded("rule r {\n  on aws.cloudtrail\n  condition nosuch == 1\n}\n");
  CHECK_FALSE(rules.usable());
  CHECK(rules.outcome().failure() == Failure::kRules);
  REQUIRE_FALSE(rules.diagnostics().empty());
  const sigrun::Diagnostic& first = rules.diagnostics().front();
  CHECK(first.severity == sigrun::Severity::kError);
  CHECK(first.file == "rules.sgr");
  CHECK(first.line == 3);
  CHECK(first.column == 13);
  CHECK(first.code.size() == 5);
  CHECK(first.text.find("rules.sgr:3:13") == 0);
  Collector sink;
  sigrun::Scanner scanner(rules, {}, sink);
  CHECK(scanner.Begin("log").failure() == Failure::kRules);
  CHECK(scanner.Finish().failure() == Failure::kRules);
  CHECK(sigrun::LoadRules({"no/such/folder"}).outcome().failure() == Failure::kRules);
  CHECK_FALSE(sigrun::Rules().usable());
  CHECK_FALSE(sigrun::Rules().outcome().ok());
  CHECK_FALSE(sigrun::LoadRuleTexts({}).usable());
}

TEST_CASE("api: with keep_going the others run, and what is skipped is named") {
  sigrun::LoadOptions options;
  options.keep_going = true;
  const std::string broken = "rule broken {\n  on aws.cloudtrail\n  condition nosuch == 1\n}\n";
  const sigrun::Rules rules = sigrun::LoadRuleTexts({{"r.sgr", kRules + broken}}, options);
  REQUIRE(rules.usable());
  CHECK(rules.names().size() == 2);
  CHECK(rules.skipped() == std::vector<std::string>{"broken"});
  options.settings = {"each.nosuch=1"};
  CHECK(sigrun::LoadRuleTexts({{"r.sgr", kRules}}, options).outcome().failure() == Failure::kRules);
}

TEST_CASE("api: a call in the wrong order is refused and changes nothing") {
  Collector sink;
  sigrun::Scanner scanner(Loaded(), {}, sink);
  CHECK(scanner.Feed("x").failure() == Failure::kMisuse);
  CHECK(scanner.Flush().failure() == Failure::kMisuse);
  CHECK(scanner.End().failure() == Failure::kMisuse);
  REQUIRE(scanner.Begin("one").ok());
  CHECK(scanner.Begin("two").failure() == Failure::kMisuse);
  CHECK(scanner.Finish().failure() == Failure::kMisuse);
  CHECK(scanner.ScanFiles({"."}).failure() == Failure::kMisuse);
  REQUIRE(scanner.Feed(Record(1)).ok());
  REQUIRE(scanner.End().ok());
  CHECK(scanner.ScanFiles({"."}).failure() == Failure::kMisuse);
  REQUIRE(scanner.Finish().ok());
  CHECK(sink.alerts.size() == 1);
  CHECK(scanner.Begin("three").failure() == Failure::kMisuse);
  CHECK(scanner.Finish().failure() == Failure::kMisuse);
  CHECK(scanner.Seal(Minute(1)).failure() == Failure::kMisuse);
  CHECK(scanner.counts().records == 1);
}

TEST_CASE("api: in a stream state follows what is sealed, and what comes too late is counted") {
  Collector sink;
  sigrun::Scanner scanner(Loaded(), {}, sink);
  REQUIRE(scanner.Begin("stream").ok());
  REQUIRE(scanner.Feed(Record(1) + Record(3) + Record(2)).ok());
  REQUIRE(scanner.Flush().ok());
  CHECK(sink.Of("each") == 3);
  CHECK(sink.Of("three") == 0);
  REQUIRE(scanner.Seal(Minute(4)).ok());
  CHECK(sink.Of("three") == 1);
  REQUIRE(scanner.Seal(Minute(2)).ok());  // says less than before
  REQUIRE(scanner.Feed(Record(3)).ok());
  REQUIRE(scanner.Flush().ok());
  CHECK(scanner.counts().late == 1);
  CHECK(sink.Of("each") == 4);
  REQUIRE(scanner.End().ok());
  REQUIRE(scanner.Finish().ok());
}

TEST_CASE("api: as a set no record is late, and Seal makes no sense") {
  sigrun::ScanOptions options;
  options.order = sigrun::ScanOptions::Order::kSet;
  Collector sink;
  sigrun::Scanner scanner(Loaded(), options, sink);
  CHECK(scanner.Seal(Minute(0)).failure() == Failure::kMisuse);
  for (const int minute : {59, 58, 0}) {
    REQUIRE(scanner.Begin("file").ok());
    REQUIRE(scanner.Feed(Record(minute)).ok());
    REQUIRE(scanner.End().ok());
  }
  CHECK(sink.Of("three") == 0);
  REQUIRE(scanner.Finish().ok());
  CHECK(sink.Of("three") == 1);
  CHECK(scanner.counts().late == 0);
}

TEST_CASE("api: files are read whatever they are packed in, and what cannot be read is told") {
  const fs::path folder = fs::temp_directory_path() / ("sigrun_api_" + std::to_string(::getpid()));
  fs::create_directories(folder);
  std::ofstream(folder / "log.ndjson") << Record(2) << Record(1) << Record(3);
  std::ofstream(folder / "rules.sgr") << kRules;
  const sigrun::Rules rules = sigrun::LoadRules({(folder / "rules.sgr").string()});
  REQUIRE(rules.usable());
  Collector sink;
  sigrun::Scanner scanner(rules, {}, sink);
  const Outcome outcome =
      scanner.ScanFiles({(folder / "log.ndjson").string(), (folder / "missing").string()});
  CHECK(outcome.failure() == Failure::kInput);
  CHECK(outcome.message().find("missing") != std::string::npos);
  CHECK(sink.Of("each") == 3);
  CHECK(sink.Of("three") == 1);
  CHECK(scanner.ScanFiles({"."}).failure() == Failure::kInput);  // it is done
  fs::remove_all(folder);
}

// What a sink may do instead of returning.
class Failing : public sigrun::Sink {
 public:
  explicit Failing(int how) : how_(how) {}
  Outcome OnAlert(const sigrun::Alert&) override {
    ++calls;
    switch (how_) {
      case 0:
        return {Failure::kSink, "hung up"};
      case 1:
        throw std::runtime_error("thrown");
      case 2:
        throw 5;
      default:
        throw std::bad_alloc();
    }
  }
  int calls = 0;

 private:
  int how_;
};

// Feeds one record, leaves the state.
std::string StateAfter(int minute, const std::string& before, Collector& sink,
                       sigrun::Leave leave) {
  sigrun::ScanOptions options;
  options.leave = leave;
  sigrun::Scanner scanner(Loaded(), options, sink);
  if (!before.empty()) REQUIRE(scanner.LoadState(before).ok());
  REQUIRE(scanner.Begin("part").ok());
  REQUIRE(scanner.Feed(Record(minute)).ok());
  REQUIRE(scanner.End().ok());
  REQUIRE(scanner.Finish().ok());
  std::string state;
  REQUIRE(scanner.SaveState(state).ok());
  CHECK(scanner.SaveState(state).failure() == Failure::kMisuse);
  return state;
}

TEST_CASE("api: a scanner goes on where another one ended") {
  Collector sink;
  std::string state;
  for (const int minute : {1, 2})
    state = StateAfter(minute, state, sink, sigrun::Leave::kUnsettled);
  CHECK(sink.Of("three") == 0);
  StateAfter(3, state, sink, sigrun::Leave::kSettled);
  CHECK(sink.Of("three") == 1);
  CHECK(sink.Of("each") == 3);
}

TEST_CASE("api: a state that makes no sense ends the scanner, and a state out of turn is refused") {
  Collector sink;
  sigrun::ScanOptions options;
  sigrun::Scanner without(Loaded(), options, sink);
  std::string state = "untouched";
  CHECK(without.LoadState("").failure() == Failure::kMisuse);
  REQUIRE(without.Finish().ok());
  CHECK(without.SaveState(state).failure() == Failure::kMisuse);
  CHECK(state == "untouched");

  options.leave = sigrun::Leave::kUnsettled;
  sigrun::Scanner late(Loaded(), options, sink);
  REQUIRE(late.Begin("part").ok());
  CHECK(late.LoadState("").failure() == Failure::kMisuse);
  CHECK(late.SaveState(state).failure() == Failure::kMisuse);
  REQUIRE(late.End().ok());
  CHECK(late.LoadState("").failure() == Failure::kMisuse);

  sigrun::Scanner broken(Loaded(), options, sink);
  REQUIRE(broken.LoadState("no state").ok());
  const Outcome began = broken.Begin("part");
  CHECK(began.failure() == Failure::kState);
  CHECK(began.message() == "it is no state of sigrun");
  CHECK(broken.Finish().failure() == Failure::kState);
  CHECK(broken.SaveState(state).failure() == Failure::kState);
}

TEST_CASE("api: the hooks see what is read, and can stop it") {
  const fs::path folder = fs::temp_directory_path() / ("sigrun-hooks-" + std::to_string(getpid()));
  fs::create_directory(folder);
  for (int i = 0; i < 3; ++i) std::ofstream(folder / std::to_string(i)) << Record(i);
  Collector sink;
  uint64_t bytes = 0;
  sigrun::ScanHooks hooks;
  hooks.progress = [&](uint64_t more) { bytes += more; };
  sigrun::Scanner whole(Loaded(), {}, sink);
  CHECK(whole.ScanFiles({folder.string()}, hooks).ok());
  CHECK(bytes == 3 * Record(0).size());
  hooks.stop = [] { return true; };
  sigrun::Scanner stopped(Loaded(), {}, sink);
  CHECK(stopped.ScanFiles({folder.string()}, hooks).ok());
  CHECK(stopped.counts().records == 0);
  hooks.stop = []() -> bool { throw std::runtime_error("no"); };
  sigrun::Scanner thrown(Loaded(), {}, sink);
  CHECK(thrown.ScanFiles({folder.string()}, hooks).failure() == Failure::kInternal);
  fs::remove_all(folder);
}

TEST_CASE("api: a sink that fails or throws stops the scanner, and nothing crosses the border") {
  for (int how = 0; how < 4; ++how) {
    CAPTURE(how);
    Failing sink(how);
    sigrun::Scanner scanner(Loaded(), {}, sink);
    REQUIRE(scanner.Begin("log").ok());
    REQUIRE(scanner.Feed(Record(1) + Record(2)).ok());
    const Outcome failed = scanner.Flush();
    CHECK(failed.failure() == Failure::kSink);
    if (how == 0) CHECK(failed.message() == "hung up");
    if (how == 1) CHECK(failed.message() == "thrown");
    CHECK(scanner.Feed(Record(3)).failure() == Failure::kSink);
    CHECK(scanner.Finish().failure() == Failure::kSink);
    CHECK(sink.calls == 1);
  }
}

TEST_CASE("api: scanners on several threads share rules") {
  const sigrun::Rules rules = Loaded();
  std::vector<size_t> alerts(4);
  std::vector<std::thread> threads;
  for (size_t& count : alerts)
    threads.emplace_back([&rules, &count] {
      Collector sink;
      sigrun::Scanner scanner(rules, {}, sink);
      bool ok = scanner.Begin("log").ok();
      for (int i = 0; i < 50; ++i) ok = scanner.Feed(Record(i)).ok() && ok;
      ok = scanner.End().ok() && scanner.Finish().ok() && ok;
      count = ok ? sink.alerts.size() : 0;
    });
  for (std::thread& thread : threads) thread.join();
  for (const size_t count : alerts) CHECK(count == 51);
}

TEST_CASE("api: any bytes are an answer") {
  std::string bytes;
  for (int i = 0; i < 4096; ++i) bytes += static_cast<char>(i * 37 % 256);
  Collector sink;
  sigrun::Scanner scanner(Loaded(), {}, sink);
  REQUIRE(scanner.Begin(bytes).ok());
  REQUIRE(scanner.Feed(bytes).ok());
  REQUIRE(scanner.End().ok());
  REQUIRE(scanner.Finish().ok());
  CHECK(scanner.counts().records > 0);
  CHECK_FALSE(sigrun::LoadRuleTexts({{bytes, bytes}, {"x.yml", bytes}, {"x.sgc", bytes}}).usable());
}

}  // namespace
