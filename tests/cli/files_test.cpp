// Kinds of files: archives, unreadable files, and other logs of a bucket.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/archives.h"
#include "tests/cli/program.h"
#include "tests/shared_data.h"

namespace sigrun::cli_testing {
namespace {

using testing::Tar;
using testing::Zip;

constexpr const char* kElb =
    "2015-05-13T23:39:43.945958Z my-loadbalancer 192.168.131.39:2817 10.0.0.1:80 0.000073 0.001048 "
    "0.000057 200 200 0 29 \"GET http://www.example.com:80/ HTTP/1.1\" \"curl/7.38.0\" - -\n";
constexpr const char* kFlow =
    "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start "
    "end action log-status\n2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 "
    "22 6 20 4249 1418530010 1418530070 ACCEPT OK\n";
constexpr const char* kConfig =
    R"({"fileVersion":"1.0","configSnapshotId":"6b6ee1b4","configurationItems":[{"resourceType":"AWS::S3::Bucket"}]})";
constexpr const char* kDigest =
    R"({"awsAccountId":"123456789012","digestStartTime":"2026-01-01T00:00:00Z","digestS3Object":"x","logFiles":[]})";

Outcome Scan(Folder& folder, std::vector<std::string> arguments) {
  folder.Write("reads.sgr", kReads);
  arguments.insert(arguments.begin(), {"scan", "--rules", "reads.sgr", "--format", "jsonl"});
  return folder.Run(arguments);
}

size_t LinesWith(const std::string& text, const std::string& part) {
  std::istringstream stream(text);
  size_t count = 0;
  for (std::string line; std::getline(stream, line);) count += line.find(part) != line.npos;
  return count;
}

TEST_CASE("cli: a tar.gz is read, its members are named in alerts") {
  Folder folder;
  folder.Write("a.tar.gz", Gzip(Tar({{"logs/x.json", Line(1)}, {"logs/y.json.gz", Gzip(Line(2))}})))
      .Write("b.zip", Zip({{"z.json", Line(3)}}))
      .Write("twice.gz", Gzip(Gzip(Line(4))));
  const Outcome outcome = Scan(folder, {"a.tar.gz", "b.zip", "twice.gz"});
  CAPTURE(outcome.err);
  CHECK(outcome.code == 0);
  std::vector<std::string> files;
  for (const Json& alert : JsonLines(outcome.out)) files.push_back(alert["source"]["file"]);
  CHECK(files == std::vector<std::string>{"a.tar.gz!/logs/x.json", "a.tar.gz!/logs/y.json.gz",
                                          "b.zip!/z.json", "twice.gz"});
  CHECK(outcome.Says("4 records: 4 evaluated\n"));
  CHECK_FALSE(outcome.Says("rejected"));
}

TEST_CASE("cli: the archive of the shared case is read") {
  const fs::path archive = SharedData("../cases/tar-gz/events.tar.gz");
  if (archive.empty()) return;
  Folder folder;
  const Outcome outcome = folder.Run(
      {"scan", "--rules", (archive.parent_path() / "rule.yml").string(), archive.string()});
  CAPTURE(outcome.err);
  CHECK(outcome.code == 0);
  CHECK(outcome.Says("2 records: 2 evaluated\n"));
}

TEST_CASE("cli: records of an archive are in order of time, whatever the order of its members") {
  Folder folder;
  folder.Write("burst.sgr", kBurst)
      .Write("a.tar", Tar({{"2", Line(5)}, {"1", Line(2)}, {"3", Line(8)}}));
  const Outcome outcome =
      folder.Run({"scan", "--rules", "burst.sgr", "--set", "burst.least=1", "a.tar"});
  CHECK(outcome.code == 0);
  std::vector<std::string> times;
  for (const Json& alert : JsonLines(outcome.out)) times.push_back(alert["time"]);
  CHECK(times.size() >= 1);
  CHECK(std::is_sorted(times.begin(), times.end()));
  CHECK_FALSE(outcome.Says("late"));
}

TEST_CASE("cli: a member that cannot be read is named with its archive") {
  Folder folder;
  folder.Write("a.zip", Zip({{"bad.csv", "time,user,action\n1,2,3\n"},
                             {"good.json", Line(1)},
                             {"bad.parquet", "PAR1...."}}));
  const Outcome outcome = Scan(folder, {"a.zip"});
  CHECK(outcome.code == 4);
  CHECK(outcome.Says("'a.zip!/bad.csv': no record could be read: it looks like CSV; convert it"));
  CHECK(outcome.Says("'a.zip!/bad.parquet' is Parquet"));
  CHECK(JsonLines(outcome.out).size() == 1);
}

TEST_CASE("cli: a file without one record that can be read could not be read") {
  Folder folder;
  const auto error = [&](const std::string& bytes) {
    folder.Write("in", bytes).Write("good", Line(1));
    const Outcome outcome = Scan(folder, {"in", "good"});
    CAPTURE(outcome.err);
    CHECK(outcome.code == 4);
    CHECK(JsonLines(outcome.out).size() == 1);
    CHECK(outcome.Says("in'"));
    return outcome.err;
  };
  const auto says = [](const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
  };
  CHECK(says(error("<!DOCTYPE html><html><body>Sign in</body></html>"), "looks like HTML"));
  CHECK(says(error("<?xml version=\"1.0\"?><Events/>"), "looks like XML"));
  CHECK(says(error("a,b,c\n1,2,3\n"), "looks like CSV"));
  CHECK(says(error("Jan  5 10:00:00 host sshd[1]: hello\n"), "text that is not JSON"));
  CHECK(says(error(std::string("\x01\x02\0\x03", 4)), "looks like binary"));
  CHECK(says(error("{\"eventName\": \"GetObject\", \"eventSour"), "JSON that cannot be read"));
  CHECK(says(error(std::string("\xFF\xFE{\0\"\0", 6)), "is UTF-16"));
  // One record is enough: bad parts in the same file are rejected.
  folder.Write("in", "hello\n" + Line(1));
  CHECK(Scan(folder, {"in"}).code == 0);
}

TEST_CASE("cli: other logs of a bucket are one line for each kind") {
  Folder folder;
  for (int i = 0; i < 30; ++i)
    folder.Write("AWSLogs/elb/" + std::to_string(i) + ".log", std::string(kElb) + kElb)
        .Write("AWSLogs/flow/" + std::to_string(i) + ".log.gz", Gzip(kFlow))
        .Write("AWSLogs/config/" + std::to_string(i) + ".json.gz", Gzip(kConfig))
        .Write("AWSLogs/digest/" + std::to_string(i) + ".json.gz", Gzip(kDigest))
        .Write("AWSLogs/other/" + std::to_string(i) + ".json", "{\"a\":1}\n");
  folder.Write("AWSLogs/trail.json", Line(1));
  const Outcome outcome = Scan(folder, {"AWSLogs", "--stats", "s.json"});
  CAPTURE(outcome.err);
  CHECK(outcome.code == 0);
  CHECK(JsonLines(outcome.out).size() == 1);
  CHECK(LinesWith(outcome.err, "skipped: 30 files of another log: ") == 5);
  CHECK(outcome.Says("30 files of another log: ELB access log, such as AWSLogs/elb/0.log"));
  CHECK(outcome.Says("VPC flow log, such as AWSLogs/flow/0.log.gz"));
  CHECK(outcome.Says("AWS Config, such as AWSLogs/config/0.json.gz"));
  CHECK(outcome.Says("CloudTrail digest, such as AWSLogs/digest/0.json.gz"));
  CHECK(outcome.Says("JSON without a CloudTrail record, such as AWSLogs/other/0.json"));
  CHECK_FALSE(outcome.Says("rejected"));
  const Json stats = Json::parse(folder.Read("s.json"));
  CHECK(stats["files"]["other_logs"]["ELB access log"]["files"] == 30);
  CHECK(stats["records"]["balanced"] == true);
  const Outcome strict = Scan(folder, {"AWSLogs", "--strict-input", "--stats", "s.json"});
  CHECK(strict.code == 4);
  CHECK(JsonLines(strict.out).size() == 1);
  CHECK(LinesWith(strict.err, "sigrun: ") == 11);
  CHECK(strict.Says("… and 140 more; --stats FILE lists them"));
  CHECK(Json::parse(folder.Read("s.json"))["files"]["failed"] == 150);
}

TEST_CASE("cli: CloudTrail behind another log in one stream is not lost") {
  Folder folder;
  for (const std::string& first : {std::string(kElb), std::string(kFlow),
                                   std::string(kDigest) + "\n", std::string(kConfig) + "\n"}) {
    folder.Write("in", first + Line(1));
    const Outcome outcome = Scan(folder, {"in"});
    CHECK(outcome.code == 0);
    CHECK(JsonLines(outcome.out).size() == 1);
    CHECK_FALSE(outcome.Says("skipped"));
  }
}

TEST_CASE("cli: no more than ten lines complain, whatever is wrong") {
  Folder folder;
  for (int i = 0; i < 40; ++i) folder.Write("in/" + std::to_string(i) + ".csv", "a,b,c\n1,2,3\n");
  folder.Write("in/good.json", Line(1));
  const Outcome outcome = Scan(folder, {"in"});
  CHECK(outcome.code == 4);
  CHECK(LinesWith(outcome.err, "no record could be read") == 10);
  CHECK(outcome.Says("… and 30 more"));
  CHECK(LinesWith(outcome.err, "  rejected: ") == 0);
  CHECK(outcome.Says("40 rejected"));
}

}  // namespace
}  // namespace sigrun::cli_testing
