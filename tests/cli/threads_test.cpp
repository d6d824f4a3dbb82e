// --threads and --memory as a user meets them: what they accept, and files that change while
// threads read them.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>

#include "tests/cli/program.h"

namespace sigrun {
namespace {

using namespace cli_testing;

const char* const kRule = R"(rule tenth {
  on aws.cloudtrail
  condition eventName == "DeleteObject"
  alert { message = "{eventName}" }
}
)";

std::string Records(int first, int count) {
  std::string lines;
  for (int i = first; i < first + count; ++i)
    lines += fmt::format(
        R"({{"eventTime":"2026-01-01T{:02}:{:02}:{:02}Z","eventSource":"s3.amazonaws.com","eventName":"{}","eventID":"{:08x}-0000-4000-8000-000000000000"}})"
        "\n",
        i / 3600 % 24, i / 60 % 60, i % 60, i % 10 == 0 ? "DeleteObject" : "GetObject", i);
  return lines;
}

TEST_CASE("cli: --threads is a whole number from 1 to a million") {
  Folder folder;
  folder.Write("r.sgr", kRule).Write("a.ndjson", Records(0, 3));
  for (const char* const bad :
       {"0", "-1", "1.5", "1e3", "two", "", " ", "2x", "1000001", "4294967297",
        "18446744073709551617", "99999999999999999999999999999999", "0x", "١"}) {
    CAPTURE(bad);
    const Outcome outcome = folder.Run({"scan", "--rules", "r.sgr", "--threads", bad, "a.ndjson"});
    CHECK(outcome.code == 2);
    CHECK(outcome.Says("--threads"));
    CHECK(outcome.out.empty());
  }
  const Outcome missing = folder.Run({"scan", "--rules", "r.sgr", "a.ndjson", "--threads"});
  CHECK(missing.code == 2);
  CHECK(missing.Says("--threads"));
}

TEST_CASE("cli: a thousand threads say what one says") {
  Folder folder;
  folder.Write("r.sgr", kRule);
  for (int i = 0; i < 40; ++i)
    folder.Write(fmt::format("logs/{}.ndjson", i), Records(100 * i, 100));
  folder.Write("logs/bad.ndjson", "{\"Records\": [").Write("logs/packed.gz", Gzip(Records(0, 50)));
  const auto scan = [&](const char* threads) {
    return folder.Run({"scan", "--rules", "r.sgr", "--threads", threads, "logs"});
  };
  const Outcome one = scan("1");
  CHECK(one.code == 4);
  CHECK(std::ranges::count(one.out, '\n') == 400);
  for (const char* const threads : {"2", "8", "1000", "1000000"}) {
    CAPTURE(threads);
    const Outcome many = scan(threads);
    CHECK(many.code == one.code);
    CHECK(many.out == one.out);
  }
}

TEST_CASE("cli: --memory is a size with a unit, and one MiB is enough to scan with") {
  Folder folder;
  folder.Write("r.sgr", R"(rule many {
  on aws.cloudtrail
  group by eventID
  window sliding 1d
  n = count()
  condition n >= 1
}
)");
  folder.Write("a.ndjson", Records(0, 20'000));
  for (const char* const bad : {"0", "5", "1000000", "1023K", "2TiB", "1.5GiB", "-1GiB", "1XiB",
                                "1GB", "1Gi", "99999999999999999999T", "17179869184G", "GiB", ""}) {
    CAPTURE(bad);
    const Outcome outcome = folder.Run({"scan", "--rules", "r.sgr", "--memory", bad, "a.ndjson"});
    CHECK(outcome.code == 2);
    CHECK(outcome.Says("--memory"));
    CHECK(outcome.out.empty());
  }
  const auto scan = [&](const char* threads, const char* memory) {
    return folder.Run(
        {"scan", "--rules", "r.sgr", "--threads", threads, "--memory", memory, "a.ndjson"});
  };
  const Outcome one = scan("1", "1MiB");
  CHECK(one.code == 0);
  CHECK(one.Says("many dropped"));
  CHECK(std::ranges::count(one.out, '\n') == 20'000);
  CHECK(scan("8", "1024K").out == one.out);
  CHECK_FALSE(scan("2", "1T").Says("dropped"));
}

// What the change of a file leaves is a matter of time. The scan has to end, to account for every
// record that it read, and to say of a file that is gone that it is.
void CheckWhileFilesChange(const std::string& change) {
  for (const char* const threads : {"1", "2", "8"}) {
    CAPTURE(threads);
    Folder folder;
    folder.Write("r.sgr", kRule).Write("logs/large.ndjson", Records(0, 60'000));
    for (int i = 0; i < 20; ++i)
      folder.Write(fmt::format("logs/n{}.ndjson", i), Records(100'000 + 1000 * i, 1000));
    for (int i = 0; i < 20; ++i)
      folder.Write(fmt::format("logs/p{}.gz", i), Gzip(Records(200'000 + 1000 * i, 1000)));
    const Outcome outcome = folder.Script(
        "\"$SIGRUN\" scan --rules r.sgr --stats stats.json --threads " + std::string(threads) +
        " logs > alerts &\nsleep 0.02\n" + change + "\nwait $!");
    CAPTURE(outcome.err);
    CHECK((outcome.code == 0 || outcome.code == 4));
    const Json stats = Json::parse(folder.Read("stats.json"));
    const Json& records = stats["records"];
    CHECK(records["balanced"] == true);
    CHECK(records["total"] <= 101'000);
    const std::string alerts = folder.Read("alerts");
    CHECK(std::ranges::count(alerts, '\n') == stats["rules"][0]["alerts"].get<int64_t>());
    CHECK((outcome.code == 4) == !stats["file_errors"].empty());
  }
}

TEST_CASE("cli: records that no rule looks at need no memory of a thread") {
  Folder folder;
  folder.Write("r.sgr", "rule r { on json condition cmd == \"x\" }\n");
  folder.Write("a.ndjson", "{\"cmd\":\"a\"}\n{\"cmd\":\"x\"}\n");
  for (const char* const threads : {"1", "2"}) {
    CAPTURE(threads);
    const Outcome outcome = folder.Run(
        {"scan", "--rules", "r.sgr", "--threads", threads, "--format", "jsonl", "a.ndjson"});
    CHECK(outcome.code == 0);
    CHECK(JsonLines(outcome.out).size() == 1);
  }
}

TEST_CASE("cli: files shrink while threads read them") {
  CheckWhileFilesChange("truncate -s 1000 logs/*");
}

TEST_CASE("cli: files become empty while threads read them") {
  CheckWhileFilesChange("for f in logs/*; do : > $f; done");
}

TEST_CASE("cli: files grow while threads read them") {
  CheckWhileFilesChange("for f in logs/n*; do head -n 50 $f >> logs/large.ndjson; done");
}

TEST_CASE("cli: files vanish while threads read them") { CheckWhileFilesChange("rm -r logs"); }

TEST_CASE("cli: files become folders while threads read them") {
  CheckWhileFilesChange("rm -r logs; for i in {0..19}; do mkdir -p logs/n$i.ndjson; done");
}

}  // namespace
}  // namespace sigrun
