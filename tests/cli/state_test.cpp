// Daily runs: `scan --state DIR` goes on where the last run ended.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <random>
#include <sstream>

#include "base/time/event_time.h"
#include "tests/cli/program.h"

namespace sigrun::cli_testing {
namespace {

using Lines = std::vector<std::string>;

Lines LinesOf(const std::string& text) {
  Lines lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// Without the place of the record: the same log is cut into other files.
Lines Alerts(const std::string& jsonl) {
  Lines alerts;
  for (const std::string& line : LinesOf(jsonl)) {
    Json alert = Json::parse(line);
    alert.erase("source");
    alerts.push_back(alert.dump());
  }
  std::ranges::sort(alerts);
  return alerts;
}

constexpr const char* kThreeInAnHour = R"(
rule three_calls {
  on aws.cloudtrail
  group by sourceIPAddress
  window sliding 1h
  n = count()
  condition n >= 3
}
)";

std::string Call(int hour, int minute, const std::string& address, int id) {
  return fmt::format(
      R"({{"eventVersion":"1.08","eventTime":"2026-03-0{}T{:02}:{:02}:00Z","eventSource":"s3.amazonaws.com",)"
      R"("eventName":"GetObject","awsRegion":"eu-west-1","sourceIPAddress":"{}",)"
      R"("eventID":"00000000-0000-4000-8000-{:012}"}})"
      "\n",
      1 + hour / 24, hour % 24, minute, address, id);
}

// Calls once a minute from other addresses, so that time passes.
std::string Noise(int from_hour, int hours) {
  std::string text;
  for (int minute = 0; minute < 60 * hours; ++minute)
    text += Call(from_hour + minute / 60, minute % 60, fmt::format("10.0.{}.{}", from_hour, minute),
                 1'000'000 + 60 * from_hour + minute);
  return text;
}

TEST_CASE("scan --state: a run goes on where the last one ended") {
  Folder folder;
  folder.Write("r.sgr", kThreeInAnHour);
  folder.Write("day1.json",
               Noise(20, 4) + Call(23, 50, "192.0.2.1", 1) + Call(23, 55, "192.0.2.1", 2));
  folder.Write("day2.json", Call(24, 5, "192.0.2.1", 3) + Noise(24, 4));
  const auto run = [&](const std::string& file) {
    return folder.Run({"scan", "--rules", "r.sgr", "--state", "s", "--stats", "stats", file});
  };
  const Outcome first = run("day1.json");
  CHECK(first.code == 0);
  CHECK(first.out.empty());
  CHECK(first.Says("  state: this is the first run\n"));
  CHECK(first.Says("events wait for the next run, from 2026-03-01T23:3"));
  Json stats = Json::parse(folder.Read("stats"));
  CHECK(stats["state"]["loaded"] == false);
  CHECK(stats["state"]["events_waiting"] > 10);
  CHECK(stats["state"]["rules_added"].empty());

  const Outcome second = run("day2.json");
  CHECK(second.code == 0);
  CHECK(LinesOf(second.out).size() == 1);
  CHECK(second.out.find("\"2026-03-02T00:05:00Z\"") != std::string::npos);
  CHECK(second.Says("  state: 1 rule goes on with what it had seen before 2026-03-01T23:3"));
  stats = Json::parse(folder.Read("stats"));
  CHECK(stats["state"]["loaded"] == true);
  CHECK(stats["state"]["rules_kept"] == Json::array({"three_calls"}));

  const Outcome again = run("day2.json");
  CHECK(again.out.empty());
  CHECK(again.Says("  state: earlier runs had seen all of these records\n"));

  const auto mode = [&](const char* name) {
    return fs::status(folder.Path(name)).permissions() & fs::perms::all;
  };
  CHECK(mode("s") == fs::perms::owner_all);
  CHECK(mode("s/state") == (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE("scan --state: what waits is evaluated with --final, and older records are late then") {
  Folder folder;
  folder.Write("r.sgr", kThreeInAnHour);
  std::string calls;
  for (int i = 0; i < 3; ++i) calls += Call(23, 56 + i, "192.0.2.1", i);
  folder.Write("day1.json", Noise(20, 4) + calls);
  folder.Write("none.json", Call(24, 0, "192.0.2.7", 9));
  folder.Write("older.json", Call(21, 0, "192.0.2.8", 10));
  CHECK(folder.Run({"scan", "--rules", "r.sgr", "--state", "s", "day1.json"}).out.empty());
  const Outcome final_run =
      folder.Run({"scan", "--rules", "r.sgr", "--state", "s", "--final", "none.json"});
  CHECK(LinesOf(final_run.out).size() == 1);
  CHECK_FALSE(final_run.Says("wait for the next run"));
  const Outcome later = folder.Run({"scan", "--rules", "r.sgr", "--state", "s", "older.json"});
  CHECK(later.Says("1 record: 0 evaluated, 1 late"));
  CHECK(later.Says("  late: older than what an earlier run has evaluated; "));
}

// Files of the day on which they were delivered: up to two hours late, one in a hundred twice.
void WriteDays(const Folder& folder, const std::string& log, std::map<std::string, int>& days) {
  std::mt19937_64 random(1);
  std::map<std::string, std::string> files;
  for (const std::string& line : LinesOf(log)) {
    const std::string text = Json::parse(line)["eventTime"];
    const int64_t time = ParseTimestamp(text)->micros;
    for (int copies = random() % 100 == 0 ? 2 : 1; copies > 0; --copies) {
      const Timestamp delivered{time + static_cast<int64_t>(random() % 7200) * kMicrosPerSecond};
      const std::string stamp = FormatTimestamp(delivered);
      const std::string name = stamp.substr(0, 10) + "/" + stamp.substr(11, 2) + ".json";
      files[name] += line + "\n";
      ++days[stamp.substr(0, 10)];
    }
  }
  for (const auto& [name, text] : files) {
    Lines lines = LinesOf(text);
    std::ranges::shuffle(lines, random);
    std::string shuffled;
    for (const std::string& line : lines) shuffled += line + "\n";
    fs::create_directories(folder.Path(name).parent_path());
    std::ofstream(folder.Path(name), std::ios::binary) << shuffled;
  }
}

TEST_CASE("scan --state: daily runs give the alerts of one scan of all days") {
  Folder folder;
  REQUIRE(folder.Run({"gen", "-o", "log.json", "--incident", "--events", "20000"}).code == 0);
  std::map<std::string, int> days;
  WriteDays(folder, folder.Read("log.json"), days);
  REQUIRE(days.size() >= 16);
  const Outcome whole = folder.Run({"scan", "--format", "jsonl", "log.json"});
  REQUIRE(Alerts(whole.out).size() > 30);
  std::string daily, alone;
  for (const auto& [day, records] : days) {
    Lines arguments = {"scan", "--format", "jsonl", "--state", "s", "--lateness", "3h", day};
    if (day == days.rbegin()->first) arguments.push_back("--final");
    const Outcome run = folder.Run(arguments);
    CHECK(run.code == 0);
    CHECK_FALSE(run.Says(" late"));
    daily += run.out;
    alone += folder.Run({"scan", "--format", "jsonl", day}).out;
  }
  CHECK(Alerts(daily) == Alerts(whole.out));
  CHECK(Alerts(alone) != Alerts(whole.out));  // that is what the state is for
}

// Each process has its own secret for places in memory.
TEST_CASE("scan --state: two processes leave the same bytes") {
  Folder folder;
  REQUIRE(folder.Run({"gen", "-o", "log.json", "--incident", "--events", "5000"}).code == 0);
  for (const char* state : {"s", "t"})
    REQUIRE(folder.Run({"scan", "-q", "--state", state, "log.json"}).code == 0);
  CHECK(folder.Read("s/state").size() > 100'000);
  CHECK(folder.Read("s/state") == folder.Read("t/state"));
}

TEST_CASE("scan --state: a second run at the same time is refused by name") {
  Folder folder;
  folder.Write("r.sgr", kThreeInAnHour);
  folder.Write("day1.json", Noise(20, 1));
  const Outcome outcome = folder.Script(R"(
    mkfifo pipe
    "$SIGRUN" scan --rules r.sgr --state s - < pipe 2> first.err & pid=$!
    exec 3> pipe
    cat day1.json >&3
    until test -s s/lock; do sleep 0.01; done
    sigrun scan --rules r.sgr --state s day1.json; echo "code $?"
    exec 3>&-
    wait $pid; echo "first $?"
    sigrun scan --rules r.sgr --state s -q day1.json; echo "code $?"
    echo "$pid" > pid)");
  std::string pid = folder.Read("pid");
  pid.pop_back();
  CHECK(outcome.out == "code 4\nfirst 0\ncode 0\n");
  CHECK(outcome.Says("sigrun: `s` is in use by another run (process " + pid +
                     "): wait for its end, or use another folder\n"));
}

TEST_CASE("scan --state: what is wrong with a state is said, and it is left alone") {
  Folder folder;
  folder.Write("r.sgr", kThreeInAnHour).Write("day1.json", Noise(20, 1));
  const auto run = [&](Lines more) {
    Lines arguments = {"scan", "--rules", "r.sgr", "--state", "s", "-q", "day1.json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return folder.Run(arguments);
  };
  REQUIRE(run({}).code == 0);
  const std::string state = folder.Read("s/state");
  const Outcome flags = run({"--any-source"});
  CHECK(flags.code == 4);
  CHECK(
      flags.err ==
      "sigrun: cannot go on from `s/state`: it was made without flags that matter to it, and this "
      "run is with `--any-source`: use another folder, or remove the file to begin anew\n");
  CHECK(folder.Read("s/state") == state);
  folder.Write("s/state", state.substr(0, state.size() / 2));
  CHECK(run({}).Says("it is damaged: its checksum is wrong"));
  folder.Write("s/state", "{}");
  CHECK(run({}).Says("it is no state of sigrun"));
  fs::remove(folder.Path("s/state"));
  fs::create_directory(folder.Path("s/state"));
  CHECK(run({}).code == 4);
  CHECK(folder.Run({"scan", "--rules", "r.sgr", "--state", "r.sgr", "day1.json"}).code == 4);
}

TEST_CASE("scan --state: flags that contradict it are refused") {
  Folder folder;
  folder.Write("r.sgr", kThreeInAnHour).Write("day1.json", Noise(20, 1));
  const Outcome final_alone = folder.Run({"scan", "--rules", "r.sgr", "--final", "day1.json"});
  CHECK(final_alone.code == 2);
  CHECK(final_alone.err ==
        "sigrun: --final evaluates what a state holds back: name its folder with --state DIR\n");
  const Outcome since =
      folder.Run({"scan", "--rules", "r.sgr", "--state", "s", "--since", "1d", "day1.json"});
  CHECK(since.code == 2);
  CHECK_FALSE(fs::exists(folder.Path("s")));
}

TEST_CASE("scan --state: a run that did not read everything leaves the state as it was") {
  Folder folder;
  folder.Write("r.sgr", kThreeInAnHour);
  folder.Write("day1.json", Noise(20, 1)).Write("day2.json", Noise(44, 1));
  const Outcome outcome = folder.Script(R"(
    sigrun scan --rules r.sgr --state s -q day1.json
    cp s/state before
    mkfifo pipe
    "$SIGRUN" scan --rules r.sgr --state s -q day2.json pipe & pid=$!
    exec 3> pipe
    kill -TERM $pid
    wait $pid; echo "code $?"
    cmp s/state before && echo same
    sigrun scan --rules r.sgr --state s -q day2.json missing.json; echo "code $?"
    cmp -s s/state before || echo saved)");
  CHECK(outcome.out == "code 143\nsame\ncode 4\nsaved\n");
  CHECK(outcome.Says("the state in `s/state` is as it was: the next run repeats these records"));
}

TEST_CASE("scan --state: a state that cannot be written is said") {
  Folder folder;
  folder.Write("r.sgr", kThreeInAnHour).Write("day1.json", Noise(20, 1));
  CHECK(folder.Run({"scan", "--rules", "r.sgr", "--state", "none/s", "day1.json"}).code == 4);
  const Outcome outcome = folder.Script(R"(
    sigrun scan --rules r.sgr --state s -q day1.json
    cp s/state before
    ulimit -f 1
    trap '' XFSZ
    sigrun scan --rules r.sgr --state s -q day1.json; echo "code $?"
    cmp s/state before && echo same)");
  CHECK(outcome.out == "code 4\nsame\n");
  CHECK(outcome.Says("the state is as it was: the next run repeats these records"));
}

}  // namespace
}  // namespace sigrun::cli_testing
