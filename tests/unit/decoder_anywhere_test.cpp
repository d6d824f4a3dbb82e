// The slot without keys: every scalar of the record, in any envelope.
#include <doctest/doctest.h>

#include "tests/unit/decoder_testing.h"

namespace sigrun::event::testing {
namespace {

Layout Everything(const std::vector<std::string>& paths = {}) {
  Layout layout = Paths(paths);
  layout.slots.push_back({});
  layout.accept_any = true;
  return layout;
}

const std::string kOfRecord =
    R"("1.08", "IAMUser", "alice", "2026-11-23T10:00:00Z", "s3.amazonaws.com", "GetObject", "id")";

TEST_CASE("every scalar of a record is listed as it stands there") {
  const std::string text =
      R"({"a":"x\ty","b":[1,[2.50,{"c":true,"d":null}],"x"],"e":{},"f":[],"a":"again"})";
  const Log log = Decode(text, Everything());
  CHECK(log.slots ==
        std::vector<std::string>{"[\"x\ty\", int 1, float 2.50, true, \"x\", \"again\"]"});
}

TEST_CASE("fields can be slots beside the list of all") {
  const Log log = Decode(R"({"a":"x\ty","b":{"c":[1,"z"]}})", Everything({"a", "b.c", "b", "q"}));
  CHECK(log.slots == std::vector<std::string>{"\"x\ty\"", "[int 1, \"z\"]", R"({"c":[1,"z"]})",
                                              "absent", "[\"x\ty\", int 1, \"z\"]"});
}

TEST_CASE("the list of a record is of this record alone") {
  const Log log = Decode(R"({"a":1})"
                         "\n"
                         R"({})"
                         "\n"
                         R"({"b":2})",
                         Everything());
  REQUIRE(log.Kinds() == "event event event");
  CHECK(log.lines[0].ends_with(" | [int 1]"));
  CHECK(log.lines[1].ends_with(" | []"));
  CHECK(log.lines[2].ends_with(" | [int 2]"));
}

TEST_CASE("values of an envelope are not those of its records") {
  const std::string record = Record("id");
  const std::string document = "{\"Records\":[" + record + "],\"outside\":\"no\"}";
  for (const std::string& text :
       {record, document, R"({"Type":"Notification","Message":)" + Quoted(document) + "}",
        R"({"Records":[{"messageId":"m","eventSource":"aws:sqs","body":)" + Quoted(record) + "}]}",
        R"({"detail-type":"AWS API Call via CloudTrail","region":"no","detail":)" + record + "}"}) {
    CAPTURE(text);
    const Log log = Decode(text, Everything());
    REQUIRE(log.Kinds() == "event");
    CHECK(log.slots == std::vector<std::string>{"[" + kOfRecord + "]"});
  }
}

TEST_CASE("the lists of one record do not add up with those of the next") {
  std::string many = "0";
  for (int i = 0; i < 300'000; ++i) many += ",0";
  const std::string half = Record("1", ",\"x\":[" + many + "]");
  const Log apart = Decode("{\"Records\":[" + half + "," + half + "]}", Everything());
  CHECK(apart.Kinds() == "event event");
}

TEST_CASE("a bad escape is listed as its text") {
  const Log log = Decode(R"({"a":"\q\x41","b":1})", Everything());
  CHECK(log.slots == std::vector<std::string>{R"(["\q\x41", int 1])"});
}

}  // namespace
}  // namespace sigrun::event::testing
