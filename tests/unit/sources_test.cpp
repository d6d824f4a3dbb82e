// Log sources that are known by their keys alone.
#include <doctest/doctest.h>

#include "tests/unit/decoder_testing.h"

namespace sigrun::event::testing {
namespace {

Layout WithOkta() {
  Layout layout = Paths({"actor.id"});
  layout.sources.push_back(
      {"okta.system", "", {"published", "eventType"}, {{"published"}}, {{"uuid"}, {"x", "id"}}});
  return layout;
}
constexpr LogSourceId kOkta{2};

TEST_CASE("an object with all keys of a source is its record") {
  const Log log = Decode(
      R"({"eventType":"user.session.start","published":"2026-01-01T00:00:00Z","uuid":"u1","actor":{"id":"a"}})",
      WithOkta());
  REQUIRE(log.Kinds() == "event");
  CHECK(log.last.source == kOkta);
  CHECK(log.ids == std::vector<std::string>{"u1"});
  CHECK(log.last.time == *ParseTimestamp("2026-01-01T00:00:00Z"));
  CHECK(log.slots == std::vector<std::string>{"\"a\""});
}

TEST_CASE("without one of the keys, or with null there, it is another object") {
  for (const char* other : {R"({"eventType":"user.session.start","uuid":"u1"})",
                            R"({"eventType":"x","published":null})"}) {
    CHECK(Decode(other, WithOkta()).Kinds() == "other");
    Layout layout = WithOkta();
    layout.accept_any = true;
    const Log log = Decode(other, layout);
    REQUIRE(log.Kinds() == "event");
    CHECK(log.last.source == kJson);
    CHECK(log.last.id.empty());
  }
}

TEST_CASE("a record is of the first source that recognises it") {
  Layout layout = WithOkta();
  layout.sources.push_back({"later", "", {"eventType"}, {{"at"}}, {}});
  CHECK(Decode(R"({"eventType":"x","published":"2026-01-01T00:00:00Z"})", layout).last.source ==
        kOkta);
  const Log log = Decode(R"({"eventType":"x","at":1767225600})", layout);
  CHECK(log.last.source == LogSourceId{3});
  CHECK(log.last.timed);
  std::string both = Record("1");
  both.insert(1, R"("published":1,)");
  CHECK(Decode(both, layout).last.source == kCloudTrail);
}

TEST_CASE("the first time field that is there counts, readable or not") {
  Layout layout = WithOkta();
  layout.sources[kOkta.index].time = {{"published"}, {"at", "last"}};
  const Log log = Decode(
      R"({"eventType":"x","published":"yesterday","at":{"last":"2026-01-01T00:00:00Z"}})", layout);
  CHECK_FALSE(log.last.timed);
  CHECK(log.unread_time == "published: yesterday");
}

TEST_CASE("records of a source travel in envelopes") {
  const std::string record = R"({"eventType":"x","published":"2026-01-01T00:00:00Z","uuid":"u1"})";
  const Log log = Decode(
      R"({"Messages":[{"MessageId":"m","ReceiptHandle":"r","Body":)" + Quoted(record) + "}]}",
      WithOkta());
  CHECK(log.ids == std::vector<std::string>{"u1"});
  CHECK(log.passages == std::vector<std::string>{"Body"});
}

}  // namespace
}  // namespace sigrun::event::testing
