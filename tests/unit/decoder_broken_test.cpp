// Malformed input: nothing is lost silently, and one bad record never affects the next one.
#include <doctest/doctest.h>

#include "tests/unit/decoder_testing.h"

namespace sigrun::event::testing {
namespace {

using Ids = std::vector<std::string>;

TEST_CASE("empty and blank inputs hold no records") {
  for (const std::string_view text : {"", "\n", " \r\n\t\n", "{\"Records\":[]}", "[]", "[ ]\n"})
    CHECK(Decode(text).lines.empty());
  CHECK(Decode(std::string_view("\0\0\0", 3)).lines.empty());
}

TEST_CASE("a bad line among good ones costs one reject") {
  for (const std::string& bad : {
           std::string(R"({"eventVersion":"1.08",)"),
           std::string(R"({"eventVersion":"1.08)"),
           std::string(R"({"eventVersion":)"),
           std::string(R"({"eventVersion":"1.08"}})"),
           std::string(R"({"a":1,"b":{"c":[1,2})"),
           std::string("plain text, no JSON"),
           std::string("it's \"half quoted"),
           std::string("12345"),
           std::string("null"),
           std::string("\"a string\""),
           std::string("{\"a\":\"raw\nline end\"}"),
           std::string(R"({"a":[1})"),
           std::string(R"({"a":"b"c"})"),
           std::string("\x01\x02\x03\xff\xfe binary"),
       }) {
    CAPTURE(bad);
    const Log log = Decode(Record("1") + "\n" + bad + "\n" + Record("2") + "\n" + Record("3"));
    CHECK(log.ids == Ids{"1", "2", "3"});
    CHECK(log.rejects.size() == 1);
  }
}

TEST_CASE("a bad record in an array costs one reject, with its offset") {
  for (const std::string& bad : {
           std::string(R"({"eventVersion":"1.08","a":{"b":[1,2})"),
           std::string(R"({"eventVersion":"1.08","a":"open})"),
           std::string(R"({"eventVersion":"1.08","a":"open)"),
           std::string(R"({"eventVersion":"1.08","a":"x"y"})"),
           std::string("{\"eventVersion\":\"1.08\",\"a\":\"raw\nnewline\"}"),
           std::string("nonsense"),
       }) {
    CAPTURE(bad);
    for (const std::string& open : {std::string("{\"Records\":["), std::string("[")}) {
      const std::string close = open.size() > 1 ? "]}" : "]";
      const std::string text =
          open + Record("1") + "," + bad + "," + Record("2") + "," + Record("3") + close;
      const Log log = Decode(text);
      CHECK(log.ids == Ids{"1", "2", "3"});
      REQUIRE(log.rejects.size() == 1);
      CHECK(log.rejects[0].origin.offset == open.size() + Record("1").size() + 1);
      CHECK(log.rejects[0].origin.record == 2);
    }
  }
}

TEST_CASE("a truncated document keeps its complete records") {
  const std::string whole = "{\"Records\":[" + Record("1") + "," + Record("2") + "]}";
  for (size_t size = 1; size < whole.size(); ++size) {
    CAPTURE(size);
    const Log log = Decode(std::string_view(whole).substr(0, size));
    const size_t first = 12 + Record("1").size();
    CHECK(log.ids.size() == (size < first ? 0 : size < whole.size() - 2 ? 1 : 2));
    CHECK(log.Reasons() == "truncated");
  }
}

TEST_CASE("a truncated last line is reported as such") {
  const Log log = Decode(Record("1") + "\n" + Record("2").substr(0, 80));
  CHECK(log.ids == Ids{"1"});
  CHECK(log.Reasons() == "truncated");
  CHECK(log.rejects[0].origin.offset == Record("1").size() + 1);
}

TEST_CASE("a line cut short before a good one is the one rejected") {
  for (const char* cut : {"{\"a\":", "{\"a\":{", "{\"a\":[", "{\"a\":[1,", "{"}) {
    const Log log = Decode(std::string(cut) + "\n" + Record("1"));
    CAPTURE(cut);
    CHECK(log.ids == Ids{"1"});
    CHECK(log.Reasons() == "invalid_json");
  }
}

TEST_CASE("nesting beyond the limit is rejected without recursion") {
  for (const std::string& open : {std::string("["), std::string("{\"a\":")}) {
    std::string text;
    for (int i = 0; i < 100000; ++i) text += open;
    const Log log = Decode(text + "\n" + Record("1"));
    CHECK(log.ids == Ids{"1"});
    CHECK(log.Reasons() == "too_deep");
  }
  Limits limits;
  limits.depth = 3;
  CHECK(Decode(Record("1", R"(,"a":{"b":[1]})"), Paths({}), limits).Kinds() == "event");
  CHECK(Decode(Record("1", R"(,"a":{"b":[[1]]})"), Paths({}), limits).Reasons() == "too_deep");
}

TEST_CASE("a record above the limit is skipped, wherever it stands") {
  Limits limits;
  limits.record_bytes = 2000;
  limits.chunk_bytes = 512;
  const std::string large = Record("large", ",\"x\":\"" + std::string(50000, 'x') + "\"");
  for (const auto& [open, between, close] :
       {std::tuple("", "\n", "\n"), std::tuple("[", ",", "]"),
        std::tuple("{\"Records\":[", ",", "]}"), std::tuple("", "", "")}) {
    const Log log = Decode(open + Record("1") + between + large + between + Record("2") + close,
                           Paths({}), limits);
    CHECK(log.ids == Ids{"1", "2"});
    CHECK(log.Reasons() == "too_large");
  }
}

TEST_CASE("a record of a million values is too large, whoever looks at it") {
  std::string items = "0";
  for (int i = 0; i < 1'000'000; ++i) items += ",1";
  const std::string large = Record("large", ",\"x\":[" + items + "]");
  const std::string text = "[" + Record("1") + "," + large + "," + Record("2") + "]";
  Layout all = Paths({});
  all.slots.push_back({});
  for (const Layout& layout : {Paths({}), Paths({"x"}), all}) {
    const Log log = Decode(text, layout);
    CHECK(log.ids == Ids{"1", "2"});
    CHECK(log.Reasons() == "too_large");
  }
}

TEST_CASE("a line of 100 MB is one reject in bounded memory") {
  Log log;
  Decoder decoder(Paths({}), {}, log);
  decoder.Begin(0);
  decoder.Feed("{\"eventVersion\":\"");
  const std::string piece(1 << 20, 'x');
  size_t most = 0;
  for (int i = 0; i < 100; ++i) {
    decoder.Feed(piece);
    most = std::max(most, decoder.Buffer().size());
  }
  decoder.Feed("\"}\n" + Record("1") + "\n");
  decoder.End();
  CHECK(log.ids == Ids{"1"});
  CHECK(log.Reasons() == "too_large");
  CHECK(most <= (size_t{18} << 20));
}

TEST_CASE("binary junk is one reject for each stretch of it") {
  std::string junk;
  uint32_t state = 7;
  for (int i = 0; i < 3'000'000; ++i) {
    state = state * 1664525 + 1013904223;
    const char c = static_cast<char>(state >> 24);
    junk += c == '\n' || c == '{' || c == '[' ? '.' : c;
  }
  const Log log = Decode(Record("1") + "\n" + junk + "\n" + Record("2") + "\n" + junk);
  CHECK(log.ids == Ids{"1", "2"});
  CHECK(log.rejects.size() == 2);
}

TEST_CASE("UTF-16 is named, a UTF-8 mark is skipped") {
  CHECK(Decode("\xEF\xBB\xBF" + Record("1")).ids == Ids{"1"});
  for (const std::string_view mark : {"\xFF\xFE", "\xFE\xFF"}) {
    const Log log = Decode(std::string(mark) + std::string("{\0}\0", 4));
    REQUIRE(log.Reasons() == "invalid_utf8");
    CHECK(log.rejects[0].detail.find("UTF-16") != std::string::npos);
  }
}

TEST_CASE("line ends, blank lines, padding and commas at line ends do no harm") {
  CHECK(Decode(Record("1") + "\r\n\r\n \n" + Record("2") + "\r\n").ids == Ids{"1", "2"});
  CHECK(Decode(Record("1") + ",\n" + Record("2") + ",\n").ids == Ids{"1", "2"});
  const std::string nuls(5000, '\0');
  const Log log = Decode(Record("1") + "\n" + nuls + Record("2") + nuls);
  CHECK(log.ids == Ids{"1", "2"});
  CHECK(log.rejects.empty());
}

TEST_CASE("a missing comma between records loses none") {
  const Log log = Decode("[" + Record("1") + Record("2") + " " + Record("3") + "]");
  CHECK(log.ids == Ids{"1", "2", "3"});
  CHECK(log.rejects.empty());
}

TEST_CASE("lines that begin with a bracket but are no JSON do not swallow the next") {
  const Log log = Decode("[INFO] starting\n" + Record("1") + "\n[WARN] \"x\n" + Record("2"));
  CHECK(log.ids == Ids{"1", "2"});
  CHECK(log.rejects.size() == 2);
}

TEST_CASE("a record whose time is missing or wrong is an event without one, and says why") {
  const auto with_time = [](const std::string& member) {
    return "{\"eventName\":\"A\",\"eventSource\":\"b.amazonaws.com\"" + member + "}";
  };
  const auto unread = [&](const std::string& member) {
    const Log log = Decode(with_time(member));
    CHECK(log.rejects.empty());
    CHECK(log.last.source == kCloudTrail);
    CHECK_FALSE(log.last.timed);
    return log.unread_time;
  };
  CHECK(unread("") == "");
  CHECK(unread(",\"eventTime\":null") == "");
  CHECK(unread(",\"eventTime\":\"yesterday\"") == "eventTime: yesterday");
  CHECK(unread(",\"eventTime\":\"2026-02-30T00:00:00Z\"") == "eventTime: 2026-02-30T00:00:00Z");
  CHECK(unread(",\"eventTime\":-17") == "eventTime: -17");
  CHECK(unread(",\"eventTime\":{\"a\":1}") == "eventTime: ");
  // An invalid value is not replaced by the collection time of the record.
  CHECK(unread(",\"eventTime\":\"x\",\"@timestamp\":\"2026-01-01T00:00:00Z\"") == "eventTime: x");
  CHECK(Decode(with_time(",\"@timestamp\":\"2026-01-01T00:00:00.5Z\""))
            .lines[0]
            .find("2026-01-01T00:00:00.5Z") != std::string::npos);
}

TEST_CASE("many bad lines take time in proportion") {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "{\"a\":\"open\n";
  CHECK(Decode(text).rejects.size() == 100'000);
  text.clear();
  for (int i = 0; i < 100'000; ++i) text += "}{\"a\" ";
  CHECK(Decode(text).outcomes() >= 50'000);
  CHECK(Decode("{\"Records\":[" + text).rejects.size() >= 1);
}

}  // namespace
}  // namespace sigrun::event::testing
