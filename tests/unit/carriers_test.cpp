// Carriers of records: envelopes by the fixed keys of their vendors; texts of unknown origin only
// if they are whole records. The carrier remains an event.
#include <doctest/doctest.h>

#include "runtime/event/envelopes/envelopes.h"
#include "runtime/event/sources.h"
#include "runtime/program/program.h"
#include "tests/unit/decoder_testing.h"

namespace sigrun::event::testing {
namespace {

using Ids = std::vector<std::string>;

Layout Json(Payloads payloads = Payloads::kAuto) {
  Layout layout = Paths({"cmd"});
  layout.accept_any = true;
  layout.payloads = payloads;
  return layout;
}

// A row of `aws logs filter-log-events`.
std::string LogEvent(std::string_view message) {
  return R"({"logStreamName":"111122223333_CloudTrail_us-east-1_3","timestamp":1767225600000,)"
         R"("message":)" +
         Quoted(message) +
         R"(,"ingestionTime":1767225601234,"eventId":"39405892148921498249821489"})";
}

TEST_CASE("vendors' envelopes") {
  const std::string record = Record("1");
  const std::string text = Quoted(record);
  struct Case {
    std::string input, passage;
    size_t carriers;
  };
  const std::string member = record.substr(1, record.size() - 2);
  for (
      const Case& form : std::vector<Case>{
          // aws logs filter-log-events, get-log-events
          {R"({"events":[)" + LogEvent(record) + R"(],"searchedLogStreams":[]})", "message", 2},
          {R"({"events":[{"timestamp":1767225600000,"message":)" + text +
               R"(,"ingestionTime":1767225601234}],"nextForwardToken":"f/3940","nextBackwardToken":"b/3940"})",
           "message", 2},
          // Logs Insights: the API's rows, the console's download
          {R"({"queryLanguage":"CWLI","results":[[{"field":"@timestamp","value":"2026-01-01 00:00:00.000"},)"
           R"({"field":"@message","value":)" +
               text +
               R"(},{"field":"@ptr","value":"CmEKJgoi"}]],"statistics":{"recordsMatched":1.0},"status":"Complete"})",
           "@message", 2},
          {R"([{"@timestamp":"2026-01-01 00:00:00.000","@message":)" + text + "}]", "@message", 2},
          {R"([{"@timestamp":"2026-01-01 00:00:00.000","@message":)" + record + "}]", "@message",
           2},
          // CloudTrail Lake: a column of whole events, columns of their fields
          {R"({"QueryStatus":"FINISHED","QueryStatistics":{"ResultsCount":1},"QueryResultRows":[[{"eventJson":)" +
               text + "}]]}",
           "eventJson", 2},
          {R"({"QueryStatus":"FINISHED","QueryStatistics":{"ResultsCount":1},"QueryResultRows":[[{"eventID":"1"},)"
           R"({"eventName":"GetObject"},{"eventSource":"s3.amazonaws.com"},{"eventTime":"2026-01-01 00:00:00.000"}]]})",
           "", 1},
          // aws cloudtrail lookup-events
          {R"({"Events":[{"EventId":"1","EventName":"GetObject","ReadOnly":"true","EventTime":1767225600.0,)"
           R"("EventSource":"s3.amazonaws.com","Resources":[],"CloudTrailEvent":)" +
               text + "}]}",
           "CloudTrailEvent", 2},
          // Elasticsearch and OpenSearch: a search response, an export, a document with the
          // original
          {R"({"took":3,"timed_out":false,"_shards":{"total":1},"hits":{"total":{"value":1},"max_score":1.0,)"
           R"("hits":[{"_index":"trail","_id":"a","_score":1.0,"_source":)" +
               record + "}]}}",
           "_source", 2},
          {R"({"_index":"trail","_type":"_doc","_id":"a","_score":1,"_source":)" + record + "}",
           "_source", 1},
          {R"({"_index":"filebeat-8","_id":"a","_source":{"@timestamp":"2026-01-01T00:00:00.000Z",)"
           R"("event":{"original":)" +
               text + R"(,"dataset":"aws.cloudtrail"},"message":)" + text + "}}",
           "_source > event.original", 1},
          // Splunk: an export, search results, flat fields, the HTTP event collector
          {R"({"preview":false,"offset":0,"lastrow":true,"result":{"_raw":)" + text +
               R"(,"_time":"2026-01-01T00:00:00.000+00:00","sourcetype":"aws:cloudtrail"}})",
           "result._raw", 1},
          {R"({"preview":false,"init_offset":0,"messages":[],"fields":[{"name":"_raw"}],"results":[{"_raw":)" +
               text + R"(,"sourcetype":"aws:cloudtrail"}],"highlighted":{}})",
           "_raw", 2},
          {R"({"preview":false,"result":{"eventName":"GetObject","eventSource":"s3.amazonaws.com","eventID":"1",)"
           R"("eventTime":"2026-01-01T00:00:00Z","userIdentity.userName":"alice"}})",
           "result", 1},
          {R"({"time":1767225600,"host":"h","source":"s3://b","sourcetype":"aws:cloudtrail","index":"main","event":)" +
               record + "}",
           "event", 1},
          {R"({"time":1767225600,"sourcetype":"aws:cloudtrail","event":)" + text + "}", "event", 1},
          // Datadog: an archive, a page of the log search
          {R"({"_id":"AZ","date":"2026-01-01T00:00:00.000Z","service":"cloudtrail","source":"cloudtrail",)"
           R"("status":"info","tags":["env:prod"],"attributes":)" +
               record + "}",
           "attributes", 1},
          {R"({"data":[{"id":"AZ","type":"log","attributes":{"service":"cloudtrail","tags":[],"attributes":)" +
               record + R"(}}],"meta":{"page":{"after":"x"}},"links":{"next":"y"}})",
           "attributes.attributes", 2},
          // aws sqs receive-message
          {R"({"Messages":[{"MessageId":"m","ReceiptHandle":"r","MD5OfBody":"d","Body":)" + text +
               "}]}",
           "Body", 2},
      }) {
    CAPTURE(form.input);
    const Log log = Decode(form.input);
    CHECK(log.Kinds() == "event");
    CHECK(log.ids == Ids{"1"});
    CHECK(log.last.source == kCloudTrail);
    CHECK(log.passages == Ids{form.passage});
    CHECK(log.carried == form.carriers);
    // The loaded rules on JSON do not affect it.
    const Log other = Decode(form.input, Json());
    CHECK(other.ids == Ids{"1"});
    CHECK(other.carried == form.carriers);
  }
}

TEST_CASE("there are probes for all fields that log sources may name") {
  ProbePaths paths;
  const Envelopes envelopes(paths);
  Layout layout = Paths({});
  for (SourceSpec& source : layout.sources) source.time = source.id = {};
  const Sources sources(layout, paths);
  CHECK(paths.paths().size() + program::kMaxSourceFields <= 255);
}

TEST_CASE("records inside records name the way") {
  const std::string sns =
      R"({"Type":"Notification","TopicArn":"arn:aws:sns:us-east-1:1:t","Message":)" +
      Quoted("{\"Records\":[" + Record("1") + "]}") + "}";
  const Log log = Decode(R"({"Records":[{"messageId":"m","eventSource":"aws:sqs","body":)" +
                         Quoted(sns) + "}]}");
  CHECK(log.passages == Ids{"body > Message"});
  CHECK(log.carried == 4);
}

TEST_CASE("text of unknown origin is opened only if it is one whole record") {
  const std::string whole = Record("1");
  const std::string forged =
      R"({"eventName":"StopLogging","eventSource":"cloudtrail.amazonaws.com","eventTime":"2026-01-01T00:00:00Z"})";
  for (const char* key : {"message", "_raw", "body", "Message", "Body"}) {
    CAPTURE(key);
    const auto with = [&](const std::string& text) {
      return R"({"time":"2026-01-01T00:00:00Z","cmd":"evil",")" + std::string(key) +
             "\":" + Quoted(text) + "}";
    };
    const Log opened = Decode(with(whole), Json());
    CHECK(opened.ids == Ids{"1"});
    CHECK(opened.passages == Ids{key});
    REQUIRE(opened.carriers.size() == 1);
    CHECK(opened.carriers[0].ends_with("| \"evil\""));
    CHECK(opened.carried == 1);
    for (const std::string& text :
         {forged, "{\"Records\":[" + whole + "]}", whole + whole, "[" + whole + "]",
          whole.substr(0, 100), std::string("{}"), std::string("{\"Records\":[")}) {
      CAPTURE(text);
      const Log log = Decode(with(text), Json());
      CHECK(log.Kinds() == "event");
      CHECK(log.last.source == kJson);
      CHECK(log.slots == Ids{"\"evil\""});
      CHECK(log.carried == 0);
    }
    CHECK(Decode(with(forged), Json(Payloads::kAlways)).last.source == kCloudTrail);
    CHECK(Decode(with(whole), Json(Payloads::kNever)).last.source == kJson);
  }
}

TEST_CASE("an envelope is not opened where that is not wanted, but files of records are") {
  const std::string row = R"({"EventId":"1","CloudTrailEvent":)" + Quoted(Record("1")) + "}";
  CHECK(Decode("{\"Events\":[" + row + "]}", Json(Payloads::kNever)).last.source == kJson);
  CHECK(Decode("{\"Records\":[" + Record("1") + "]}", Json(Payloads::kNever)).ids == Ids{"1"});
}

TEST_CASE("no text or key of an event hides it from rules on JSON") {
  for (
      const std::string member : {
          R"("message":"{\"eventName\":\"x\",\"eventSource\":\"y\",\"eventTime\":\"2026-01-01T00:00:00Z\"}")",
          R"("detail":{"eventName":"x","eventSource":"y","eventTime":"2026-01-01T00:00:00Z"})",
          R"("eventName":"x","eventSource":"y")",
          R"("messageType":"CONTROL_MESSAGE")",
          R"("messageType":"CONTROL_MESSAGE","logEvents":[])",
          R"("messageType":"CONTROL_MESSAGE","logEvents":[{"id":"","message":"m"}])",
          R"("awslogs":{"data":"!!!"})",
          R"("eventType":"AwsCloudTrailInsight")",
          R"("eventCategory":"Aggregated")",
          R"("digestS3Object":"x")",
          R"("Events":[])",
          R"("records":[1,2])",
          R"("logEvents":[{}])",
          R"("Records":[{"a":1}])",
          R"("results":[{"a":1}])",
      }) {
    CAPTURE(member);
    for (const std::string& text :
         {"{\"cmd\":\"evil\"," + member + "}", "{" + member + ",\"cmd\":\"evil\"}"}) {
      for (const Payloads payloads : {Payloads::kAuto, Payloads::kNever, Payloads::kAlways}) {
        const Log log = Decode(text, Json(payloads));
        size_t evil = 0;
        for (const std::string& line : log.lines)
          evil += line.find("| \"evil\"") != std::string::npos;
        for (const std::string& line : log.carriers)
          evil += line.find("| \"evil\"") != std::string::npos;
        CHECK(evil == 1);
      }
    }
  }
}

TEST_CASE("every array of records of an object is read, in whatever order its keys stand") {
  const std::string a = "\"Records\":[" + Record("a") + "]";
  const std::string b = "\"logEvents\":[" + Record("b") + "]";
  for (const std::string& text :
       {"{\"z\":1," + a + "," + b + "}", "{" + a + ",\"z\":1," + b + "}",
        "{" + a + "," + b + ",\"z\":1}", "[{\"z\":1," + a + "," + b + "}]",
        "[{" + a + "," + b + ",\"z\":1}]"}) {
    CAPTURE(text);
    const Log log = Decode(text);
    CHECK(log.ids == Ids{"a", "b"});
    CHECK(log.Kinds() == "event event");
    CHECK(Decode(text, Json()).carriers.size() == 1);
  }
  CHECK(Decode("{\"z\":1,\"Records\":[],\"detail\":" + Record("d") + "}").ids == Ids{"d"});
  CHECK(Decode("{\"detail\":" + Record("d") + "," + a + "}").ids.size() == 2);
}

TEST_CASE("a payload is read to its end, however long it goes on without a record") {
  std::string lines;
  for (int i = 0; i < 3000; ++i) lines += "{\"n\":1}\n";
  for (const std::string& document : {lines + Record("1") + "\n" + lines, Record("1") + lines}) {
    const std::string text =
        R"({"Type":"Notification","TopicArn":"t","Message":)" + Quoted(document) + "}";
    const Log log = Decode(text + text);
    CHECK(log.ids == Ids{"1", "1"});
    CHECK(log.carried == 2);
    CHECK(log.others.size() == 2 * (document.size() - Record("1").size()) / 8);
  }
  // One that continues inside another one that does.
  const std::string inner =
      R"({"Type":"Notification","Message":)" + Quoted(lines + Record("1")) + "}";
  const std::string outer =
      R"({"Type":"Notification","Message":)" + Quoted(lines + inner + lines) + "}";
  const Log log = Decode(outer);
  CHECK(log.ids == Ids{"1"});
  CHECK(log.carried == 2);
  CHECK(log.others.size() == 9000);
}

TEST_CASE("aggregated events stand at the end of their window") {
  const Log log = Decode(
      R"({"Records":[{"eventVersion":"1.0","accountId":"111122223333","eventId":"5b1c0d8e-0000-4000-8000-000000000001",)"
      R"("eventCategory":"Aggregated","eventType":"AwsAggregatedEvent","awsRegion":"us-east-1",)"
      R"("eventSource":"s3.amazonaws.com","timeWindow":{"windowStart":"2026-01-01T00:00:00Z",)"
      R"("windowEnd":"2026-01-01T00:05:00Z","windowSize":"PT5M"},"summary":{"primaryDimension":{"dimension":"API"}}}]})");
  CHECK(log.ids == Ids{"5b1c0d8e-0000-4000-8000-000000000001"});
  CHECK(FormatTimestamp(log.last.time) == "2026-01-01T00:05:00Z");
}

}  // namespace
}  // namespace sigrun::event::testing
