// Rules on rules as a user sees them: which raise alerts, on which logs, and what is counted.
#include <doctest/doctest.h>

#include "tests/cli/program.h"

namespace sigrun::cli_testing {
namespace {

constexpr const char* kRules = R"(rule reads {
  on aws.cloudtrail
  condition eventName == "GetObject"
  alert { enabled = false }
}
rule denied {
  on json
  condition status == 403
  alert { enabled = false }
}
rule burst {
  on rule reads
  group by sourceIPAddress if present
  window sliding 1h
  n = count()
  condition n >= 2
  alert { suppress = 1d enabled = false }
}
rule either {
  on rule reads, denied
  window sliding 1h
  of_reads = count(where reads)
  of_denied = count(where denied)
  condition of_reads >= 1 and of_denied >= 1
}
rule after_burst {
  on rule burst
  condition burst
  alert { fields = [eventName] }
}
)";

struct Rules : Folder {
  Rules() { Write("rules.sgr", kRules); }
  std::vector<std::string> Alerts(const std::string& input,
                                  const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments = {"scan",  "--rules", "rules.sgr", "--format",
                                          "jsonl", "--stats", "s.json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    arguments.push_back("-");
    const Outcome outcome = Run(arguments, input);
    CHECK_MESSAGE(outcome.code == 0, outcome.err);
    std::vector<std::string> names;
    for (const Json& alert : JsonLines(outcome.out)) names.push_back(alert["rule"]["name"]);
    return names;
  }
  Json Stats(const std::string& rule) const {
    const Json stats = Json::parse(Read("s.json"));
    for (const Json& each : stats["rules"])
      if (each["name"] == rule) return each;
    return {};
  }
};

using Names = std::vector<std::string>;

std::string Denied(const std::string& time) {
  return R"({"status":403,"time":"2026-01-01T)" + time + "Z\"}\n";
}

TEST_CASE("cli: a rule may be on rules of different logs") {
  const Rules rules;
  CHECK(rules.Alerts(Denied("10:00:00") + Line(0)) == Names{"either"});
  CHECK(rules.Alerts(Denied("10:00:00") + Denied("10:00:01")) == Names{});
}

TEST_CASE("cli: a rule that gives no alerts feeds other rules") {
  const Rules rules;
  CHECK(rules.Alerts(Line(3) + Line(6)) == Names{"after_burst"});
  CHECK(rules.Stats("reads")["matched"] == 2);
  CHECK(rules.Stats("reads")["alerts"] == 0);
  CHECK(rules.Stats("burst")["state"]["feeds"] == 2);
  CHECK(rules.Stats("burst")["alerts"] == 0);
}

TEST_CASE("cli: events without a value of the group are counted") {
  const Rules rules;
  const std::string bare =
      R"({"eventName":"GetObject","eventSource":"s3.amazonaws.com","eventTime":"2026-01-01T10:00:00Z","eventID":)";
  CHECK(rules.Alerts(bare + "\"a\"}\n" + bare + "\"b\"}\n") == Names{});
  CHECK(rules.Stats("burst")["state"]["ungrouped"] == 2);
  CHECK(rules.Stats("burst")["state"]["feeds"] == 0);
}

TEST_CASE("cli: with --any-source the rules that others are on see every event") {
  const Rules rules;
  const std::string other = R"({"eventName":"GetObject","time":"2026-01-01T10:00:00Z"})";
  CHECK(rules.Alerts(other + "\n" + Denied("10:00:01")) == Names{});
  CHECK(rules.Alerts(other + "\n" + Denied("10:00:01"), {"--any-source"}) == Names{"either"});
}

TEST_CASE("cli: compiled packs keep what their rules are on") {
  Rules rules;
  REQUIRE(rules.Run({"compile", "rules.sgr", "-o", "on_rules.sgc"}).code == 0);
  rules.Write("first/reads.sgr", "rule first { on json condition x == 1 }");
  REQUIRE(rules.Run({"compile", "first", "-o", "first.sgc"}).code == 0);
  const Outcome outcome = rules.Run(
      {"scan", "--rules", "first.sgc", "--rules", "on_rules.sgc", "--format", "jsonl", "-"},
      Line(3) + Line(6));
  REQUIRE(outcome.code == 0);
  const auto alerts = JsonLines(outcome.out);
  REQUIRE(alerts.size() == 1);
  CHECK(alerts[0]["rule"]["name"] == "after_burst");
  CHECK(alerts[0]["values"].dump() == R"({"eventName":"GetObject"})");
  CHECK(alerts[0]["window"].is_null());
}

// The meaning of a rule depends on its input rules, not on their names.
TEST_CASE("cli: the id of an alert depends on the rules that its rule is on") {
  const auto id = [](const std::string& text) {
    Folder folder;
    folder.Write("r.sgr", text);
    const auto alerts =
        JsonLines(folder.Run({"scan", "--rules", "r.sgr", "--format", "jsonl", "-"}, Line(3)).out);
    for (const Json& alert : alerts)
      if (alert["rule"]["name"] == "user") return alert["alert_id"].get<std::string>();
    return std::string();
  };
  const std::string user = " rule user { on rule a condition a }";
  const std::string plain =
      id("rule a { on aws.cloudtrail condition eventName == \"GetObject\" }" + user);
  CHECK(plain.size() == 32);
  CHECK(plain == id("rule b { on aws.cloudtrail condition eventName == \"GetObject\" }"
                    " rule user { on rule b condition b }"));
  CHECK(plain != id("rule a { on aws.cloudtrail condition eventName startswith \"Get\" }" + user));
}

}  // namespace
}  // namespace sigrun::cli_testing
