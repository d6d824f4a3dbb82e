// Every value of the input ends in exactly one counter: random inputs with counts known from their
// construction. Text that is almost JSON is read as JSON.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <random>

#include "tests/unit/decoder_testing.h"

namespace sigrun::event::testing {
namespace {

struct Counts {
  size_t events = 0, flagged = 0, others = 0, rejects = 0, carriers = 0, carrier_events = 0;
  size_t cloudtrail = 0;  // of the events

  Counts& operator+=(const Counts& more) {
    events += more.events, flagged += more.flagged, others += more.others;
    rejects += more.rejects, carriers += more.carriers, carrier_events += more.carrier_events;
    cloudtrail += more.cloudtrail;
    return *this;
  }
};

struct Made {
  std::string text;
  Counts counts;
};

// Generates values and their expected outcomes.
class Generator {
 public:
  Generator(uint32_t seed, bool json) : random_(seed), json_(json) {}

  // A series of values, as in a file or payload. `inside`: payloads around it.
  Made Document(int inside) {
    Made made;
    for (int i = Below(6); i >= 0; --i) {
      const Made value = Below(12) == 0 ? Array(inside) : Object(inside, 0);
      made.text += value.text + (Below(3) > 0 ? "\n" : " ");
      made.counts += value.counts;
    }
    return made;
  }

  // A line that is not a record at all.
  Made Line() {
    const char* const lines[] = {"17",       "null",       "plain text",
                                 "\"text\"", "{\"a\":[1}", "{\"a\":\"b"};
    return {lines[Below(6)], {.rejects = 1}};
  }

 private:
  int Below(int n) { return static_cast<int>(random_() % static_cast<uint32_t>(n)); }

  // A member that is right, or one that is not quite.
  std::string Member(bool odd) {
    const char* const right[] = {R"("n":1)", R"("ua":"x\ny\u00e9")",
                                 R"("o":{"Records":[1,{"a":2}]})", R"("l":[[],{}])"};
    const std::string wrong[] = {"\"ua\":\"a\xff\"",  "\"ua\":\"a\tb\"",  R"("ua":"\x41")",
                                 R"("n":NaN)",        R"("n":01)",        R"("n":)",
                                 R"("n" 1)",          R"("n")",           R"(n:1)",
                                 R"("ua":"a" b "c")", "\"n\":1,,\"m\":2", "\"\xc3\":[{\"x\":tru}]"};
    return odd ? wrong[Below(12)] : right[Below(4)];
  }

  Made Object(int inside, int nesting) {
    const bool odd = Below(4) == 0;
    switch (Below(nesting > 0 ? 8 : 9)) {
      case 0:
      case 1:
      case 2:
        return CloudTrail(odd);
      case 3:
        return Plain("{" + Member(odd) + ",\"cmd\":\"c\"}", odd, inside);
      case 4:
        return File(inside, nesting);
      case 5:
        return Mixed(odd, inside, nesting);
      case 6:
        return Empty(odd, inside);
      case 7:
        return inside < 2 ? Carrier(odd, inside) : CloudTrail(odd);
      default:
        return Deep();
    }
  }

  Made CloudTrail(bool odd) {
    return {Record(fmt::format("{}", ++made_), "," + Member(odd)),
            {.events = 1, .flagged = odd, .cloudtrail = 1}};
  }

  // An object that is one record of another log.
  Made Plain(std::string text, bool odd, int inside) {
    if (json_ && inside == 0) return {std::move(text), {.events = 1, .flagged = odd}};
    return {std::move(text), {.others = 1}};
  }

  Made Elements(int inside, int nesting, bool with_object) {
    Made made{"[", {}};
    for (int i = Below(4) + with_object; i > 0; --i) {
      const bool object = Below(5) > 0 || (with_object && i == 1);
      const Made value = object ? Object(inside, nesting) : Made{"17", {.others = 1}};
      made.text += value.text + (i > 1 ? "," : "");
      made.counts += value.counts;
    }
    made.text += "]";
    return made;
  }

  Made Array(int inside) {
    Made made = Elements(inside, 0, false);
    ++made.counts.carriers;
    return made;
  }

  std::string Key() {
    const char* const keys[] = {"Records", "records", "Events", "logEvents"};
    return keys[Below(4)];
  }

  // An object without members of its own.
  Made File(int inside, int nesting) {
    Made made = nesting < 4 ? Elements(inside, nesting + 1, false) : Made{"[{\"a\":1}]", {}};
    if (nesting < 4)
      ++made.counts.carriers;
    else
      made.counts = {.rejects = 1};
    made.text = "{\"" + Key() + "\":" + made.text + "}";
    return made;
  }

  Made Mixed(bool odd, int inside, int nesting) {
    if (nesting >= 4) return CloudTrail(odd);
    const Made first = Elements(inside, nesting + 1, true);
    const Made second = Below(2) > 0 ? Elements(inside, nesting + 1, true) : Made{};
    std::string members[] = {Member(odd), "\"Records\":" + first.text, "\"own\":2"};
    if (!second.text.empty()) members[2] += ",\"Events\":" + second.text;
    std::shuffle(std::begin(members), std::end(members), random_);
    Made made{"{" + members[0] + "," + members[1] + "," + members[2] + "}", first.counts};
    made.counts += second.counts;
    ++made.counts.carriers;
    made.counts.carrier_events += json_ && inside == 0;
    return made;
  }

  // An object whose arrays contain no records: they belong to it.
  Made Empty(bool odd, int inside) {
    const char* const arrays[] = {"[]", "[1,2]", "[{}]", "[[]]"};
    return Plain("{\"cmd\":\"c\",\"" + Key() + "\":" + arrays[Below(4)] + "," + Member(odd) + "}",
                 odd, inside);
  }

  // An envelope with a document in its text. Without CloudTrail in it, it is one record.
  Made Carrier(bool odd, int inside) {
    const Made inner = Document(inside + 1);
    // Such content invalidates all of it.
    for (const char c : inner.text) odd |= static_cast<unsigned char>(c) >= 0x80;
    Made made =
        Plain("{\"Type\":\"Notification\",\"TopicArn\":\"t\",\"Message\":" + Quoted(inner.text) +
                  "," + Member(odd) + "}",
              odd, inside);
    if (inner.counts.cloudtrail > 0) {
      made.counts = inner.counts;
      if (odd) made.counts.flagged = inner.counts.events;
      ++made.counts.carriers;
      made.counts.carrier_events += json_ && inside == 0;
    }
    return made;
  }

  Made Deep() {
    std::string text = "{\"a\":";
    for (int i = 0; i < 600; ++i) text += "[";
    return {text + std::string(600, ']') + "}", {.rejects = 1}};
  }

  std::mt19937 random_;
  const bool json_;
  int made_ = 0;
};

TEST_CASE("every value of a random input ends in exactly one counter") {
  std::mt19937 random(11);
  for (uint32_t seed = 0; seed < 4000; ++seed) {
    Layout layout = Paths({"n", "ua", "o", "l"});
    layout.accept_any = seed % 2 == 0;
    Generator generator(seed, layout.accept_any);
    Made made;
    for (int i = 0; i < 3; ++i) {
      const Made document = generator.Document(0);
      const Made line = random() % 4 == 0 ? generator.Line() : Made{};
      made.text += document.text + "\n" + line.text + "\n";
      made.counts += document.counts;
      made.counts += line.counts;
    }
    Limits limits;
    limits.chunk_bytes = 64u << (random() % 13);
    const Log log = Decode(made.text, layout, limits);
    CAPTURE(seed);
    CAPTURE(made.text);
    CAPTURE(fmt::format("{}", fmt::join(log.lines, "\n")));
    CHECK(log.ids.size() == made.counts.events);
    CHECK(log.others.size() == made.counts.others);
    CHECK(log.rejects.size() == made.counts.rejects);
    CHECK(log.carried == made.counts.carriers);
    CHECK(log.carriers.size() == made.counts.carrier_events);
    CHECK(log.flaws.size() == made.counts.flagged);
    // The selection of fields does not change this.
    Layout all = layout;
    all.slots = {{}};
    const Log other = Decode(made.text, all, limits);
    CHECK(other.Kinds() == log.Kinds());
    CHECK(other.flaws == log.flaws);
    CHECK(Decode(made.text, layout).lines == log.lines);
  }
}

TEST_CASE("what has been read is JSON, whatever was written") {
  std::mt19937 random(12);
  Layout layout = Paths({"ua"});
  layout.accept_any = true;
  size_t flagged = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string text =
        Record("1", R"(,"ua":"x\"y\\","n":[1,-2.5e3,true,null,{"a":[]}],"o":{"p":{}})");
    for (auto edits = 1 + random() % 4; edits > 0; --edits) {
      const size_t at = random() % text.size();
      switch (random() % 3) {
        case 0:
          text[at] = "{}[]\",:\\\t\0 1x\xC3\xA9\xFF\x7F"[random() % 17];
          break;
        case 1:
          text.erase(at, random() % 8);
          break;
        default:
          text.insert(at, 1, "\",:\\1 \xE2"[random() % 7]);
      }
    }
    const Log log = Decode(text, layout);
    flagged += log.flaws.size();
    CAPTURE(text);
    CHECK(log.outcomes() > 0);
    for (const std::string& read : log.texts) CHECK(nlohmann::json::accept(read));
  }
  CHECK(flagged > 5000);
}

TEST_CASE("what is not quite JSON, and how it is read") {
  Layout layout = Paths({"v", "w"});
  layout.accept_any = true;
  const auto read = [&](const std::string& members) {
    const Log log = Decode("{" + members + "}", layout);
    REQUIRE_MESSAGE(log.Kinds() == "event", members);
    CHECK(log.flaws.size() == 1);
    return log.slots[0] + " " + log.slots[1];
  };
  CHECK(read("\"v\":\"a\xff\xfe z\",\"w\":1") == "\"a\uFFFD\uFFFD z\" int 1");
  CHECK(read("\"v\":\"\xe2\x82 z\",\"w\":1") == "\"\uFFFD z\" int 1");  // one broken character
  CHECK(read("\"v\":\"a\tb\",\"w\":1") == "\"a\tb\" int 1");
  CHECK(read(R"("v":"\x41","w":1)") == R"("\x41" int 1)");
  CHECK(read(R"("v":"\u12G4 \n","w":1)") == "\"\\u12G4 \n\" int 1");
  CHECK(read(R"("v":NaN,"w":1)") == R"("NaN" int 1)");
  CHECK(read(R"("v":007,"w":1)") == R"("007" int 1)");
  CHECK(read(R"("v":-,"w":1)") == R"("-" int 1)");
  CHECK(read(R"("v":,"w":1)") == "null int 1");
  CHECK(read(R"("v","w":1)") == "null int 1");
  CHECK(read(R"("v" 2,"w":1)") == "int 2 int 1");
  CHECK(read(R"(v:2,"w":1)") == "int 2 int 1");
  CHECK(read(R"("v":2 "w":1)") == "int 2 int 1");
  CHECK(read(R"("v":2,,"w":1,)") == "int 2 int 1");
  CHECK(read(R"("v":"a "quoted" word","w":1)") == R"("a "quoted" word" int 1)");
  CHECK(read(R"("v":[1 2,,x],"w":1)") == R"([int 1, int 2, "x"] int 1)");
  CHECK(read(R"("v":{"a":1 {"b":2}},"w":1)") == R"({"a":1,"":{"b":2}} int 1)");
}

}  // namespace
}  // namespace sigrun::event::testing
