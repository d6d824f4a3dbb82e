// The CloudTrail generator: the same bytes for a seed, records like CloudTrail's, and a correct
// list of the incident's actions.
#include <doctest/doctest.h>
#include <libdeflate.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "gen/generator.h"

namespace {

using namespace sigrun;
using Json = nlohmann::json;

struct Output {
  std::string text;
  gen::Summary summary;
};

Output Make(const gen::Options& options) {
  Output output;
  auto made = gen::Generate(options, [&](std::string_view lines) { output.text += lines; });
  REQUIRE(made.ok());
  output.summary = std::move(*made);
  return output;
}

gen::Options Small(bool incident = false) {
  gen::Options options;
  options.events = 6'000;
  options.incident = incident;
  return options;
}

std::vector<Json> Records(const std::string& text) {
  std::vector<Json> records;
  for (size_t at = 0, end; at < text.size(); at = end + 1) {
    end = text.find('\n', at);
    REQUIRE(end != std::string::npos);
    records.push_back(Json::parse(text.substr(at, end - at)));
  }
  return records;
}

std::string Inflated(const std::string& packed) {
  std::string text(4 << 20, '\0');
  libdeflate_decompressor* inflate = libdeflate_alloc_decompressor();
  size_t size = 0;
  const auto outcome = libdeflate_gzip_decompress(inflate, packed.data(), packed.size(),
                                                  text.data(), text.size(), &size);
  libdeflate_free_decompressor(inflate);
  REQUIRE(outcome == LIBDEFLATE_SUCCESS);
  text.resize(size);
  return text;
}

std::string Contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A folder that is removed with the test.
struct Folder {
  std::filesystem::path path = std::filesystem::temp_directory_path() / "sigrun_gen_test";
  Folder() { std::filesystem::remove_all(path); }
  ~Folder() { std::filesystem::remove_all(path); }
};

}  // namespace

TEST_CASE("gen: the same seed gives the same bytes, another seed others") {
  gen::Options options = Small(true);
  options.events = 2'000;
  const Output first = Make(options), second = Make(options);
  CHECK(first.text == second.text);
  CHECK(gen::TruthJson(first.summary.truth) == gen::TruthJson(second.summary.truth));
  options.seed = 2;
  CHECK(Make(options).text != first.text);
}

TEST_CASE("gen: every record has what CloudTrail always writes, within the span") {
  const gen::Options options = Small(true);
  const Output output = Make(options);
  const std::vector<Json> records = Records(output.text);
  CHECK(std::ssize(records) == output.summary.records);
  CHECK(std::ssize(output.text) == output.summary.bytes);
  for (const Json& record : records) {
    for (const char* field :
         {"eventVersion", "userIdentity", "eventTime", "eventSource", "eventName", "awsRegion",
          "sourceIPAddress", "userAgent", "requestParameters", "responseElements", "eventID",
          "readOnly", "eventType", "managementEvent", "recipientAccountId", "eventCategory"}) {
      CHECK_MESSAGE(record.contains(field), field);
    }
    const auto time = ParseTimestamp(record["eventTime"].get<std::string>());
    REQUIRE(time.has_value());
    CHECK(*time >= options.start);
    CHECK(*time < options.start + options.span);
    if (record.contains("errorCode")) CHECK(record["responseElements"].is_null());
  }
}

TEST_CASE("gen: a shape is a part of the same company's calls") {
  gen::Options options = Small();
  const auto all_are = [&](gen::Shape shape, const std::function<bool(const Json&)>& wanted) {
    options.shape = shape;
    const std::vector<Json> records = Records(Make(options).text);
    CHECK(records.size() >= 6'000);
    return std::all_of(records.begin(), records.end(), wanted);
  };
  CHECK(all_are(gen::Shape::kManagement,
                [](const Json& record) { return record["eventCategory"] == "Management"; }));
  CHECK(all_are(gen::Shape::kS3, [](const Json& record) {
    return record["eventCategory"] == "Data" && record["eventSource"] == "s3.amazonaws.com";
  }));
  CHECK_FALSE(all_are(gen::Shape::kMixed,
                      [](const Json& record) { return record["eventCategory"] == "Management"; }));
}

TEST_CASE("gen: an eventID comes once, but for exact second copies") {
  gen::Options options = Small(true);
  options.duplicate_fraction = 0.05;
  const Output output = Make(options);
  std::map<std::string, Json> seen;
  int64_t copies = 0;
  for (Json& record : Records(output.text)) {
    const std::string id = record["eventID"];
    const auto [at, fresh] = seen.emplace(id, record);
    if (fresh) continue;
    ++copies;
    CHECK(at->second == record);
  }
  CHECK(copies == output.summary.duplicates);
  CHECK(copies > 300);
  CHECK(copies < 600);

  options.duplicate_fraction = 0;
  CHECK(Make(options).summary.duplicates == 0);
}

TEST_CASE("gen: records are of a real size and a little out of order") {
  gen::Options options = Small();
  options.span = Days(2);
  const Output output = Make(options);
  const double mean =
      static_cast<double>(output.summary.bytes) / static_cast<double>(output.summary.records);
  CHECK(mean > 1'000);
  CHECK(mean < 2'500);

  const std::vector<Json> records = Records(output.text);
  Timestamp newest{0};
  int older = 0, services = 0;
  for (const Json& record : records) {
    const Timestamp time = *ParseTimestamp(record["eventTime"].get<std::string>());
    older += time < newest;
    newest = std::max(newest, time);
    CHECK(newest - time <= Minutes(5));
    services += record["userIdentity"].contains("invokedBy");
  }
  CHECK(older > std::ssize(records) / 20);
  CHECK(services > std::ssize(records) * 3 / 10);
  CHECK(services < std::ssize(records) * 5 / 10);
}

TEST_CASE("gen: noise holds no root, no new key, no role that assumes, no intruder's address") {
  for (const Json& record : Records(Make(Small()).text)) {
    const std::string type = record["userIdentity"]["type"], name = record["eventName"];
    CHECK(type != "Root");
    CHECK(name != "CreateAccessKey");
    if (name == "AssumeRole") {
      CHECK(type != "AssumedRole");
      CHECK_FALSE(record.contains("errorCode"));
    }
    CHECK_FALSE(record["sourceIPAddress"].get<std::string>().starts_with("198.51.100."));
  }
}

TEST_CASE("gen: noise with an incident is the noise without it") {
  gen::Options options = Small();
  options.late_fraction = options.duplicate_fraction = 0;
  const std::string quiet = Make(options).text;
  options.incident = true;
  std::string without;
  const Output output = Make(options);
  std::set<std::string> incident;
  for (const gen::Step& step : output.summary.truth.steps) {
    incident.insert(step.event_ids.begin(), step.event_ids.end());
  }
  CHECK(std::ssize(incident) == output.summary.incident);
  for (size_t at = 0, end; at < output.text.size(); at = end + 1) {
    end = output.text.find('\n', at);
    const std::string line = output.text.substr(at, end + 1 - at);
    if (!incident.contains(Json::parse(line)["eventID"])) without += line;
  }
  CHECK(without == quiet);
}

TEST_CASE("gen: the truth names records that are there, and all six signals") {
  const gen::Options options = Small(true);
  const Output output = Make(options);
  std::map<std::string, Json> by_id;
  for (Json& record : Records(output.text)) by_id.emplace(record["eventID"], record);

  std::set<std::string> signals;
  double egress = 0;
  const Json truth = Json::parse(gen::TruthJson(output.summary.truth));
  for (const Json& step : truth["steps"]) {
    signals.insert(step["signal"]);
    CHECK(step["eventIDs"].size() > 0);
    for (const Json& id : step["eventIDs"]) {
      REQUIRE(by_id.contains(id));
      const Json& record = by_id[id];
      CHECK(record["eventTime"] >= step["start"]);
      CHECK(record["eventTime"] <= step["end"]);
      CHECK(record["sourceIPAddress"] == step["sourceIPAddress"]);
      if (step["signal"] == "s3_egress") {
        egress += record["additionalEventData"]["bytesTransferredOut"].get<double>();
      }
    }
  }
  CHECK(signals == std::set<std::string>{"root_use", "create_access_key", "assume_role",
                                         "s3_access", "s3_egress", "api_spike"});
  CHECK(egress > 5.0 * (1 << 30));
  CHECK(truth["steps"][0]["start"] == "2026-11-15T02:10:00Z");
}

TEST_CASE("gen: a limit in bytes ends the stream near it and still fills the span") {
  gen::Options options;
  options.bytes = 4'000'000;
  const Output output = Make(options);
  CHECK(output.summary.bytes >= options.bytes);
  CHECK(output.summary.bytes < options.bytes + 200'000);
  CHECK(Records(output.text).back()["eventTime"].get<std::string>().starts_with("2026-11-16T"));
}

TEST_CASE("gen: an incident fits into six hours") {
  gen::Options options = Small(true);
  options.events = 500;
  options.span = Hours(6);
  const Output output = Make(options);
  const gen::Truth& truth = output.summary.truth;
  CHECK(truth.steps.front().start >= options.start);
  CHECK(truth.steps.back().end < options.start + options.span);
}

TEST_CASE("gen: options out of range are refused") {
  const auto refused = [](gen::Options options) {
    return !gen::Generate(options, [](std::string_view) {}).ok();
  };
  gen::Options options = Small();
  options.principals = 1;
  CHECK(refused(options));
  options = Small(true);
  options.span = Hours(5);
  CHECK(refused(options));
  options = Small();
  options.duplicate_fraction = 1.5;
  CHECK(refused(options));
  options = Small();
  options.events = -1;
  CHECK(refused(options));
}

TEST_CASE("gen: a trail's files lie where CloudTrail puts them and hold the same records") {
  const Folder folder;
  gen::Options options = Small();
  options.events = 2'000;
  options.span = Days(2);
  options.layout = gen::Layout::kTrail;
  const auto made = gen::Generate(options, folder.path.string());
  REQUIRE(made.ok());

  int64_t files = 0, records = 0;
  std::multiset<std::string> ids;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path)) {
    if (!entry.is_regular_file()) continue;
    ++files;
    const Json file = Json::parse(Inflated(Contents(entry.path())));
    const std::string name = entry.path().filename().string();
    CHECK(file["Records"].size() > 0);
    CHECK(file["Records"].size() <= 50);
    for (const Json& record : file["Records"]) {
      ++records;
      ids.insert(record["eventID"].get<std::string>());
      const std::string account = record["recipientAccountId"], region = record["awsRegion"];
      CHECK(name.starts_with(account + "_CloudTrail_" + region + "_2026110"));
      CHECK(entry.path().string().find("AWSLogs/" + account + "/CloudTrail/" + region +
                                       "/2026/11/0") != std::string::npos);
    }
  }
  CHECK(files == made->files);
  CHECK(records == made->records);

  std::multiset<std::string> plain;
  for (const Json& record : Records(Make(options).text)) plain.insert(record["eventID"]);
  CHECK(ids == plain);
}
