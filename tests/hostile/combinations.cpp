// Lists with too many combinations to try, and values that need too much memory.
#include <doctest/doctest.h>

#include "tests/hostile/attack.h"

namespace sigrun::hostile {
namespace {

// `count` different elements, and "evil" as the last.
std::string List(const std::string& name, const std::string& key, uint64_t count,
                 const std::string& last = "evil") {
  std::string list = "\"" + name + "\":[";
  for (uint64_t i = 0; i < count; ++i)
    list += "{\"" + key + "\":\"" + name + std::to_string(i) + "\"},";
  return list + "{\"" + key + "\":\"" + last + "\"}]";
}

uint64_t Undecided(const Json& stats, size_t rule) { return stats["rules"][rule]["undecided"]; }

}  // namespace

TEST_CASE("hostile: one list has no limit, in a function too") {
  Attack attack;
  attack.Write("r.sgr",
               "rule equal { on json condition lower(a.x) == \"evil\" }\n"
               "rule differs { on json condition lower(a.x) != \"evil\" }\n");
  Grow(75'000, [&](uint64_t size) {  // four times as many are as much as a record may hold
    attack.Write("e.json", Line(0, List("a", "x", size)));
    const Outcome outcome = attack.Scan("r.sgr", {"e.json"});
    CHECK(outcome.code == 0);
    CHECK(outcome.alerts() == 1);
    CHECK(attack.Stats()["rules"][0]["alerts"] == 1);
    return outcome;
  });
}

TEST_CASE("hostile: two lists are searched for equal elements without trying all pairs") {
  Attack attack;
  attack.Write("r.sgr",
               "rule some { on json condition a.x in b.y }\n"
               "rule none { on json condition a.x != c.z }\n"
               "rule every { on json condition all of a.x in a.x }\n");
  Grow(25'000, [&](uint64_t size) {  // likewise
    attack.Write("e.json", Line(0, List("a", "x", size) + "," + List("b", "y", size) + "," +
                                       List("c", "z", size, "good")));
    const Outcome outcome = attack.Scan("r.sgr", {"e.json"});
    CHECK(outcome.code == 0);
    CHECK(outcome.alerts() == 3);
    CHECK(attack.Stats()["records"]["undecided"] == 0);
    return outcome;
  });
}

TEST_CASE("hostile: what meets a limit is undecided, whatever negation stands around it") {
  Attack attack;
  attack.Write("r.sgr",
               "rule parts { on json condition a.x contains b.y }\n"
               "rule no_part { on json condition not (a.x contains b.y) }\n"
               "rule joined { on json condition concat(a.x, b.y) == \"evilevil\" }\n"
               "rule counted { on json window sliding 1h\n"
               "  n = count(where not (a.x contains b.y)) condition n >= 1 }\n"
               "rule settled { on json condition a.x contains b.y or a.x == \"evil\" }\n"
               "rule asks { on rule no_part condition true }\n"
               "rule excepted { on json condition a.x == \"evil\" }\n"
               "exception for excepted { when a.x contains b.y reason = \"known\" }\n");
  Grow(400, [&](uint64_t size) {
    attack.Write("e.json", Line(0, List("a", "x", size) + "," + List("b", "y", size)));
    const Outcome outcome = attack.Scan("r.sgr", {"e.json"});
    CHECK(outcome.code == 0);
    CHECK(outcome.alerts() == 1);
    const Json stats = attack.Stats();
    for (size_t rule : {0, 1, 2, 3, 5, 6}) {
      CAPTURE(rule);
      CHECK(Undecided(stats, rule) == 1);
    }
    CHECK(stats["rules"][4]["alerts"] == 1);
    CHECK(Undecided(stats, 4) == 0);
    CHECK(outcome.Says("undecided: no_part reached a limit on 1 event"));
    return outcome;
  });
}

TEST_CASE("hostile: a value too large to be computed is undecided, for other rules it is not") {
  Attack attack;
  attack.Write(
      "r.sgr",
      "rule large { on json condition replace(c, \"a\", \"bbbbbbbbbbbbbbbb\") contains \"zz\" }\n"
      "rule no_large { on json condition not (replace(c, \"a\", \"bbbbbbbbbbbbbbbb\") contains "
      "\"zz\") }\n"
      "rule small { on json condition upper(c) contains \"ZZ\" }\n");
  attack.Write("e.json", Line(0, "\"c\":\"" + std::string(5'000'000, 'a') + "zz\""));
  const Outcome outcome = attack.Scan("r.sgr", {"e.json"});
  CHECK(outcome.code == 0);
  CHECK(outcome.alerts() == 1);
  const Json stats = attack.Stats();
  CHECK(Undecided(stats, 0) == 1);
  CHECK(Undecided(stats, 1) == 1);
  CHECK(stats["rules"][2]["alerts"] == 1);
  CHECK(stats["records"]["out_of_memory"] == 1);
}

TEST_CASE("hostile: JSON in a text that is too long or too deep is undecided") {
  Attack attack;
  attack.Write("r.sgr",
               "rule says { on json condition parse_json(c).a == \"evil\" }\n"
               "rule says_not { on json condition not (parse_json(c).a == \"evil\") }\n");
  const std::string text = "{\\\"a\\\":\\\"evil\\\",\\\"b\\\":";
  attack.Write(
      "e.json",
      Line(0, "\"c\":\"" + text + "\\\"" + std::string(1'100'000, 'x') + "\\\"}\"") +
          Line(1, "\"c\":\"" + text + std::string(100, '[') + std::string(100, ']') + "}\"") +
          Line(2, "\"c\":\"" + text + "1}\""));
  const Outcome outcome = attack.Scan("r.sgr", {"e.json"});
  CHECK(outcome.code == 0);
  CHECK(outcome.alerts() == 1);
  CHECK(Undecided(attack.Stats(), 0) == 2);
  CHECK(Undecided(attack.Stats(), 1) == 2);
}

}  // namespace sigrun::hostile
