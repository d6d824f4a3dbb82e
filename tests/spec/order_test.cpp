// The result of a scan of files is a function of the set of their records, defined by the reference
// implementation: it does not depend on the order of records and files, on repeated deliveries and
// their form, or on injected records. A stream without late records gives the same result.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "compiler/compile.h"
#include "engine/pipeline.h"
#include "runtime/event/decoder.h"
#include "tests/reference/runner.h"
#include "tests/run_engine.h"

namespace sigrun {
namespace {

using Json = nlohmann::ordered_json;
using Lines = std::vector<std::string>;

constexpr std::string_view kRules = R"(
rule single     { on aws.cloudtrail condition eventName == "A" }
rule suppressed { on aws.cloudtrail condition eventName != "B" alert { suppress = 90m by sourceIPAddress } }
rule other      { on json condition kind == "odd" alert { suppress = 1d } }
rule burst {
  on aws.cloudtrail
  group by sourceIPAddress
  window sliding 2h
  n = count(where eventName == "A")
  condition n >= 2
}
rule per_hour {
  on aws.cloudtrail
  window tumbling 1h
  users = distinct(sourceIPAddress)
  condition users >= 3
  alert { suppress = 3h refire = every }
}
rule first_time {
  on aws.cloudtrail
  new = first_seen(sourceIPAddress, eventName; history 30d, learn 1d)
  condition new
}
rule unusual {
  on aws.cloudtrail
  group by sourceIPAddress
  window tumbling 6h
  n = count()
  usual = baseline(n; history 20d, every 6h)
  condition n > 2 and n > 1.5 * usual.mean
}
rule not_followed {
  on aws.cloudtrail
  a = eventName == "A"
  b = eventName == "B"
  group by sourceIPAddress
  sequence a -> not b within 3h
  alert { suppress = 5h }
}
rule chained {
  on rule burst
  group by sourceIPAddress
  window sliding 2d
  n = count()
  condition n >= 2
}
)";

struct Compiled {
  Compiled() {
    modules::MemoryFileSystem files;
    files.files["r.sgr"] = kRules;
    compilation = compiler::Compile({{"r.sgr", ""}}, files);
    for (const auto& diagnostic : compilation.diagnostics.all())
      if (diagnostic.severity() == diag::Severity::kError) FAIL(diagnostic.message);
    REQUIRE_MESSAGE(compilation.program, compilation.error);
  }
  compiler::Compilation compilation;
};

// Identifies a firing by rule, event and level; the digest that distinguishes events with the same
// id may be omitted.
struct Found {
  std::vector<std::string> alerts;  // sorted
  std::vector<std::string> ids;     // of the alerts, sorted
  uint64_t late = 0;
};

std::string Text(const std::string& rule, const std::string& time, const std::string& id,
                 int level) {
  return rule + " " + time + " " + id.substr(0, id.find('#')) + " " + std::to_string(level);
}

class Collector final : public engine::AlertSink {
 public:
  Status OnAlert(const alert::Alert& alert) override {
    found.alerts.push_back(Text(alert.rule->name, FormatTimestamp(alert.time),
                                alert.event_ids.back(), static_cast<int>(alert.level)));
    found.ids.push_back(alert.id);
    return Ok();
  }
  Found found;
};

Found Scan(const exec::LoadedProgram& program, const std::vector<Lines>& files,
           engine::Arrival arrival, const engine::Options& options = {}) {
  Collector collector;
  engine::Pipeline pipeline(program, options, collector, arrival);
  event::Decoder decoder(engine::Pipeline::LayoutOf(program, options), options.event_limits,
                         pipeline);
  ReadFiles(pipeline, decoder, files);
  collector.found.late = pipeline.ledger().late();
  std::sort(collector.found.alerts.begin(), collector.found.alerts.end());
  std::sort(collector.found.ids.begin(), collector.found.ids.end());
  return collector.found;
}

std::vector<std::string> Judged(const Compiled& compiled, const Lines& lines) {
  std::string ndjson;
  for (const std::string& line : lines) ndjson += line + "\n";
  std::vector<std::string> alerts;
  for (const reference::Fired& each :
       reference::Run(compiled.compilation.checked.rules, ndjson, {"", false}))
    alerts.push_back(Text(each.rule, each.time, each.event_id, each.level));
  std::sort(alerts.begin(), alerts.end());
  return alerts;
}

// The entries in only one of the two: empty if they are equal.
std::string Different(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  std::string text;
  std::vector<std::string> only;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(only));
  for (const std::string& each : only) text += "only the first: " + each + "\n";
  only.clear();
  std::set_difference(b.begin(), b.end(), a.begin(), a.end(), std::back_inserter(only));
  for (const std::string& each : only) text += "only the second: " + each + "\n";
  return text;
}

// ---- records
using Random = std::mt19937_64;

std::string TimeAt(int64_t minutes) {
  return FormatTimestamp(FromCivil(2026, 1, 1) + Minutes(minutes));
}

std::string NewId(Random& random) {
  return fmt::format("{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}", random() & 0xffffffff,
                     random() & 0xffff, random() & 0xfff, random() & 0xfff,
                     random() & 0xffffffffffff);
}

Json RecordAt(int64_t minutes, Random& random) {
  if (random() % 12 == 0)
    return {{"eventTime", TimeAt(minutes)}, {"kind", random() % 2 == 0 ? "odd" : "even"}};
  return {{"eventTime", TimeAt(minutes)},
          {"eventName", std::string(1, static_cast<char>('A' + random() % 4))},
          {"eventSource", "x.amazonaws.com"},
          {"eventID", NewId(random)},
          {"sourceIPAddress", std::string("192.0.2.") + static_cast<char>('0' + random() % 4)}};
}

// In order of time, several of one minute now and then.
std::vector<Json> Log(Random& random, size_t records) {
  std::vector<Json> log;
  int64_t minutes = 0;
  for (size_t i = 0; i < records; ++i) {
    log.push_back(RecordAt(minutes, random));
    minutes += static_cast<int64_t>(random() % 90);
  }
  return log;
}

// The same in another form.
std::string Reformed(const Json& record, Random& random) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : record.items()) keys.push_back(key);
  std::shuffle(keys.begin(), keys.end(), random);
  std::string text = "{";
  for (const std::string& key : keys)
    text += (text.size() > 1 ? " ,\t" : " ") + Json(key).dump() + " : " + record[key].dump();
  return text + "}";
}

// The changes that deliveries and attackers make to a log.
Lines Spoiled(const std::vector<Json>& log, Random& random) {
  Lines lines;
  for (const Json& record : log) {
    lines.push_back(record.dump());
    const bool known = record.contains("eventID");
    if (known && random() % 10 == 0) lines.push_back(record.dump());
    if (known && random() % 10 == 0) lines.push_back(Reformed(record, random));
    if (!known || random() % 15 != 0) continue;
    Json forged = record;
    if (random() % 2 == 0) forged["sourceIPAddress"] = "192.0.2.9";
    if (random() % 2 == 0) forged["eventTime"] = TimeAt(static_cast<int64_t>(random() % 3'000));
    lines.push_back(forged.dump());
  }
  for (auto outliers = random() % 3; outliers > 0; --outliers) {
    const auto minutes = static_cast<int64_t>(random() % (40 * 365 * 24 * 60));
    lines.push_back(RecordAt(random() % 2 == 0 ? minutes : -minutes, random).dump());
  }
  return lines;
}

std::vector<Lines> Split(const Lines& lines, Random& random) {
  std::vector<Lines> files(1 + random() % 5);
  for (const std::string& line : lines) files[random() % files.size()].push_back(line);
  return files;
}

TEST_CASE("order: a scan of files is a function of the set of records") {
  const Compiled compiled;
  const exec::LoadedProgram program(program::Program(*compiled.compilation.program));
  std::set<std::string> fired;
  for (uint64_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    Lines lines = Spoiled(Log(random, 20 + random() % 150), random);
    const std::vector<std::string> judged = Judged(compiled, lines);
    const Found found = Scan(program, {lines}, engine::Arrival::kFiles);
    CHECK(Different(found.alerts, judged) == "");
    for (const std::string& alert : judged) fired.insert(alert.substr(0, alert.find(' ')));
    for (int round = 0; round < 3; ++round) {
      const Found one = Scan(program, {lines}, engine::Arrival::kOneFile);
      CHECK(Different(one.alerts, judged) == "");
      CHECK(Different(one.ids, found.ids) == "");
      std::shuffle(lines.begin(), lines.end(), random);
      const Found many = Scan(program, Split(lines, random), engine::Arrival::kFiles);
      CHECK(Different(many.alerts, judged) == "");
      CHECK(Different(many.ids, found.ids) == "");
      CHECK(many.late == 0);
      const Found once = Scan(program, Split(lines, random), engine::Arrival::kOnce);
      CHECK(Different(once.alerts, judged) == "");
      CHECK(Different(once.ids, found.ids) == "");
    }
  }
  CHECK(fired.size() == program.program().rules.size());
}

TEST_CASE("order: alerts that a file holds back are given once, however little may be held") {
  const Compiled compiled;
  const exec::LoadedProgram program(program::Program(*compiled.compilation.program));
  Random random(1);
  Lines lines;
  for (const Json& record : Log(random, 300)) lines.push_back(record.dump());
  engine::Options little;
  little.held_alerts_memory = 0;
  const Found found = Scan(program, {lines}, engine::Arrival::kOneFile, little);
  CHECK(Different(found.alerts, Judged(compiled, lines)) == "");
}

TEST_CASE("order: a stream in which nothing is late finds what a scan of its records finds") {
  const Compiled compiled;
  const exec::LoadedProgram program(program::Program(*compiled.compilation.program));
  size_t followed = 0;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    std::vector<Json> log = Log(random, random() % 200);
    // Out of order by less than the lateness.
    std::vector<std::pair<int64_t, std::string>> sent;
    for (const Json& record : log) {
      const auto time = ParseTimestamp(record["eventTime"].get<std::string>());
      sent.emplace_back(time->micros + static_cast<int64_t>(random() % Minutes(200).micros),
                        record.dump());
      if (random() % 20 == 0) sent.emplace_back(sent.back().first + 1, Reformed(record, random));
    }
    std::sort(sent.begin(), sent.end());
    Lines lines;
    for (auto& [time, line] : sent) lines.push_back(std::move(line));
    // Somebody's clock is wrong, by years.
    if (random() % 2 == 0 && !lines.empty())
      lines.insert(lines.begin() + static_cast<ptrdiff_t>(random() % lines.size()),
                   RecordAt(40 * 365 * 24 * 60, random).dump());
    engine::Options options;
    options.lateness = Hours(4);
    const Found stream = Scan(program, {lines}, engine::Arrival::kStream, options);
    const Found files = Scan(program, {lines}, engine::Arrival::kFiles, options);
    if (stream.late > 0) continue;
    // Copies without an id are events of their own: which JSON line was sent twice does not matter.
    CHECK(Different(stream.alerts, files.alerts) == "");
    CHECK(Different(stream.ids, files.ids) == "");
    CHECK(Different(stream.alerts, Judged(compiled, lines)) == "");
    ++followed;
  }
  CHECK(followed > 50);
}

}  // namespace
}  // namespace sigrun
