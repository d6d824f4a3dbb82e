// The output of a scan, for every kind of input.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/cli/program.h"

namespace sigrun::cli_testing {
namespace {

// A folder with the two rules and a day of records.
struct Day : Folder {
  Day() {
    Write("rules/reads.sgr", kReads).Write("rules/burst.sgr", kBurst);
    Write("day.ndjson", Lines(1, 40));
  }
  Outcome Scan(std::vector<std::string> more, const std::string& input = {}) const {
    more.insert(more.begin(), {"scan", "--rules", "rules"});
    return Run(more, input);
  }
};

std::string Normal(const std::string& jsonl) {
  std::vector<std::string> lines;
  for (Json alert : JsonLines(jsonl)) {
    alert.erase("source");
    lines.push_back(alert.dump());
  }
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

TEST_CASE("cli: the keys of a JSON alert and their order") {
  const Day day;
  const Outcome outcome = day.Scan({"day.ndjson"});
  REQUIRE(outcome.code == 0);
  const auto alerts = JsonLines(outcome.out);
  REQUIRE(alerts.size() > 40);
  for (const Json& alert : alerts) {
    CHECK(Keys(alert) == std::vector<std::string>{"schema_version", "alert_id", "rule", "time",
                                                  "group", "window", "values", "thresholds",
                                                  "message", "event_ids", "event_count", "source"});
    CHECK(Keys(alert["rule"]) == std::vector<std::string>{"id", "name", "title", "level", "tags"});
    CHECK(Keys(alert["source"]) == std::vector<std::string>{"file", "record"});
    CHECK(alert["schema_version"] == 1);
    CHECK(alert["alert_id"].get<std::string>().size() == 32);
  }
}

TEST_CASE("cli: the values of a JSON alert of a single event") {
  const Day day;
  const Json alert = JsonLines(day.Scan({"-"}, Line(5)).out).at(0);
  CHECK(
      alert["rule"].dump() ==
      R"({"id":"reads-1","name":"reads","title":"An object was read","level":"high","tags":["attack.t1530"]})");
  CHECK(alert["time"] == "2026-01-01T10:15:00Z");
  CHECK(alert["group"].dump() == "{}");
  CHECK(alert["window"].is_null());
  CHECK(alert["values"].dump() == R"({"sourceIPAddress":"192.0.2.2","errorCode":null})");
  CHECK(alert["thresholds"].dump() == R"({"place":"s3"})");
  CHECK(alert["message"] == "read from 192.0.2.2");
  CHECK(alert["event_ids"].dump() == R"(["e5"])");
  CHECK(alert["event_count"] == 1);
  CHECK(alert["source"].dump() == R"({"file":"-","record":1})");
}

TEST_CASE("cli: the values of a JSON alert of a window") {
  const Day day;
  const Outcome outcome =
      day.Run({"scan", "--rules", "rules/burst.sgr", "-"}, Line(1) + Line(4) + Line(7) + Line(8));
  const auto alerts = JsonLines(outcome.out);
  REQUIRE(alerts.size() == 1);
  CHECK(alerts[0]["group"].dump() == R"({"sourceIPAddress":"192.0.2.1"})");
  CHECK(alerts[0]["window"]["start"] == "2026-01-01T10:00:00Z");
  CHECK(alerts[0]["window"]["end"] == "2026-01-01T10:59:59.999999Z");
  CHECK(alerts[0]["values"].dump() == R"({"n":3})");
  CHECK(alerts[0]["thresholds"].dump() == R"({"least":3})");
  CHECK(alerts[0]["event_ids"].dump() == R"(["e1","e4","e7"])");
  CHECK(alerts[0]["event_count"] == 3);
  CHECK(alerts[0]["source"]["record"] == 3);
}

TEST_CASE("cli: OCSF findings") {
  const Day day;
  const auto findings = JsonLines(day.Scan({"--format", "ocsf", "day.ndjson"}).out);
  REQUIRE(!findings.empty());
  for (const Json& finding : findings) {
    CHECK(finding["class_uid"] == 2004);
    CHECK(finding["category_uid"] == 2);
    CHECK(finding["type_uid"] == 200401);
    CHECK(finding["metadata"]["version"] == "1.3.0");
    CHECK(finding["time"].is_number_integer());
    CHECK(finding["finding_info"]["uid"].get<std::string>().size() == 32);
  }
}

TEST_CASE("cli: an alert without a time says so in every form for machines") {
  Folder folder;
  folder.Write("r.sgr", "rule r { on json condition x == 1 }\n");
  folder.Write("in.json", R"({"x":1}{"x":1,"time":"2026-01-01T00:00:00Z"})");
  const auto scan = [&](const std::string& format) {
    return JsonLines(
        folder.Run({"scan", "--rules", "r.sgr", "--any-source", "--format", format, "in.json"})
            .out);
  };
  const auto alerts = scan("jsonl"), findings = scan("ocsf");
  REQUIRE(alerts.size() == 2);
  REQUIRE(findings.size() == 2);
  CHECK(alerts[0]["time"].is_null());
  CHECK(findings[0]["time"] == 0);
  CHECK_FALSE(findings[0]["finding_info"].contains("created_time"));
  CHECK(findings[0]["unmapped"]["time_unknown"] == true);
  CHECK(findings[1]["time"] == 1767225600000);
  CHECK(findings[1]["finding_info"]["created_time"] == 1767225600000);
  CHECK_FALSE(findings[1]["unmapped"].contains("time_unknown"));
}

TEST_CASE("cli: JSON is the default in a pipe, a table and a timeline come when asked for") {
  const Day day;
  const Outcome table = day.Scan({"--format", "table", "day.ndjson"});
  CHECK(table.out.find(" HIGH   40 alerts\n") != std::string::npos);
  CHECK(table.out.find("An object was read") != std::string::npos);
  CHECK(table.out.find('\x1b') == std::string::npos);  // no colours in a pipe
  const Outcome timeline = day.Scan({"--format", "timeline", "day.ndjson"});
  CHECK(timeline.out.substr(0, 11) == "2026-01-01\n");
  CHECK(timeline.Says("40 evaluated"));
}

TEST_CASE("cli: control characters of the log do not reach the terminal") {
  const Day day;
  Json record = Json::parse(Record(1));
  record["sourceIPAddress"] = "\x1b[2Jevil\r";
  const Outcome outcome = day.Scan({"--format", "table", "-"}, record.dump());
  CHECK(outcome.out.find("evil") != std::string::npos);
  CHECK(outcome.out.find('\x1b') == std::string::npos);
  CHECK(outcome.out.find('\r') == std::string::npos);
}

TEST_CASE("cli: --quiet leaves standard error empty") {
  const Day day;
  CHECK(day.Scan({"-q", "day.ndjson"}).err.empty());
  CHECK_FALSE(day.Scan({"day.ndjson"}).err.empty());
}

TEST_CASE("cli: --min-level hides alerts, --fail-on sees them all the same") {
  const Day day;
  const Outcome high = day.Scan({"--min-level", "high", "day.ndjson"});
  CHECK(JsonLines(high.out).size() == 40);
  CHECK(high.Says("below --min-level"));
  const Outcome critical = day.Scan({"--min-level", "critical", "day.ndjson"});
  CHECK(critical.code == 0);
  CHECK(critical.out.empty());
  CHECK(day.Scan({"--fail-on", "high", "day.ndjson"}).code == 1);
  CHECK(day.Scan({"--fail-on", "critical", "day.ndjson"}).code == 0);
  CHECK(day.Scan({"--fail-on", "high", "--min-level", "critical", "day.ndjson"}).code == 1);
  CHECK(day.Scan({"--fail-on", "low", "-"}, Record(1, "PutObject")).code == 0);
}

TEST_CASE("cli: --set changes a parameter, and the alert shows it") {
  const Day day;
  const auto one = [&](const std::vector<std::string>& more) {
    std::vector<std::string> arguments = {"scan", "--rules", "rules/burst.sgr", "day.ndjson"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return day.Run(arguments);
  };
  CHECK(one({"--set", "burst.least=1000"}).out.empty());
  const auto alerts = JsonLines(one({"--set", "burst.least=2"}).out);
  REQUIRE(!alerts.empty());
  CHECK(alerts[0]["thresholds"]["least"] == 2);
  CHECK(alerts[0]["values"]["n"] == 2);
}

TEST_CASE("cli: --any-source puts every event to every rule") {
  const Day day;
  const std::string other =
      R"({"eventName":"GetObject","eventSource":5,"eventTime":"2026-01-01T00:00:00Z"})";
  CHECK(day.Scan({"--set", "reads.place=5", "-"}, other).out.empty());
  CHECK(JsonLines(day.Scan({"--any-source", "--set", "reads.place=5", "-"}, other).out).size() ==
        1);
}

TEST_CASE("cli: gzip, zstd, standard input and a glob give the same alerts") {
  Day day;
  const std::string lines = day.Read("day.ndjson");
  day.Write("g/day.gz", Gzip(lines)).Write("z/day.any", Zstd(lines));
  day.Write("m/1.log", Lines(1, 20)).Write("m/2.log", Lines(21, 40)).Write("m/3.txt", Line(200));
  const std::string plain = Normal(day.Scan({"day.ndjson"}).out);
  CHECK(Normal(day.Scan({"-"}, lines).out) == plain);
  CHECK(Normal(day.Scan({"-"}, Gzip(lines)).out) == plain);
  CHECK(Normal(day.Scan({"g/day.gz"}).out) == plain);
  CHECK(Normal(day.Scan({"z"}).out) == plain);
  CHECK(Normal(day.Scan({"m/*.log"}).out) == plain);
}

TEST_CASE("cli: a folder gives the alerts of all its files in any order") {
  Day day;
  day.Write("d/a/2.json", "{\"Records\":[" + Record(1) + "," + Record(30) + "]}");
  day.Write("d/b.json.gz", Gzip(Lines(2, 15)));
  day.Write("d/c.ndjson", Lines(16, 29) + Lines(31, 40)).Write("d/.hidden", Line(99));
  const std::string plain = Normal(day.Scan({"day.ndjson"}).out);
  CHECK(Normal(day.Scan({"d"}).out) == plain);
  CHECK(Normal(day.Scan({"d/c.ndjson", "d/b.json.gz", "d/a/2.json"}).out) == plain);
  CHECK(Normal(day.Scan({"d/a/2.json", "d/c.ndjson", "d/b.json.gz"}).out) == plain);
  CHECK(Normal(day.Scan({"d/c.ndjson", "d", "d/b.json.gz"}).out) == plain);
}

TEST_CASE("cli: fast paths do not change the alerts") {
  const Day day;
  const std::string alerts = day.Scan({"day.ndjson"}).out;
  CHECK(day.Scan({"--no-dispatch", "day.ndjson"}).out == alerts);
  CHECK(day.Scan({"--no-caches", "day.ndjson"}).out == alerts);
  CHECK(day.Scan({"--no-index", "day.ndjson"}).out == alerts);
}

TEST_CASE("cli: the statistics of a scan") {
  const Day day;
  REQUIRE(day.Scan({"--stats", "s.json", "day.ndjson"}).code == 0);
  const Json stats = Json::parse(day.Read("s.json"));
  CHECK(stats["schema_version"] == 1);
  CHECK(stats["records"]["total"] == 40);
  CHECK(stats["records"]["evaluated"] == 40);
  CHECK(stats["files"]["read"] == 1);
  CHECK(stats["bytes"]["read"] == day.Read("day.ndjson").size());
  REQUIRE(stats["rules"].size() == 2);
  for (const Json& rule : stats["rules"]) {
    CHECK(rule["matched"] == 40);
    CHECK(rule.contains("state") == (rule["name"] == "burst"));
  }
}

}  // namespace
}  // namespace sigrun::cli_testing
