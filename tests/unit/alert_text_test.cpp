// Alerts are written without a tree: the text must be that of one.
#include <doctest/doctest.h>

#include <random>

#include "tests/oracle/alert_tree.h"

namespace sigrun::alert {
namespace {

class RandomAlert {
 public:
  explicit RandomAlert(unsigned seed) : random_(seed) {}

  program::RuleInfo Rule() {
    program::RuleInfo rule;
    rule.id = Text();
    rule.name = Text();
    rule.title = Text();
    rule.description = Text();
    for (unsigned i = Below(4); i > 0; --i)
      rule.tags.push_back(
          Pick({"attack.persistence", "attack.impact", "attack.t1098", "attack.t1098.001",
                "attack.t10981", "attack.x", "cve.2026-1", "attack.t1098.01", "\xFF"}));
    return rule;
  }

  Alert Of(const program::RuleInfo& rule) {
    Alert alert;
    alert.id = Text();
    alert.rule = &rule;
    alert.level = static_cast<program::Level>(Below(5));
    alert.time = {static_cast<int64_t>(Below(2'000'000'000)) * 1'000'003};
    alert.timed = Below(5) > 0;
    alert.group = Data(3);
    if (Below(2) == 0) alert.window = Window{alert.time, alert.time + Minutes(7)};
    alert.values = Data(8);
    alert.thresholds = Data(3);
    alert.message = Text();
    for (unsigned i = Below(3); i > 0; --i) alert.event_ids.push_back(Text());
    alert.event_count = Below(3) == 0 ? UINT64_MAX : Below(1000);
    alert.file =
        Pick({"a.json", "x/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/a.json.gz", "\xC3"});
    alert.record = Below(1000);
    if (Below(3) == 0) alert.payload = Text();
    return alert;
  }

 private:
  unsigned Below(unsigned most) { return static_cast<unsigned>(random_() % most); }
  std::string Pick(std::initializer_list<const char*> from) {
    return from.begin()[Below(static_cast<unsigned>(from.size()))];
  }
  std::string Text() {
    switch (Below(4)) {
      case 0:
        return Pick({"", "arn:aws:iam::111122223333:user/ann", "arn:aws:s3:::bucket", "Root",
                     "AWSService", "198.51.100.20", "ec2.amazonaws.com", "a@b.example",
                     "https://x.example/", "111122223333", "eu-west-1", "arn:x:y"});
      case 1: {
        std::string bytes(Below(20), ' ');
        for (char& c : bytes) c = static_cast<char>(random_());
        return bytes;
      }
      case 2: {
        std::string bytes(Below(20), ' ');
        for (char& c : bytes) c = static_cast<char>(random_() % 128);
        return bytes;
      }
      default:
        return "é \"quoted\" \\ \t \x7F 𐀀" + std::string(Below(50), 'x');
    }
  }
  Datum Value() {
    const Kind kind = static_cast<Kind>(Below(static_cast<unsigned>(Kind::kPrepared) + 1));
    switch (Below(4)) {
      case 0:
        return {kind, Text()};
      case 1:
        return {kind, Pick({"0", "-0", "5", "-17", "007", "123456789012345678901", "1.50", "1e400",
                            "9223372036854775807", "999999999999999999", "-", "true", "null"})};
      case 2:
        return {kind, Pick({"[1,\"a\",null]", "{\"b\":1,\"a\":{},\"b\":[]}", "[", "[1.0,-0.0]",
                            "{\"k\":\"\\u00e9\"}"})};
      default:
        return {Kind::kString, Text()};
    }
  }
  NamedData Data(unsigned most) {
    NamedData data;
    for (unsigned i = Below(most + 1); i > 0; --i)
      data.emplace_back(
          Pick({"userIdentity.arn", "userIdentity.type", "userIdentity.userName", "actor",
                "eventName", "eventSource", "errorCode", "errorMessage", "sourceIPAddress",
                "awsRegion", "recipientAccountId", "requestParameters.bucketName",
                "userIdentity.invokedBy", "userIdentity.accessKeyId", "s3_bucket", "x", "\xFE"}),
          Value());
    return data;
  }

  std::mt19937 random_;
};

TEST_CASE("an alert is written as its tree would be") {
  for (unsigned seed = 0; seed < 4000; ++seed) {
    RandomAlert random(seed);
    const program::RuleInfo rule = random.Rule();
    const Alert alert = random.Of(rule);
    CAPTURE(seed);
    CHECK(ToJsonLine(alert) == alert_tree::ToJsonLine(alert));
    CHECK(ToOcsfLine(alert) == alert_tree::ToOcsfLine(alert));
  }
}

// As deep as a record may be, and beyond; some are not JSON.
TEST_CASE("a deep value is written as its tree would be") {
  const auto nested = [](size_t depth, std::string_view open, std::string_view core, char close) {
    std::string text;
    for (size_t i = 0; i < depth; ++i) text += open;
    return text.append(core) + std::string(depth, close);
  };
  const program::RuleInfo rule = RandomAlert(0).Rule();
  for (const size_t depth : {1, 100, 512, 2000})
    for (const std::string& text :
         {nested(depth, "[", "", ']'), nested(depth, "[", "1", ']'), nested(depth, "[", "x", ']'),
          nested(depth, "{\"\\u0000\":", "{}", '}'), nested(depth, "{\"a\":[", "]", '}')}) {
      Alert alert;
      alert.rule = &rule;
      alert.values = {{"a", {Kind::kObject, text}}, {"b", {Kind::kString, text}}};
      alert.group = {{"c", {Kind::kList, text}}};
      CAPTURE(text);
      CHECK(ToJsonLine(alert) == alert_tree::ToJsonLine(alert));
      CHECK(ToOcsfLine(alert) == alert_tree::ToOcsfLine(alert));
    }
}

}  // namespace
}  // namespace sigrun::alert
