// However many threads read the files, and wherever they are cut into blocks: the alerts, the
// counters and the state that is left are the same, byte for byte. ./dev tsan runs this under the
// thread sanitizer.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <libdeflate.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <random>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "base/write_file.h"
#include "compiler/compile.h"
#include "engine/load/load_rules.h"
#include "engine/scan.h"
#include "runtime/alert/alert.h"
#include "tests/golden_file.h"

namespace sigrun::engine {
namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

const exec::LoadedProgram& Program() {
  static const exec::LoadedProgram program = [] {
    // Everything that a rule can remember, and rules without state.
    const std::string rules = ReadText(fs::path(SIGRUN_SOURCE_DIR) / "tests/fuzz/state.sgr");
    auto compiled = CompileTexts({{"r.sgr", rules}});
    SIGRUN_CHECK(compiled->error_count() == 0);
    MadeProgram made = MakeProgram(*compiled, {});
    return exec::LoadedProgram(std::move(*made.program));
  }();
  return program;
}

class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}
  // From 0 to `most`.
  int64_t Pick(int64_t most) { return std::uniform_int_distribution<int64_t>(0, most)(engine_); }
  bool OneIn(int64_t n) { return Pick(n - 1) == 0; }

 private:
  std::mt19937_64 engine_;
};

// In order of time, but for a few that are some seconds late; some come twice.
Lines Records(Random& random, int64_t first, int64_t count) {
  Lines lines;
  for (int64_t i = 0; i < count; ++i) {
    const int64_t second =
        1'767'225'600 + (first + i) / 3 - (random.OneIn(10) ? random.Pick(6) : 0);
    lines.push_back(fmt::format(
        R"({{"eventVersion":"1.08","eventTime":"{}","eventSource":"s3.amazonaws.com",)"
        R"("eventName":"{}","awsRegion":"us-east-1","sourceIPAddress":"10.0.0.{}","userAgent":"{}",)"
        R"("requestParameters":{{"size":{}}},"eventID":"00000000-0000-4000-8000-{:012}"}})",
        FormatTimestamp({second * kMicrosPerSecond}), std::string(1, "ABCD"[random.Pick(3)]),
        random.Pick(2), std::string(static_cast<size_t>(random.Pick(400)), 'x'), random.Pick(50),
        first + i));
    if (random.OneIn(40)) lines.push_back(lines[static_cast<size_t>(random.Pick(i))]);
  }
  return lines;
}

std::string Spread(const std::string& record) {
  return std::regex_replace(record, std::regex(",\"event"), ",\n  \"event");
}

// As they may be found: some damaged, some over several lines, some in arrays, and what is no
// record.
std::string Damaged(Random& random, const Lines& records) {
  std::string text;
  for (std::string record : records) {
    if (random.OneIn(400)) record.resize(static_cast<size_t>(random.Pick(200)));
    if (random.OneIn(400)) record.insert(static_cast<size_t>(random.Pick(100)), "\"");
    if (random.OneIn(300)) record = Spread(record);
    if (random.OneIn(500)) record = "{\"Records\":[" + record + ",\n" + record + "]}";
    if (random.OneIn(700)) record = random.OneIn(2) ? "[" : "{\"a\":\"";
    text += record + (random.OneIn(50) ? "\r\n\n" : "\n");
  }
  return text;
}

std::string Joined(const Lines& lines, const std::string& between) {
  std::string text;
  for (size_t i = 0; i < lines.size(); ++i) text += (i == 0 ? "" : between) + lines[i];
  return text;
}

std::string Gzip(const std::string& text) {
  const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
      libdeflate_alloc_compressor(1), libdeflate_free_compressor);
  std::string packed(libdeflate_gzip_compress_bound(compressor.get(), text.size()), '\0');
  packed.resize(libdeflate_gzip_compress(compressor.get(), text.data(), text.size(), packed.data(),
                                         packed.size()));
  return packed;
}

class Folder {
 public:
  Folder()
      : path_(fs::temp_directory_path() /
              fmt::format("sigrun-threads-{}-{}", getpid(), static_cast<const void*>(this))) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  void Write(const std::string& name, const std::string& bytes) const {
    REQUIRE(WriteFile((path_ / name).string(), bytes).ok());
  }
  std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

class Collector final : public AlertSink {
 public:
  Status OnAlert(const alert::Alert& alert) override {
    if (alerts.size() == most) return Error{"enough"};
    alerts.push_back(alert::ToJsonLine(alert));
    return Ok();
  }
  Lines alerts;
  size_t most = SIZE_MAX;
};

struct Outcome {
  Lines alerts;
  std::string stats, state;
};

// Goes on from `state`, if there is one.
Outcome ScanWith(unsigned threads, const std::vector<std::string>& paths, Options options = {},
                 const std::string& state = {}) {
  options.threads = threads;
  const io::InputSet inputs = io::FindInputs(paths);
  Collector collector;
  Pipeline pipeline(Program(), options, collector, ArrivalOf(inputs));
  if (!state.empty()) REQUIRE(pipeline.LoadState(state).ok());
  const ScanResult result = Scan(inputs, Program(), options, pipeline);
  CHECK(pipeline.ledger().Balances());
  Outcome outcome{std::move(collector.alerts), {}, {}};
  outcome.stats = std::regex_replace(StatsJson(result, pipeline.Report(), Program().program()),
                                     std::regex("\"seconds\": .*"), "");
  if (options.carry != Carry::kNothing) {
    auto left = pipeline.SaveState();
    REQUIRE(left.ok());
    outcome.state = std::move(*left);
  }
  return outcome;
}

Lines LinesOf(const std::string& text) {
  Lines lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string FirstDifference(const Lines& a, const Lines& b) {
  const auto [of_a, of_b] = std::ranges::mismatch(a, b);
  return fmt::format("line {} of {} and {}: {} | {}", of_a - a.begin(), a.size(), b.size(),
                     of_a == a.end() ? "" : *of_a, of_b == b.end() ? "" : *of_b);
}

void CheckThreads(const std::vector<std::string>& paths, const Options& options = {}) {
  const Outcome one = ScanWith(1, paths, options);
  CHECK(one.alerts.size() > 0);
  for (const unsigned threads : {2U, 3U, 8U}) {
    CAPTURE(threads);
    const Outcome several = ScanWith(threads, paths, options);
    CHECK_MESSAGE((several.alerts == one.alerts), FirstDifference(one.alerts, several.alerts));
    CHECK_MESSAGE((several.stats == one.stats),
                  FirstDifference(LinesOf(one.stats), LinesOf(several.stats)));
    CHECK((several.state == one.state));
  }
}

TEST_CASE("threads: one file in order, whatever is in it") {
  const Folder folder;
  Random random(1);
  folder.Write("log.ndjson", Damaged(random, Records(random, 0, 12'000)));
  CheckThreads({folder.path()});
}

TEST_CASE("threads: many files of every form, out of order") {
  const Folder folder;
  Random random(2);
  const Lines all = Records(random, 0, 20'000);
  const auto part = [&](size_t begin, size_t end) {
    return Lines(all.begin() + static_cast<std::ptrdiff_t>(begin),
                 all.begin() + static_cast<std::ptrdiff_t>(end));
  };
  folder.Write("d.ndjson", Damaged(random, part(0, 7'000)));
  folder.Write("c.ndjson.gz", Gzip(Damaged(random, part(6'000, 12'000))));
  folder.Write("b.json", "{\"Records\":[" + Joined(part(12'000, 15'000), ",") + "]}");
  folder.Write("a.json", Spread("[" + Joined(part(15'000, 17'000), ",\n") + "]"));
  for (size_t i = 0; i < 300; ++i)
    folder.Write(fmt::format("e{:03}.json.gz", i),
                 Gzip("{\"Records\":[" + Joined(part(17'000 + i * 5, 17'005 + i * 5), ",") + "]}"));
  folder.Write("f.gz", Gzip("damaged").substr(0, 9));
  folder.Write("g.txt", "no record");
  CheckThreads({folder.path()});
  Options carried;
  carried.carry = Carry::kUnsettled;
  CheckThreads({folder.path()}, carried);
}

// Late records that share an id with others and differ from them.
TEST_CASE("threads: records that come late are named alike") {
  Random random(8);
  Lines records = Records(random, 0, 9'000);
  for (size_t i = 0; i < 50; ++i) {
    std::string record = records[static_cast<size_t>(random.Pick(4'000))];
    record.replace(record.find("10.0.0."), 7, fmt::format("10.9.{}.", i));
    records.push_back(record);
  }
  const auto middle = records.begin() + 8'000;
  const Folder first, second;
  first.Write("log.ndjson", Joined(Lines(records.begin(), middle), "\n"));
  second.Write("log.ndjson", Joined(Lines(middle, records.end()), "\n"));
  Options options;
  options.carry = Carry::kUnsettled;
  options.lateness = Seconds(30);
  const Outcome before = ScanWith(1, {first.path()}, options);
  const Outcome one = ScanWith(1, {second.path()}, options, before.state);
  const Outcome two = ScanWith(2, {second.path()}, options, before.state);
  CHECK_MESSAGE((one.alerts == two.alerts), FirstDifference(one.alerts, two.alerts));
  CHECK(one.stats == two.stats);
  CHECK((one.state == two.state));
  CHECK(std::regex_search(one.stats, std::regex(R"("late": [1-9])")));
}

// What is forgotten depends on the events alone: not on the threads, and not on where one run ended
// and the next went on.
TEST_CASE("threads: a memory that is too small, and runs cut anywhere") {
  Random random(7);
  Lines records = Records(random, 0, 9'000);
  for (std::string& record : records) {
    const std::string number = record.substr(record.size() - 5, 3);
    record.replace(record.find("10.0.0."), 7, fmt::format("10.0.{}.", std::stoi(number) % 200));
  }
  const Folder whole;
  whole.Write("log.ndjson", Joined(records, "\n"));
  Options options;
  options.carry = Carry::kSettled;
  options.state_limits.memory_bytes = 60'000;
  CheckThreads({whole.path()}, options);
  const Outcome expected = ScanWith(1, {whole.path()}, options);
  CHECK(std::regex_search(expected.stats, std::regex(R"("groups_evicted": [1-9])")));
  for (const int64_t cut : {random.Pick(9'000), random.Pick(9'000)}) {
    CAPTURE(cut);
    const auto middle = records.begin() + static_cast<std::ptrdiff_t>(cut);
    const Folder first, second;
    first.Write("log.ndjson", Joined(Lines(records.begin(), middle), "\n"));
    second.Write("log.ndjson", Joined(Lines(middle, records.end()), "\n"));
    Options unsettled = options;
    unsettled.carry = Carry::kUnsettled;
    const Outcome before = ScanWith(2, {first.path()}, unsettled);
    const Outcome after = ScanWith(2, {second.path()}, options, before.state);
    Lines alerts = before.alerts, all = expected.alerts;
    alerts.insert(alerts.end(), after.alerts.begin(), after.alerts.end());
    for (Lines* lines : {&alerts, &all}) {
      // But for the file and the number of the record.
      for (std::string& line : *lines) line.resize(line.find(R"(,"source":)"));
      std::ranges::sort(*lines);
    }
    CHECK_MESSAGE((alerts == all), FirstDifference(all, alerts));
  }
}

// What stands at the end of the first block, 1 MiB long, is not what a block begins with.
TEST_CASE("threads: seams inside of a record, of a string, of an array") {
  Random random(3);
  const Lines records = Records(random, 0, 6'000);
  for (const std::string& seam : {
           std::string("{\n\"a\":1,\n") + std::string(5000, '\n') + "\"b\":2}\n",
           std::string("{\"a\":\"") + std::string(3000, '\n') + "\"}\n",
           std::string("{\"Records\":[\n") +
               Joined(Lines(records.begin(), records.begin() + 500), ",\n") + "]}\n",
           std::string("[\n\n[\n\n"),
           std::string(2'000'000, ' '),
           std::string("{\"a\":\"") + std::string(3'000'000, 'x') + "\"}\n",
           std::string(4000, '\0'),
       }) {
    const Folder folder;
    std::string text;
    size_t next = 0;
    while (text.size() + 1000 < (size_t{1} << 20)) text += records[next++] + "\n";
    text += seam;
    while (next < records.size()) text += records[next++] + "\n";
    folder.Write("log.ndjson", text);
    CheckThreads({folder.path()});
    folder.Write("log.ndjson", "\xEF\xBB\xBF" + text + "{\"cut");
    CheckThreads({folder.path()});
  }
}

TEST_CASE("threads: a sink that fails ends the scan") {
  const Folder folder;
  Random random(4);
  folder.Write("log.ndjson", Joined(Records(random, 0, 8'000), "\n"));
  Options options;
  options.threads = 3;
  const io::InputSet inputs = io::FindInputs({folder.path()});
  Collector collector;
  collector.most = 5;
  Pipeline pipeline(Program(), options, collector, ArrivalOf(inputs));
  const ScanResult result = Scan(inputs, Program(), options, pipeline);
  CHECK(collector.alerts.size() == 5);
  CHECK(pipeline.stopped());
  CHECK(result.file_errors.size() == 1);
}

TEST_CASE("threads: a scan that is told to stop evaluates what was read") {
  const Folder folder;
  Random random(5);
  for (int i = 0; i < 20; ++i)
    folder.Write(fmt::format("{:02}.ndjson", i), Joined(Records(random, i * 3'000, 3'000), "\n"));
  const io::InputSet inputs = io::FindInputs({folder.path()});
  Options options;
  options.threads = 3;
  Collector collector;
  Pipeline pipeline(Program(), options, collector, ArrivalOf(inputs));
  io::ReadHooks hooks;
  uint64_t seen = 0;
  hooks.progress = [&](uint64_t bytes) { seen += bytes; };
  hooks.stop = [&] { return seen > 3'000'000; };
  const ScanResult result = Scan(inputs, Program(), options, pipeline, hooks);
  CHECK(result.stopped);
  CHECK(result.files_left > 0);
  CHECK(result.files_left < 20);
  CHECK(pipeline.ledger().records() > 3'000);
  CHECK(pipeline.ledger().Balances());
}

TEST_CASE("threads: more than there is work") {
  const Folder folder;
  Random random(6);
  folder.Write("log.ndjson", Joined(Records(random, 0, 100), "\n"));
  CHECK(ScanWith(100'000, {folder.path()}).alerts == ScanWith(1, {folder.path()}).alerts);
  CHECK(ScanWith(8, {folder.path() + "/missing"}).alerts.empty());
}

}  // namespace
}  // namespace sigrun::engine
