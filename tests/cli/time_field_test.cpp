// The time fields of records, and the report if no time is readable.
#include <doctest/doctest.h>

#include "tests/cli/program.h"
#include "tests/shared_data.h"

namespace sigrun::cli_testing {
namespace {

constexpr const char* kThree = R"(rule three {
  on json
  group by user
  window sliding 1m
  n = count(where outcome == "failure")
  condition n >= 3
}
)";

// Three failures of one user, a second apart; `time` builds the member with the time.
template <class Time>
std::string Failures(Time time) {
  std::string lines;
  for (int n = 0; n < 3; ++n)
    lines +=
        "{" + time(n) + R"(,"outcome":"failure","user":"bob","n":)" + std::to_string(n) + "}\n";
  return lines;
}

std::string Created(int n) {
  return R"("createdDateTime":"2026-01-01T00:00:0)" + std::to_string(n) + R"(Z")";
}

TEST_CASE("cli: a field is named as the time of JSON records") {
  Folder folder;
  folder.Write("three.sgr", kThree).Write("in.ndjson", Failures(Created));
  const Outcome without = folder.Run({"scan", "--rules", "three.sgr", "in.ndjson"});
  CHECK(without.code == 0);
  CHECK(without.out.empty());
  CHECK(without.Says("3 records without a time (seen by single-event rules only)"));
  CHECK(without.Says("in.ndjson record 1: no field holds a time"));
  CHECK(without.Says("three saw nothing: it counts 3 records, and none has a time"));
  CHECK(without.Says("--time-field FIELD"));
  const Outcome named =
      folder.Run({"scan", "--rules", "three.sgr", "--time-field", "createdDateTime", "in.ndjson"});
  CHECK(named.code == 0);
  REQUIRE(JsonLines(named.out).size() == 1);
  CHECK(JsonLines(named.out)[0]["time"] == "2026-01-01T00:00:02Z");
  CHECK_FALSE(named.Says("without a time"));
  folder.Write("deep.ndjson", Failures([](int n) { return "\"event\":{" + Created(n) + "}"; }));
  const Outcome deep = folder.Run({"scan", "--rules", "three.sgr", "--time-field", "other",
                                   "--time-field", "event.createdDateTime", "deep.ndjson"});
  CHECK(JsonLines(deep.out).size() == 1);
}

constexpr const char* kSigma = R"(title: Failed logon
name: failed
logsource: {product: demo}
detection:
  s:
    outcome: failure
  condition: s
---
title: Three failed logons
name: three
correlation:
  type: event_count
  rules: [failed]
  group-by: [user]
  timespan: 1m
  condition:
    gte: 3
level: high
)";

TEST_CASE("cli: a pack's configuration names the field of the time") {
  Folder folder;
  folder.Write("pack/rule.yml", kSigma).Write("in.ndjson", Failures(Created));
  CHECK(folder.Run({"scan", "--rules", "pack", "in.ndjson"}).out.empty());
  for (const char* config :
       {"time: createdDateTime\n", "time: [other, createdDateTime]\n",
        "logsources:\n  - match: {product: demo}\n    time: createdDateTime\n"}) {
    CAPTURE(config);
    folder.Write("pack/sigrun.yml", config);
    const Outcome outcome = folder.Run({"scan", "--rules", "pack", "in.ndjson"});
    CAPTURE(outcome.err);
    CHECK(JsonLines(outcome.out).size() == 1);
    // The compiled pack contains it, too.
    CHECK(folder.Run({"compile", "pack", "-o", "pack.sgc"}).code == 0);
    CHECK(JsonLines(folder.Run({"scan", "--rules", "pack.sgc", "in.ndjson"}).out).size() == 1);
    // The command line takes precedence over the pack.
    const Outcome other =
        folder.Run({"scan", "--rules", "pack", "--time-field", "user", "in.ndjson"});
    CHECK(other.out.empty());
    CHECK(other.Says("`user` is not a time: \"bob\""));
  }
  folder.Write("pack/sigrun.yml", "time: {a: b}\n");
  CHECK(folder.Run({"check", "pack"}).code == 1);
}

TEST_CASE("cli: times are read in the forms in which logs write them") {
  Folder folder;
  folder.Write("three.sgr", kThree);
  for (const char* form : {"\"176722560%\"", "\"2026-01-01 00:00:0%,123\"",
                           "\"Thu, 01 Jan 2026 00:00:0% +0000\"", "176722560%000"}) {
    CAPTURE(form);
    folder.Write("in.ndjson", Failures([&](int n) {
                   std::string text = form;
                   text.replace(text.find('%'), 1, std::to_string(n));
                   return "\"time\":" + text;
                 }));
    const Outcome outcome = folder.Run({"scan", "--rules", "three.sgr", "in.ndjson"});
    REQUIRE(JsonLines(outcome.out).size() == 1);
    CHECK(JsonLines(outcome.out)[0]["time"].get<std::string>().starts_with("2026-01-01T00:00:02"));
  }
}

TEST_CASE("cli: the times of the shared cases are read") {
  const fs::path field = SharedData("../cases/time-field"),
                 text = SharedData("../cases/times-that-are-not-read");
  if (field.empty() || text.empty()) return;
  Folder folder;
  const auto scan = [&](const fs::path& rules, const fs::path& log,
                        std::vector<std::string> flags) {
    flags.insert(flags.begin(), {"scan", "--rules", rules.string(), log.string()});
    return folder.Run(flags);
  };
  CHECK(scan(field / "rule.yml", field / "events.ndjson", {})
            .Says("three saw nothing: it counts 3 records, and none has a time"));
  CHECK(JsonLines(
            scan(field / "rule.yml", field / "events.ndjson", {"--time-field", "createdDateTime"})
                .out)
            .size() == 1);
  CHECK(JsonLines(scan(text / "three.sgr", text / "epoch-as-text.ndjson", {}).out).size() == 1);
}

TEST_CASE("cli: a CloudTrail record without a time is no reject") {
  Folder folder;
  Json wrong = Json::parse(Record(2)), missing = Json::parse(Record(3));
  wrong["eventTime"] = "yester\x1b[31mday";
  missing.erase("eventTime");
  folder.Write("reads.sgr", kReads)
      .Write("burst.sgr", kBurst)
      .Write("in.ndjson", Line(1) + wrong.dump() + "\n" + missing.dump() + "\n");
  const Outcome outcome = folder.Run(
      {"scan", "--rules", "reads.sgr", "--rules", "burst.sgr", "--stats", "s.json", "in.ndjson"});
  CHECK(outcome.code == 0);
  const std::vector<Json> alerts = JsonLines(outcome.out);
  REQUIRE(alerts.size() == 3);
  CHECK(alerts[1]["time"].is_null());
  CHECK(outcome.Says("3 records: 3 evaluated\n"));
  CHECK(
      outcome.Says("2 records without a time (seen by single-event rules only); the first: "
                   "in.ndjson record 2: `eventTime` is not a time: \"yester"));
  CHECK(outcome.err.find('\x1b') == std::string::npos);
  // The event with a time fed it.
  CHECK_FALSE(outcome.Says("burst saw nothing"));
  const Json stats = Json::parse(folder.Read("s.json"));
  CHECK(stats["records"]["without_time"] == 2);
  CHECK(stats["rules"][1]["name"] == "burst");
  CHECK(stats["rules"][1]["untimed"] == 2);
}

TEST_CASE("cli: an exception that ends does not cover what has no time") {
  Folder folder;
  const auto rule = [](const std::string& until) {
    return R"(rule r { on json condition x == 1 }
exception for r { when y == 2 )" +
           until + R"( reason = "a test" }
)";
  };
  folder.Write("in.ndjson", "{\"x\":1,\"y\":2}\n{\"x\":1,\"y\":2,\"time\":\"2026-01-01\"}\n");
  folder.Write("r.sgr", rule(""));
  CHECK(JsonLines(folder.Run({"scan", "--rules", "r.sgr", "in.ndjson"}).out).empty());
  folder.Write("r.sgr", rule("until = 2026-02-01"));
  const auto alerts = JsonLines(folder.Run({"scan", "--rules", "r.sgr", "in.ndjson"}).out);
  REQUIRE(alerts.size() == 1);
  CHECK(alerts[0]["time"].is_null());
}

}  // namespace
}  // namespace sigrun::cli_testing
