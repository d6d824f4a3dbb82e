// Time, order and identity as a user sees them: one record with a wrong value changes nothing for
// the others, and is reported.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/cli/program.h"

namespace sigrun::cli_testing {
namespace {

constexpr const char* kThree = R"(rule three {
  on aws.cloudtrail
  group by sourceIPAddress
  window sliding 10m
  n = count(where eventName == "A")
  condition n >= 3
}
)";
constexpr const char* kThreeOfJson = R"(rule three_json {
  on json
  group by user
  window sliding 10m
  n = count(where cmd == "x")
  condition n >= 3
}
)";
constexpr const char* kSuppressed =
    "rule r { on json condition cmd == \"x\" alert { suppress = 1h } }\n";

std::string Uuid(int n) {
  std::string digits = std::to_string(n);
  return "6b54e0ad-c23c-4850-b896-" + std::string(12 - digits.size(), '0') + digits;
}
std::string Minute(int n) {
  return std::string("2026-01-01T00:") + (n < 10 ? "0" : "") + std::to_string(n) + ":00Z";
}
Json CloudTrail(const std::string& time, int id) {
  return {{"eventName", "A"},
          {"eventSource", "iam.amazonaws.com"},
          {"eventTime", time},
          {"eventID", Uuid(id)},
          {"sourceIPAddress", "192.0.2.1"}};
}
Json Command(const std::string& time, const std::string& cmd, const std::string& user = "a") {
  return {{"time", time}, {"cmd", cmd}, {"user", user}};
}
std::string Joined(const std::vector<Json>& records) {
  std::string lines;
  for (const Json& record : records) lines += record.dump() + "\n";
  return lines;
}

// Runs a rule over inputs; the sorted alerts, the statistics and the output.
struct Scanned : Outcome {
  Scanned(Folder& folder, const std::string& rule, std::vector<std::string> inputs,
          const std::string& input = {}) {
    folder.Write("r.sgr", rule);
    inputs.insert(inputs.begin(),
                  {"scan", "--rules", "r.sgr", "--format", "jsonl", "--stats", "s.json"});
    static_cast<Outcome&>(*this) = folder.Run(inputs, input);
    CAPTURE(err);
    CHECK(code == 0);
    records = Json::parse(folder.Read("s.json"))["records"];
    alerts = JsonLines(out);
    std::istringstream stream(out);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    std::sort(lines.begin(), lines.end());
  }
  Json records;
  std::vector<Json> alerts;
  std::vector<std::string> lines;
};

Scanned ScanFile(const std::string& rule, const std::vector<Json>& records) {
  Folder folder;
  folder.Write("in.ndjson", Joined(records));
  return {folder, rule, {"in.ndjson"}};
}

TEST_CASE("cli: one record of the year 9999 silences nothing, and is told") {
  std::vector<Json> records;
  for (int n = 0; n < 6; ++n) records.push_back(CloudTrail(Minute(n), n));
  const Scanned clean = ScanFile(kThree, records);
  REQUIRE(clean.alerts.size() == 1);
  records.insert(records.begin() + 1, CloudTrail("9999-12-31T23:59:59Z", 99));
  const Scanned poisoned = ScanFile(kThree, records);
  REQUIRE(poisoned.alerts.size() == 1);
  CHECK(poisoned.alerts[0]["alert_id"] == clean.alerts[0]["alert_id"]);
  CHECK(poisoned.records["late"] == 0);
  CHECK(poisoned.records["evaluated"] == 7);
  CHECK(poisoned.records["ahead"] == 1);
  CHECK(poisoned.Says("1 record lies far after all others, first in.ndjson record 2"));
  CHECK_FALSE(clean.Says("far after"));
  Folder folder;
  const Scanned stream(folder, kThree, {"-"}, Joined(records));
  REQUIRE(stream.alerts.size() == 1);
  CHECK(stream.alerts[0]["alert_id"] == clean.alerts[0]["alert_id"]);
}

TEST_CASE("cli: a copy with another time is an event that moves nothing") {
  Json hello = Command("2026-01-01T00:00:00Z", "hello", "z");
  hello["eventID"] = "1";
  Json later = hello;
  later["time"] = "2027-01-01T00:00:00Z";
  const std::vector<Json> records = {hello, later, Command(Minute(0), "x"), Command(Minute(1), "x"),
                                     Command(Minute(2), "x")};
  CHECK(ScanFile(kThreeOfJson, records).alerts.size() == 1);
  Folder folder;
  CHECK(Scanned(folder, kThreeOfJson, {"-"}, Joined(records)).alerts.size() == 1);
}

TEST_CASE("cli: a file that is not in order is sorted, and that is told") {
  const std::vector<Json> records = {
      Command("2026-01-01T00:16:00Z", "hello", "z"), Command("2026-01-01T00:00:00Z", "x"),
      Command("2026-01-01T00:00:10Z", "x"), Command("2026-01-01T00:00:20Z", "x")};
  const Scanned scanned = ScanFile(kThreeOfJson, records);
  CHECK(scanned.alerts.size() == 1);
  CHECK(scanned.records["late"] == 0);
  CHECK(scanned.Says("order: the time jumps at in.ndjson record 2"));
}

TEST_CASE("cli: alerts that have left are not given twice when a file is read again") {
  std::vector<Json> records;
  for (int n = 0; n < 40; ++n) records.push_back(CloudTrail(Minute(n), n));
  records.push_back(CloudTrail(Minute(1), 40));
  const Scanned scanned =
      ScanFile("rule each { on aws.cloudtrail condition eventName == \"A\" }\n", records);
  CHECK(scanned.alerts.size() == 41);
  CHECK(AlertIds(scanned.out).size() == 41);
  CHECK(scanned.records["evaluated"] == 41);
}

TEST_CASE("cli: suppress holds whatever the first record says of the time") {
  std::vector<Json> records;
  for (int n = 0; n < 10; ++n) records.push_back(Command(Minute(n), "x"));
  CHECK(ScanFile(kSuppressed, records).alerts.size() == 1);
  records.insert(records.begin(), Command("2030-01-01T00:00:00Z", "n"));
  CHECK(ScanFile(kSuppressed, records).alerts.size() == 1);
  // A stream whose last records are late.
  std::vector<Json> stream;
  for (int n = 0; n < 9; ++n)
    stream.push_back(Command("2026-01-01T05:00:00Z", "n" + std::to_string(n)));
  stream.insert(stream.end(), records.begin() + 1, records.end());
  Folder folder;
  const Scanned late(folder, kSuppressed, {"-"}, Joined(stream));
  CHECK(late.records["late"] == 10);
  CHECK(late.alerts.size() == 1);
  CHECK(late.Says("10 late"));
}

TEST_CASE("cli: a field called eventID is an id in CloudTrail only, unless it is asked for") {
  std::vector<Json> records;
  for (const char* who : {"bob", "root"})
    records.push_back({{"timestamp", "2026-01-01T00:00:00Z"}, {"eventID", "4625"}, {"who", who}});
  records.push_back(records.back());
  constexpr const char* kAny = "rule each { on json condition exists who }\n";
  const Scanned scanned = ScanFile(kAny, records);
  CHECK(scanned.alerts.size() == 3);
  CHECK(scanned.records["duplicate"] == 0);
  CHECK(AlertIds(scanned.out).size() == 2);  // lines that are equal have equal ids
  Folder folder;
  folder.Write("in.ndjson", Joined(records));
  const Scanned asked(folder, kAny, {"--dedup", "eventID", "in.ndjson"});
  CHECK(asked.alerts.size() == 2);
  CHECK(asked.records["duplicate"] == 1);
  CHECK(asked.records["differing"] == 1);
  CHECK(asked.alerts[0]["event_ids"][0] == "4625");
  CHECK(asked.alerts[1]["event_ids"][0].get<std::string>().starts_with("4625#"));
}

TEST_CASE("cli: copies say the same, records that differ are events, in whatever order") {
  const Json first = CloudTrail(Minute(0), 1);
  Json differs = first, turned = Json::object();
  differs["userAgent"] = "x";
  for (auto item = first.rbegin(); item != first.rend(); ++item) turned[item.key()] = *item;
  constexpr const char* kRules = R"(rule each { on aws.cloudtrail condition eventName == "A" }
rule held { on aws.cloudtrail condition eventName == "A" alert { suppress = 1h by userAgent } }
rule counted {
  on aws.cloudtrail
  window sliding 1h
  n = count()
  condition n >= 2
  alert { fields = [userAgent] }
}
)";
  Folder folder;
  folder.Write("a.ndjson", Joined({first})).Write("b.ndjson", Joined({differs}));
  folder.Write("c.json", turned.dump(2) + first.dump());
  folder.Write("d.ndjson", Joined({differs})).Write("e.ndjson", Joined({first}));
  const Scanned copies(folder, kRules, {"a.ndjson", "c.json"});
  CHECK(copies.records["duplicate"] == 2);
  CHECK(copies.records["differing"] == 0);
  const Scanned scanned(folder, kRules, {"a.ndjson", "b.ndjson", "c.json"});
  CHECK(scanned.records["evaluated"] == 2);
  CHECK(scanned.records["duplicate"] == 2);
  CHECK(scanned.records["differing"] == 1);
  CHECK(scanned.Says(
      "id: 1 record differs from another one with the same id, first b.ndjson record 1"));
  CHECK(scanned.alerts.size() == 5);
  CHECK(AlertIds(scanned.out).size() == 5);
  CHECK(Scanned(folder, kRules, {"c.json", "b.ndjson", "a.ndjson"}).lines == scanned.lines);
  // With other names, they are read in another order.
  const Scanned other(folder, kRules, {"d.ndjson", "e.ndjson"});
  CHECK(AlertIds(other.out) == AlertIds(scanned.out));
  const auto ids = [](const Scanned& all) {
    std::vector<std::string> found;
    for (const Json& alert : all.alerts)
      if (alert["rule"]["name"] == "counted") found = alert["event_ids"];
    return found;
  };
  CHECK(ids(scanned) == ids(other));
  REQUIRE(ids(scanned).size() == 2);
  for (const std::string& id : ids(scanned)) CHECK(id.starts_with(Uuid(1) + "#"));
}

TEST_CASE("cli: the learning of first_seen does not end with a record of long ago") {
  constexpr const char* kNew = R"(rule first {
  on aws.cloudtrail
  new = first_seen(sourceIPAddress; history 30d, learn 7d)
  condition new
}
)";
  std::vector<Json> records;
  for (int n = 0; n < 20; ++n) {
    records.push_back(CloudTrail(Minute(n), n));
    records.back()["sourceIPAddress"] = "192.0.2." + std::to_string(n);
  }
  CHECK(ScanFile(kNew, records).alerts.empty());
  records.insert(records.begin(), CloudTrail("1970-01-01T00:00:00Z", 99));
  const Scanned scanned = ScanFile(kNew, records);
  CHECK(scanned.alerts.empty());
  CHECK(scanned.Says("1 record lies far before all others, first in.ndjson record 1"));
  Folder folder;
  CHECK(Scanned(folder, kNew, {"-"}, Joined(records)).alerts.empty());
}

TEST_CASE("cli: a record of the far future decides no absence") {
  constexpr const char* kAbsent = R"(rule alone {
  on aws.cloudtrail
  made = eventName == "A"
  undone = eventName == "B"
  sequence made -> not undone within 1h
}
)";
  std::vector<Json> records = {CloudTrail(Minute(0), 1), CloudTrail(Minute(1), 2)};
  CHECK(ScanFile(kAbsent, records).alerts.empty());
  records.push_back(CloudTrail("2036-01-01T00:00:00Z", 3));
  records.back()["eventName"] = "C";
  const Scanned scanned = ScanFile(kAbsent, records);
  CHECK(scanned.alerts.empty());
  CHECK(scanned.Says("undecided: alone"));
}

TEST_CASE("cli: --lateness is for streams, --keep-duplicates for copies") {
  std::vector<Json> stream;
  for (int n = 0; n < 8; ++n) stream.push_back(CloudTrail("2026-01-01T00:50:00Z", 100 + n));
  for (Json& record : stream) record["eventName"] = "C";
  for (int n = 0; n < 3; ++n) stream.push_back(CloudTrail(Minute(n), n));
  Folder folder;
  CHECK(Scanned(folder, kThree, {"-"}, Joined(stream)).alerts.empty());
  CHECK(Scanned(folder, kThree, {"--lateness", "1h", "-"}, Joined(stream)).alerts.size() == 1);
  CHECK(ScanFile(kThree, stream).alerts.size() == 1);
  const std::vector<Json> thrice(3, CloudTrail(Minute(0), 1));
  CHECK(ScanFile(kThree, thrice).alerts.empty());
  CHECK(ScanFile(kThree, thrice).records["duplicate"] == 2);
  CHECK(Scanned(folder, kThree, {"--keep-duplicates", "-"}, Joined(thrice)).alerts.size() == 1);
}

TEST_CASE("cli: the ledger knows copies and late records") {
  Folder folder;
  std::vector<Json> records;
  for (int n = 0; n < 10; ++n) records.push_back(CloudTrail(Minute(n), n));
  records.push_back(records.front());
  records.push_back(CloudTrail("2025-01-01T00:00:00Z", 77));
  const Scanned scanned(folder, "rule each { on aws.cloudtrail condition eventName == \"A\" }\n",
                        {"-"}, Joined(records));
  CHECK(scanned.records["duplicate"] == 1);
  CHECK(scanned.records["late"] == 1);
  CHECK(scanned.records["evaluated"] == 10);
  CHECK(scanned.records["balanced"] == true);
  CHECK(scanned.alerts.size() == 11);  // a late record is seen by single-event rules
}

}  // namespace
}  // namespace sigrun::cli_testing
