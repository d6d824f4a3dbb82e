// Missing, broken or hostile input: bad parts are counted and reported, good parts are evaluated.
#include <doctest/doctest.h>

#include "tests/cli/program.h"

namespace sigrun::cli_testing {
namespace {

// Scans with the rule `reads` and also returns the statistics.
struct Scanned : Outcome {
  Scanned(Folder& folder, std::vector<std::string> inputs) {
    folder.Write("reads.sgr", kReads);
    inputs.insert(inputs.begin(),
                  {"scan", "--rules", "reads.sgr", "--stats", "s.json", "--format", "jsonl"});
    static_cast<Outcome&>(*this) = folder.Run(inputs);
    stats = Json::parse(folder.Read("s.json"));
    const Json& records = stats["records"];
    uint64_t sum = 0;
    for (const char* key : {"evaluated", "duplicate", "late", "rejected", "not_an_event"})
      sum += records[key].get<uint64_t>();
    CHECK(records["total"] == sum);
    CHECK(records["balanced"] == true);
    alerts = JsonLines(out).size();
  }
  uint64_t Rejected(const std::string& reason) const {
    return stats["records"]["rejected_by_reason"].value(reason, uint64_t{0});
  }
  Json stats;
  size_t alerts = 0;
};

// One bad record between two good ones: the good ones fire.
void CheckBetweenGood(const std::string& bad, const std::string& reason) {
  CAPTURE(reason);
  Folder folder;
  folder.Write("in.ndjson", Line(1) + bad + "\n" + Line(2));
  const Scanned scanned(folder, {"in.ndjson"});
  CHECK(scanned.code == 0);
  CHECK(scanned.alerts == 2);
  CHECK(scanned.stats["records"]["evaluated"] == 2);
  CHECK(scanned.Rejected(reason) == 1);
  CHECK(scanned.Says("in.ndjson record 2 at byte"));
  CHECK(scanned.Says(reason));
  CHECK(scanned.Says("help: " + reason + ": "));
}

TEST_CASE("cli: a missing input is named, the rest is scanned") {
  Folder folder;
  folder.Write("a.ndjson", Line(1));
  const Scanned scanned(folder, {"a.ndjson", "nowhere.json"});
  CHECK(scanned.code == 4);
  CHECK(scanned.Says("nowhere.json"));
  CHECK(scanned.Says("no such file or folder"));
  CHECK(scanned.Says("check the path"));
  CHECK(scanned.alerts == 1);
  CHECK(scanned.stats["files"]["failed"] == 1);
}

TEST_CASE("cli: a folder without files is an error, an empty file is not") {
  Folder folder;
  fs::create_directory(folder.Path("empty"));
  folder.Write("none.json", "");
  const Scanned without(folder, {"empty"});
  CHECK(without.code == 4);
  CHECK(without.Says("no files in folder 'empty': check the path"));
  CHECK(Scanned(folder, {"*.gz"}).Says("no file matches '*.gz': check the path and the pattern"));
  const Scanned nothing(folder, {"none.json"});
  CHECK(nothing.code == 0);
  CHECK(nothing.stats["records"]["total"] == 0);
  CHECK(nothing.stats["files"]["read"] == 1);
  CHECK(nothing.Says(
      "nothing to evaluate: no record was found; check that these are the right logs"));
}

TEST_CASE("cli: a folder that may not be read is an error") {
  Folder folder;
  folder.Write("reads.sgr", kReads).Write("closed/a.ndjson", Line(1)).Write("b.ndjson", Line(2));
  folder.Write("locked.ndjson", Line(3));
  fs::permissions(folder.Path("closed"), fs::perms::none);
  fs::permissions(folder.Path("locked.ndjson"), fs::perms::none);
  const Outcome outcome = folder.RunUnprivileged(
      {"scan", "-q", "--rules", "reads.sgr", "closed", "locked.ndjson", "b.ndjson"});
  fs::permissions(folder.Path("closed"), fs::perms::owner_all);
  if (outcome.code == kNoOtherUser) {
    MESSAGE("skipped: root reads everything, and cannot become anybody else here");
    return;
  }
  CAPTURE(outcome.err);
  CHECK(outcome.code == 4);
  CHECK(outcome.Says("cannot read folder 'closed': Permission denied: check its permissions"));
  CHECK(outcome.Says("cannot open 'locked.ndjson': Permission denied: check its permissions"));
  CHECK(JsonLines(outcome.out).size() == 1);
}

TEST_CASE("cli: binary junk could not be read, its neighbours are") {
  Folder folder;
  std::string junk;
  for (int i = 0; i < 5000; ++i) junk += static_cast<char>(1 + i * i * 31 % 251);
  folder.Write("junk.bin", junk).Write("a.ndjson", Line(1));
  const Scanned scanned(folder, {"junk.bin", "a.ndjson"});
  CHECK(scanned.code == 4);
  CHECK(scanned.alerts == 1);
  CHECK(scanned.stats["records"]["rejected"] >= 1);
  CHECK(scanned.Says("'junk.bin': no record could be read: it looks like binary"));
  CHECK(scanned.Says("junk.bin record 1 at byte 0"));
}

TEST_CASE("cli: a truncated gzip gives what stands before the cut") {
  Folder folder;
  const std::string packed = Gzip(Lines(1, 700));
  folder.Write("cut.gz", packed.substr(0, packed.size() / 2));
  const Scanned scanned(folder, {"cut.gz"});
  CHECK(scanned.code == 4);
  CHECK(scanned.Says("truncated gzip"));
  CHECK(scanned.Says("cut.gz"));
  CHECK(scanned.Says("; download it again; "));
  CHECK(scanned.Says(" records before it were read"));
  CHECK(scanned.alerts > 100);
  CHECK(scanned.alerts < 700);
  const Json& records = scanned.stats["records"];
  CHECK(records["evaluated"].get<size_t>() + records["late"].get<size_t>() == scanned.alerts);
}

TEST_CASE("cli: a damaged zstd is an error, and the next file is read") {
  Folder folder;
  std::string packed = Zstd(Lines(1, 700));
  packed[packed.size() / 2] ^= 0x55;
  folder.Write("bad.zst", packed).Write("good.ndjson", Line(1000));
  const Scanned scanned(folder, {"bad.zst", "good.ndjson"});
  CHECK(scanned.code == 4);
  CHECK(scanned.Says("bad.zst"));
  CHECK(AlertIds(scanned.out).size() >= 1);
}

TEST_CASE("cli: input that ends inside a record loses only that record") {
  Folder folder;
  folder.Write("in.json", Line(1) + Record(2).substr(0, 60));
  const Scanned scanned(folder, {"in.json"});
  CHECK(scanned.code == 0);
  CHECK(scanned.alerts == 1);
  CHECK(scanned.Rejected("truncated") == 1);
  folder.Write("file.json",
               "{\"Records\":[" + Record(3) + "," + Record(4) + "," + Record(5).substr(0, 60));
  const Scanned records(folder, {"file.json"});
  CHECK(records.alerts == 2);
  CHECK(records.Rejected("truncated") == 1);
}

TEST_CASE("cli: a bad record between good ones loses only itself") {
  CheckBetweenGood("{\"eventName\": [}", "invalid_json");
  CheckBetweenGood(std::string(100'000, '[') + std::string(100'000, ']'), "too_deep");
  CheckBetweenGood(std::string(100'000, '['), "too_deep");
}

TEST_CASE("cli: a bad byte hides no record, whatever rules are loaded beside it") {
  Folder folder;
  folder
      .Write("evil.sgr",
             R"(rule evil { on json condition cmd == "evil" alert { message = "{user}" } })")
      .Write("other.sgr", R"(rule other { on json condition ua == "zzz" })")
      .Write("any.sgr", R"(rule anything { on json condition anywhere() == "zzz" })")
      .Write(
          "own.ndjson",
          "{\"time\":\"2026-01-01T00:00:00Z\",\"cmd\":\"evil\",\"user\":\"a\",\"ua\":\"ok\"}\n"
          "{\"time\":\"2026-01-01T00:00:01Z\",\"cmd\":\"evil\",\"user\":\"b\",\"ua\":\"\xFF\"}\n"
          "{\"time\":\"2026-01-01T00:00:02Z\",\"cmd\":\"evil\",\"user\":\"c\",\"ua\":\"t\tb\"}\n"
          "{\"time\":\"2026-01-01T00:00:03Z\",\"cmd\":\"evil\",\"user\":\"d\",\"ua\":\"\\x41\"}\n"
          "{\"time\":\"2026-01-01T00:00:04Z\",\"cmd\":\"evil\",\"user\":\"e\",\"n\":NaN}\n"
          "{\"time\":\"2026-01-01T00:00:05Z\",\"cmd\":\"evil\",\"user\":\"f\",\"n\":01}\n");
  for (const char* beside : {"evil.sgr", "other.sgr", "any.sgr"}) {
    const Outcome scanned =
        folder.Run({"scan", "--rules", "evil.sgr", "--rules", beside, "--format", "jsonl",
                    "--fail-on-rejects", "--stats", "s.json", "own.ndjson"});
    CHECK(scanned.code == 0);
    CHECK(JsonLines(scanned.out).size() == 6);
    const Json records = Json::parse(folder.Read("s.json"))["records"];
    CHECK(records["evaluated"] == 6);
    CHECK(records["flagged"] == 5);
    CHECK(scanned.Says(
        "flagged: 5 records evaluated but not quite JSON, first: own.ndjson record 2"));
  }
}

TEST_CASE("cli: a record without a time that can be read is seen by rules without state") {
  Folder folder;
  std::string text = Line(1);
  for (const char* time : {"", R"(,"eventTime":null)", R"(,"eventTime":"yesterday")"})
    text +=
        R"({"eventName":"GetObject","eventSource":"s3.amazonaws.com")" + std::string(time) + "}\n";
  folder.Write("in.ndjson", text);
  const Scanned scanned(folder, {"in.ndjson"});
  CHECK(scanned.alerts == 4);
  CHECK(scanned.stats["records"]["evaluated"] == 4);
  CHECK(scanned.stats["records"]["without_time"] == 3);
}

TEST_CASE("cli: --fail-on-rejects tells by the exit code that records could not be read") {
  Folder folder;
  folder.Write("reads.sgr", kReads).Write("in.ndjson", Line(1) + "{\"a\":[}\n");
  CHECK(folder.Run({"scan", "--rules", "reads.sgr", "in.ndjson"}).code == 0);
  CHECK(folder.Run({"scan", "--rules", "reads.sgr", "--fail-on-rejects", "in.ndjson"}).code == 4);
}

TEST_CASE("cli: an alert says out of which text its record came, and payloads can stay closed") {
  Folder folder;
  folder.Write("reads.sgr", kReads);
  Json line = {{"time", "2026-01-01T00:00:00Z"}};
  line["message"] =
      R"({"eventVersion":"1.08","userIdentity":{"type":"Root"},"eventTime":"2026-01-01T00:00:00Z",)"
      R"("eventSource":"s3.amazonaws.com","eventName":"GetObject","eventID":"e"})";
  folder.Write("in.ndjson", line.dump() + "\n");
  const Outcome opened =
      folder.Run({"scan", "--rules", "reads.sgr", "--format", "jsonl", "in.ndjson"});
  REQUIRE(JsonLines(opened.out).size() == 1);
  CHECK(JsonLines(opened.out)[0]["source"]["payload"] == "message");
  const Outcome closed = folder.Run(
      {"scan", "--rules", "reads.sgr", "--format", "jsonl", "--payloads", "never", "in.ndjson"});
  CHECK(JsonLines(closed.out).empty());
}

TEST_CASE("cli: objects nested 100,000 deep are rejected") {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "{\"a\":";
  CheckBetweenGood(deep + "1" + std::string(100'000, '}'), "too_deep");
}

TEST_CASE("cli: 100 MB on one line are one record too large, or many that are not") {
  constexpr size_t kMany = size_t{100} << 20;
  std::string large = Record(3);
  large.insert(large.size() - 1, ",\"x\":\"" + std::string(kMany, 'y') + "\"");
  CheckBetweenGood(large, "too_large");
  Folder folder;
  {
    const std::string filler = ",\"x\":\"" + std::string(size_t{1} << 20, 'y') + "\"}";
    std::ofstream stream(folder.Path("line.json"), std::ios::binary);
    stream << "{\"Records\":[" << Record(0);
    for (int n = 1; n <= 100; ++n) {
      const std::string record = Record(n);
      stream << "," << record.substr(0, record.size() - 1) << filler;
    }
    stream << "]}";
  }
  const Scanned scanned(folder, {"line.json"});
  CHECK(scanned.code == 0);
  CHECK(scanned.alerts == 101);
}

TEST_CASE("cli: what is no event is counted by kind") {
  Folder folder;
  folder.Write("in.json", Line(1) + "{\"Event\":\"s3:TestEvent\"}\n{\"x\":1}\n[5]\n");
  const Scanned scanned(folder, {"in.json"});
  CHECK(scanned.code == 0);
  CHECK(scanned.stats["records"]["not_an_event"] == 3);
  CHECK(scanned.stats["records"]["not_an_event_by_kind"]["notification"] == 1);
  CHECK(scanned.stats["records"]["not_an_event_by_kind"]["unknown"] == 2);
}

TEST_CASE("cli: statistics that cannot be written are an error") {
  Folder folder;
  folder.Write("reads.sgr", kReads).Write("a.ndjson", Line(1));
  const Outcome outcome =
      folder.Run({"scan", "--rules", "reads.sgr", "--stats", "no/such/s.json", "a.ndjson"});
  CHECK(outcome.code == 4);
  CHECK(outcome.Says("cannot write `no/such/s.json`"));
}

}  // namespace
}  // namespace sigrun::cli_testing
