// --since and --until: the alerts are those of the whole log within the range, whatever files are
// skipped.
#include <doctest/doctest.h>

#include <map>
#include <random>

#include "tests/cli/program.h"

namespace sigrun::cli_testing {
namespace {

std::string Two(int n) { return (n < 10 ? "0" : "") + std::to_string(n); }

// `hour` counts from 2026-01-01.
std::string Time(int hour, int minute = 0) {
  return "2026-01-" + Two(1 + hour / 24) + "T" + Two(hour % 24) + ":" + Two(minute) + ":00Z";
}

std::string At(int n, int hour, int minute, const std::string& name = "GetObject") {
  return Json{{"eventName", name},
              {"eventSource", "s3.amazonaws.com"},
              {"eventTime", Time(hour, minute)},
              {"eventID", "e" + std::to_string(n)},
              {"sourceIPAddress", "192.0.2." + std::to_string(n % 3)}}
             .dump() +
         "\n";
}

std::string PathOf(int hour) {
  const std::string day = Two(1 + hour / 24);
  return "AWSLogs/123456789012/CloudTrail/eu-central-1/2026/01/" + day +
         "/123456789012_CloudTrail_eu-central-1_202601" + day + "T" + Two(hour % 24) +
         "30Z_abcdefgh.json.gz";
}

Outcome Scan(const Folder& folder, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"scan", "--format", "jsonl", "--stats", "s.json"});
  arguments.emplace_back("AWSLogs");
  return folder.Run(arguments);
}

std::set<std::string> Inside(const std::string& jsonl, const std::string& since,
                             const std::string& until) {
  std::set<std::string> ids;
  for (const Json& alert : JsonLines(jsonl)) {
    const std::string time = alert["time"];
    if (time >= since && time < until) ids.insert(alert["alert_id"].get<std::string>());
  }
  return ids;
}

constexpr const char* kRules[] = {
    kReads,
    kBurst,
    R"(rule quiet_time { on aws.cloudtrail condition eventName == "GetObject"
  alert { suppress = 30h by sourceIPAddress } }
)",
    R"(rule many { on aws.cloudtrail group by sourceIPAddress window sliding 6h
  n = count(where eventName == "GetObject") condition n >= 2 }
)",
    R"(rule fresh { on aws.cloudtrail
  new = first_seen(eventName, sourceIPAddress; history 3d, learn 2d)
  condition new }
)",
    R"(rule nothing_after { on aws.cloudtrail
  put = eventName == "PutObject" get = eventName == "GetObject"
  sequence put -> not get within 5h }
)",
};

TEST_CASE("cli: alerts inside of --since and --until are those of the whole log") {
  std::mt19937 random(7);
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  size_t found = 0, skipped = 0, rule_errors = 0;
  for (int round = 0; round < 12; ++round) {
    Folder folder;
    const int hours = 24 * 12;
    std::map<std::string, std::string> files;
    for (int n = 0, count = 40 + below(120); n < count; ++n) {
      const int hour = below(hours);
      files[PathOf(hour)] += At(n, hour, below(30), below(3) == 0 ? "PutObject" : "GetObject");
    }
    for (const auto& [path, lines] : files) folder.Write(path, Gzip(lines));
    std::vector<std::string> arguments;
    for (size_t i = 0; i < std::size(kRules); ++i) {
      if (below(3) != 0 && i != static_cast<size_t>(round) % std::size(kRules)) continue;
      const std::string name = "r" + std::to_string(i) + ".sgr";
      folder.Write(name, kRules[i]);
      arguments.insert(arguments.end(), {"--rules", name});
    }
    const int from = below(hours), length = 1 + below(100);
    const std::string since = Time(from), until = Time(std::min(from + length, 30 * 24));
    const Outcome whole = Scan(folder, arguments);
    rule_errors += whole.code != 0;
    arguments.insert(arguments.end(), {"--since", since, "--until", until});
    const Outcome part = Scan(folder, arguments);
    CAPTURE(whole.err);
    CAPTURE(part.err);
    CAPTURE(since);
    CAPTURE(until);
    CHECK(part.code == 0);
    CHECK(AlertIds(part.out) == Inside(whole.out, since, until));
    found += AlertIds(part.out).size();
    skipped += Json::parse(folder.Read("s.json"))["files"]["of_other_days"].get<size_t>();
  }
  CHECK(rule_errors == 0);
  CHECK(found > 0);
  CHECK(skipped > 0);
}

TEST_CASE("cli: files of other days are not read where no rule needs them") {
  Folder folder;
  for (int day = 0; day < 10; ++day)
    folder.Write(PathOf(day * 24 + 12), Gzip(At(day, day * 24 + 12, 0)));
  folder.Write("AWSLogs/elsewhere.json", At(100, 0, 0));
  folder.Write("reads.sgr", kReads).Write("burst.sgr", kBurst);
  const Outcome plain =
      Scan(folder, {"--rules", "reads.sgr", "--since", "2026-01-05", "--until", "2026-01-06"});
  CAPTURE(plain.err);
  CHECK(plain.code == 0);
  REQUIRE(JsonLines(plain.out).size() == 1);
  CHECK(JsonLines(plain.out)[0]["time"] == "2026-01-05T12:00:00Z");
  // The fourth and the sixth are within the margin.
  CHECK(plain.Says("skipped: 7 files of other days, by their paths"));
  CHECK(plain.Says("3 alerts outside --since and --until"));
  const Json stats = Json::parse(folder.Read("s.json"));
  CHECK(stats["files"]["of_other_days"] == 7);
  CHECK(stats["files"]["read"] == 4);
  CHECK(stats["records"]["alerts_outside"] == 3);
  const Outcome state = Scan(folder, {"--rules", "burst.sgr", "--since", "2026-01-05"});
  CHECK(state.Says("read anyway: 3 files of other days: 1 rule depends on more"));
  CHECK_FALSE(state.Says("skipped"));
}

TEST_CASE("cli: times of --since and --until are times, dates or so long ago") {
  Folder folder;
  folder.Write("AWSLogs/in.json", At(1, 12, 0)).Write("reads.sgr", kReads);
  const auto alerts = [&](std::vector<std::string> window) {
    window.insert(window.begin(), {"--rules", "reads.sgr"});
    const Outcome outcome = Scan(folder, window);
    CAPTURE(outcome.err);
    CHECK(outcome.code == 0);
    return JsonLines(outcome.out).size();
  };
  CHECK(alerts({"--since", "2026-01-01T12:00:00Z"}) == 1);
  CHECK(alerts({"--since", "2026-01-01T13:00:00+01:00"}) == 1);
  CHECK(alerts({"--since", "2026-01-01T12:00:01Z"}) == 0);
  CHECK(alerts({"--until", "2026-01-01T12:00:00Z"}) == 0);
  CHECK(alerts({"--until", "2026-01-02"}) == 1);
  CHECK(alerts({"--until", "0s"}) == 1);
  CHECK(alerts({"--until", "100000d"}) == 0);
  for (const char* bad : {"yesterday", "30", "2026-13-01", "01/02/2026"}) {
    const Outcome outcome = Scan(folder, {"--rules", "reads.sgr", "--since", bad});
    CHECK(outcome.code == 2);
    CHECK(outcome.Says("is not a time: write --since 2026-01-05"));
  }
  CHECK(Scan(folder, {"--rules", "reads.sgr", "--since", "2026-01-02", "--until", "2026-01-01"})
            .code == 2);
}

TEST_CASE("cli: an alert without a time may lie inside") {
  Folder folder;
  folder
      .Write("AWSLogs/in.json",
             R"({"eventName":"GetObject","eventSource":"s3.amazonaws.com","eventTime":"soon"})")
      .Write("reads.sgr", kReads);
  CHECK(JsonLines(Scan(folder, {"--rules", "reads.sgr", "--since", "2026-01-01"}).out).size() == 1);
}

}  // namespace
}  // namespace sigrun::cli_testing
