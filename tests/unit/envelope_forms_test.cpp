// Every form in which CloudTrail records travel is recognised by its content.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/packing.h"
#include "tests/shared_data.h"
#include "tests/unit/decoder_testing.h"

namespace sigrun::event::testing {
namespace {

using sigrun::testing::Gzip;
using Ids = std::vector<std::string>;

std::string Base64(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (size_t i = 0; i < bytes.size(); i += 3) {
    uint32_t bits = 0;
    for (size_t j = 0; j < 3; ++j)
      bits = bits << 8 | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0u);
    for (size_t j = 0; j < 4; ++j)
      text += i + j > bytes.size() ? '=' : kDigits[bits >> (18 - 6 * j) & 63];
  }
  return text;
}

std::string Subscription(const std::vector<std::string>& messages) {
  std::string text =
      R"({"messageType":"DATA_MESSAGE","owner":"1","logGroup":"g","logStream":"s","logEvents":[)";
  for (const std::string& message : messages)
    text += fmt::format(R"({}{{"id":"1","timestamp":1600361930988,"message":{}}})",
                        text.back() == '[' ? "" : ",", Quoted(message));
  return text + "]}";
}

const std::string kS3Notification =
    R"({"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","eventName":"ObjectCreated:Put",)"
    R"("eventTime":"2026-01-01T00:00:00Z","s3":{"bucket":{"name":"b"}}}]})";

TEST_CASE("documents of records") {
  const std::string both = Record("1") + "," + Record("2");
  for (const std::string& text : {
           Record("1") + "\n" + Record("2") + "\n",
           Record("1") + Record("2"),
           Record("1") + " " + Record("2"),
           "[" + both + "]",
           "{\"Records\":[" + both + "]}",
           "{ \"Records\" : [ " + Record("1") + " , " + Record("2") + " ] }\n",
           "{\"Records\":[" + both + "],\"extra\":{\"a\":[1]}}",
           "{\"extra\":[{}],\"Records\":[" + both + "]}",
           "{\"Records\":[" + Record("1") + "]}\n{\"Records\":[" + Record("2") + "]}",
           "{\"Records\":[" + Record("1") + "],\"Events\":[" + Record("2") + "]}",
       }) {
    CAPTURE(text);
    const Log log = Decode(text);
    CHECK(log.Kinds() == "event event");
    CHECK(log.ids == Ids{"1", "2"});
    CHECK(text.substr(log.offsets[1], log.texts[1].size()) == log.texts[1]);
  }
}

TEST_CASE("carriers of one record") {
  const std::string record = Record("1");
  for (const std::string& text : {
           R"({"version":"0","detail-type":"AWS API Call via CloudTrail","detail":)" + record + "}",
           R"({"_raw":)" + Quoted(record) + R"(,"source":"x"})",
           R"({"preview":false,"result":{"_raw":)" + Quoted(record) + "}}",
           R"([{"_raw":)" + Quoted(record) + "}]",
           R"({"EventId":"1","CloudTrailEvent":)" + Quoted(record) + "}",
           R"({"Events":[{"EventId":"1","CloudTrailEvent":)" + Quoted(record) + "}]}",
           R"({"input":{"message":)" + Quoted(record) + "}}",
           R"({"message":)" + Quoted(record) + "}",
           R"({"message":)" + record + "}",
           R"({"@timestamp":"x","event":{"original":)" + Quoted(record) + "}}",
           R"({"Type":"Notification","Message":)" + Quoted(record) + "}",
           R"({"Records":[{"messageId":"m","eventSource":"aws:sqs","body":)" + Quoted(record) +
               "}]}",
           R"({"Records":[{"EventSource":"aws:sns","Sns":{"Message":)" + Quoted(record) + "}}]}",
           Subscription({record}),
           R"({"awslogs":{"data":")" + Base64(Gzip(Subscription({record}))) + "\"}}",
           R"({"Records":[{"eventSource":"aws:kinesis","kinesis":{"data":")" +
               Base64(Gzip(Subscription({record}))) + "\"}}]}",
           R"({"Records":[{"eventSource":"aws:kinesis","kinesis":{"data":")" + Base64(record) +
               "\"}}]}",
           R"({"records":[{"recordId":"1","data":")" + Base64(Gzip(Subscription({record}))) +
               "\"}]}",
           R"({"records":[{"recordId":"1","data":")" + Base64(record) + "\"}]}",
       }) {
    CAPTURE(text);
    const Log log = Decode(text, Paths({"userIdentity.userName"}));
    CHECK(log.Kinds() == "event");
    CHECK(log.ids == Ids{"1"});
    CHECK(log.slots == Ids{"\"alice\""});
    CHECK(log.texts == Ids{record});
  }
}

TEST_CASE("envelopes inside envelopes, within the limit") {
  const std::string document = "{\"Records\":[" + Record("1") + "," + Record("2") + "]}";
  const std::string sns = R"({"Type":"Notification","Message":)" + Quoted(document) + "}";
  const std::string sqs =
      R"({"Records":[{"messageId":"m","eventSource":"aws:sqs","body":)" + Quoted(sns) + "}]}";
  CHECK(Decode(sqs).ids == Ids{"1", "2"});
  Limits limits;
  limits.envelope_depth = 1;
  CHECK(Decode(sqs, Paths({}), limits).Reasons() == "too_deep");
  std::string deep = Record("1");
  for (int i = 0; i < 12; ++i) deep = R"({"message":)" + Quoted(deep) + "}";
  CHECK(Decode(deep).Kinds() == "other");
  std::string arrays = Record("1");
  for (int i = 0; i < 200; ++i) arrays = R"({"x":0,"Records":[)" + arrays + "]}";
  CHECK(Decode(arrays).Reasons() == "too_deep");
}

TEST_CASE("a record out of a carrier stands at its carrier") {
  const std::string line = R"({"message":)" + Quoted(Record("1")) + "}";
  const Log log = Decode(line + "\n" + line);
  CHECK(log.offsets == std::vector<uint64_t>{0, line.size() + 1});
  CHECK(log.last.origin.record == 2);
}

TEST_CASE("messages that are not records are told one by one") {
  const Log log = Decode(Subscription({Record("1"), "2 123 eni-1 ACCEPT OK", Record("2")}));
  CHECK(log.Kinds() == "event other event");
  CHECK(Decode(Subscription({Record("1"), Record("2").substr(0, 100)})).Kinds() == "event reject");
}

TEST_CASE("what is no event is named") {
  const auto kind = [](const std::string& text) {
    const Log log = Decode(text);
    REQUIRE_MESSAGE(log.Kinds() == "other", text);
    return log.others[0].kind;
  };
  CHECK(kind(kS3Notification) == NotEventKind::kNotification);
  CHECK(kind(R"({"Records":[{"eventSource":"aws:sqs","body":)" + Quoted(kS3Notification) + "}]}") ==
        NotEventKind::kNotification);
  CHECK(kind(R"({"Type":"Notification","Message":"hello"})") == NotEventKind::kNotification);
  CHECK(kind(R"({"Service":"Amazon S3","Event":"s3:TestEvent"})") == NotEventKind::kNotification);
  CHECK(kind(R"({"detail-type":"Object Created","detail":{"bucket":{}}})") ==
        NotEventKind::kNotification);
  CHECK(kind(R"({"awsAccountId":"1","digestS3Object":"x","logFiles":[{"s3Object":"y"}]})") ==
        NotEventKind::kDigest);
  const std::string control =
      R"({"messageType":"CONTROL_MESSAGE","logEvents":[{"id":"","message":"CWL CONTROL"}]})";
  CHECK(kind(control) == NotEventKind::kControl);
  CHECK(kind(R"({"awslogs":{"data":")" + Base64(Gzip(control)) + "\"}}") == NotEventKind::kControl);
  CHECK(kind(R"({"foo":"bar"})") == NotEventKind::kUnknown);
  CHECK(kind(R"({"message":"plain text"})") == NotEventKind::kUnknown);
  CHECK(kind(R"({"message":"{\"level\":\"info\"}"})") == NotEventKind::kUnknown);
  CHECK(kind("[17]") == NotEventKind::kUnknown);
  CHECK(kind("[[]]") == NotEventKind::kUnknown);
  CHECK(kind("{}") == NotEventKind::kUnknown);
}

TEST_CASE("payloads that cannot be decoded are rejected") {
  std::string damaged = Gzip(Subscription({Record("1")}));
  damaged[damaged.size() / 2] ^= 1;
  const auto reasons = [](const std::string& data) {
    return Decode(R"({"awslogs":{"data":")" + data + "\"}}").Reasons();
  };
  CHECK(reasons(Base64(damaged)) == "bad_encoding");
  CHECK(reasons("not base64!") == "bad_encoding");
  Limits limits;
  limits.envelope_bytes = 10000;
  const std::string bomb = Base64(Gzip(std::string(1'000'000, ' ')));
  CHECK(Decode(R"({"awslogs":{"data":")" + bomb + "\"}}", Paths({}), limits).Reasons() ==
        "too_large");
  CHECK(
      Decode(R"({"sourcetype":"aws:cloudtrail","_raw":)" + Quoted(Record("1").substr(0, 120)) + "}")
          .Reasons() == "truncated");
}

TEST_CASE("insight records have no eventName") {
  const std::string insight =
      R"({"eventVersion":"1.07","eventTime":"2026-01-01T00:00:00Z","awsRegion":"us-east-1",)"
      R"("eventID":"i","eventType":"AwsCloudTrailInsight","insightDetails":{"state":"Start"}})";
  CHECK(Decode(insight).ids == Ids{"i"});
  CHECK(Decode(R"({"detail-type":"AWS Insight via CloudTrail","detail":)" + insight + "}").ids ==
        Ids{"i"});
}

TEST_CASE("other objects are events of their own where the layout accepts them") {
  Layout layout = Paths({"user", "message"});
  layout.accept_any = true;
  const Log log = Decode(R"({"user":"bob","timestamp":"2026-01-01T00:00:00Z"})", layout);
  CHECK(log.last.source == kJson);
  CHECK(FormatTimestamp(log.last.time) == "2026-01-01T00:00:00Z");
  CHECK(log.slots[0] == "\"bob\"");
  // Objects tried as a carrier are examined again.
  CHECK(Decode(R"({"user":"bob","message":"{\"user\":\"eve\"}"})", layout).slots[0] == "\"bob\"");
  CHECK(Decode(R"({"user":"bob","detail":{"user":"eve"}})", layout).slots[0] == "\"bob\"");
  CHECK_FALSE(Decode(R"({"user":"bob"})", layout).last.timed);
  CHECK(Decode(Record("1"), layout).last.source == kCloudTrail);
  CHECK(Decode(R"({"message":)" + Quoted(Record("1")) + "}", layout).ids == Ids{"1"});
  CHECK(
      Decode(R"({"messageType":"CONTROL_MESSAGE","owner":"CloudwatchLogs","logEvents":[]})", layout)
          .Kinds() == "other");
  CHECK(Decode(R"({"messageType":"CONTROL_MESSAGE"})", layout).Kinds() == "event");
}

TEST_CASE("a record whose time is missing or cannot be read is an event without a time") {
  const auto with_time = [](const std::string& member) {
    const Log log =
        Decode("{\"eventName\":\"A\",\"eventSource\":\"b.amazonaws.com\"" + member + "}");
    REQUIRE(log.Kinds() == "event");
    CHECK(log.last.source == kCloudTrail);
    return log.last.timed ? FormatTimestamp(log.last.time) : "none";
  };
  CHECK(with_time("") == "none");
  CHECK(with_time(",\"eventTime\":null") == "none");
  CHECK(with_time(",\"eventTime\":\"yesterday\"") == "none");
  CHECK(with_time(",\"eventTime\":\"2026-02-30T00:00:00Z\"") == "none");
  CHECK(with_time(",\"eventTime\":{}") == "none");
  CHECK(with_time(",\"@timestamp\":\"2026-01-01T00:00:00.5Z\"") == "2026-01-01T00:00:00.5Z");
}

TEST_CASE("a named field holds the time of other objects, before the usual ones") {
  Layout layout = Paths({"user"});
  layout.accept_any = true;
  layout.time_fields = {{"created"}, {"event", "start"}};
  const auto time = [&](const std::string& members) {
    const Log log = Decode("{\"user\":\"bob\"," + members + "}", layout);
    CHECK(log.slots.size() == 1);
    CHECK(log.slots[0] == "\"bob\"");
    return log.last.timed ? FormatTimestamp(log.last.time) : log.unread_time;
  };
  const std::string usual = R"("timestamp":"2020-01-01T00:00:00Z")";
  CHECK(time(R"("created":"2026-01-01T00:00:00Z",)" + usual) == "2026-01-01T00:00:00Z");
  CHECK(time(R"("created":1767225600000,)" + usual) == "2026-01-01T00:00:00Z");
  CHECK(time(R"("event":{"start":"2026-01-02"},)" + usual) == "2026-01-02T00:00:00Z");
  CHECK(time(R"("event.start":"2026-01-02",)" + usual) == "2026-01-02T00:00:00Z");
  // An invalid value is not replaced by another field.
  CHECK(time(R"("created":"soon",)" + usual) == "created: soon");
  CHECK(time(R"("created":["2026-01-01"],)" + usual) == "created: ");
  CHECK(time(R"("created":null,)" + usual) == "2020-01-01T00:00:00Z");
  CHECK(time(usual) == "2020-01-01T00:00:00Z");
  // A field that a rule reads may be the time as well.
  layout.time_fields = {{"user"}};
  CHECK(time(usual) == "user: bob");
  // CloudTrail records have theirs.
  CHECK(Decode(Record("1"), layout).last.timed);
}

TEST_CASE("times of other objects") {
  Layout layout = Paths({});
  layout.accept_any = true;
  const auto time = [&](const std::string& member) {
    const Log log = Decode("{\"a\":1," + member + "}", layout);
    return log.last.timed ? FormatTimestamp(log.last.time) : "none";
  };
  CHECK(time(R"("ts":1767225600)") == "2026-01-01T00:00:00Z");
  CHECK(time(R"("ts":1767225600.25)") == "2026-01-01T00:00:00.25Z");
  CHECK(time(R"("time":1767225600123)") == "2026-01-01T00:00:00.123Z");
  CHECK(time(R"("Timestamp":1767225600123456)") == "2026-01-01T00:00:00.123456Z");
  CHECK(time(R"("ts":1767225600123456789)") == "2026-01-01T00:00:00.123456Z");
  CHECK(time(R"("@timestamp":"2026-01-01T01:00:00+01:00")") == "2026-01-01T00:00:00Z");
  CHECK(time(R"("timestamp":"soon","ts":1767225600)") == "2026-01-01T00:00:00Z");
  CHECK(time(R"("ts":-5)") == "none");
  CHECK(time(R"("ts":true)") == "none");
}

TEST_CASE("the collected forms give the records that their index promises") {
  const auto forms = SharedData("cloudtrail/forms");
  if (forms.empty()) return;
  std::ifstream index(forms / "index.json");
  REQUIRE(index);
  for (const auto& form : nlohmann::json::parse(index)) {
    const std::string name = form["file"];
    CAPTURE(name);
    std::ifstream file(forms / name, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    const Log log = Decode(text);
    CHECK(log.ids.size() == form["records_expected"].get<size_t>());
    CHECK(log.outcomes() >= 1);
    CHECK((log.ids.empty() || log.ids.size() == log.outcomes()));
  }
}

}  // namespace
}  // namespace sigrun::event::testing
