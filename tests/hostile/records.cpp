// Records that are hard to read.
#include <doctest/doctest.h>

#include "tests/hostile/attack.h"

namespace sigrun::hostile {

TEST_CASE("hostile: very many different fields, in records and in rules") {
  Attack attack;
  const auto field = [](uint64_t i) {
    std::string digits = std::to_string(i);
    return "field_" + std::string(6 - digits.size(), '0') + digits + "_of_record";
  };
  Grow(15'000, [&](uint64_t size) {
    std::string condition, members;
    for (uint64_t i = 0; i < size; ++i) {
      condition += (i == 0 ? "" : "\n or ") + field(i) + " == \"evil\"";
      members += "\"" + field(i) + "\":\"" + (i + 1 == size ? "evil" : "good") + "\",";
    }
    std::string log;
    for (int i = 0; i < 20; ++i) log += Line(0, members + "\"i\":" + std::to_string(i));
    attack.Write("r.sgr", "rule r { on json condition " + condition + " }\n").Write("e.json", log);
    const Outcome outcome = attack.Scan("r.sgr", {"e.json"});
    CHECK(outcome.code == 0);
    CHECK(outcome.alerts() == 20);
    return outcome;
  });
}

TEST_CASE("hostile: nesting without end is refused, not followed") {
  Attack attack;
  attack.Write(
      "r.sgr",
      "rule r { on json condition anywhere() == \"evil\" or parse_json(t) == \"evil\" }\n");
  Grow(1'000'000, [&](uint64_t size) {
    attack.Write("e.json", Line(0, "\"t\":" + std::string(size, '[') + std::string(size, ']')) +
                               Line(1, "\"t\":\"" + std::string(size, '[') + "\"") +
                               Line(2, "\"t\":\"evil\""));
    const Outcome outcome = attack.Scan("r.sgr", {"e.json"});
    CHECK(outcome.code == 0);
    CHECK(outcome.alerts() == 1);
    CHECK(attack.Stats()["records"]["balanced"] == true);
    return outcome;
  });
}

TEST_CASE("hostile: input that looks like the beginning of something") {
  Attack attack;
  attack.Write("r.sgr", "rule r { on json condition a == \"evil\" }\n");
  for (const char* part :
       {"{", "[", "\"", "{\"a\":\"", "{\"a\":{", "{\"Records\":[", "{\"a\":\"x\n"})
    Grow(300'000, [&](uint64_t size) {
      std::string log;
      for (uint64_t i = 0; i < size; ++i) log += part;
      attack.Write("e.json", log + "\n" + Line(0, "\"a\":\"evil\""));
      const Outcome outcome = attack.Scan("r.sgr", {"e.json"});
      CHECK((outcome.code == 0 || outcome.code == 4));
      CHECK(attack.Stats()["records"]["balanced"] == true);
      return outcome;
    });
}

TEST_CASE("hostile: patterns that try much on texts that nearly fit") {
  Attack attack;
  attack.Write("r.sgr", R"(
rule r {
  on json
  condition t like "*a*a*a*a*a*a*a*a*b*c" or t matches /(a?){50}a{50}b$/
    or t like any ["*a*a*a*c", "*a?a?a?x*"] or t contains any ["aaaaaaaaaaaaaaab", "baab"]
    or replace(t, "a", "b") contains "zz" or split_part(t, "a", -1) == "q"
}
)");
  Grow(1'000'000, [&](uint64_t size) {
    attack.Write("e.json", Line(0, "\"t\":\"" + std::string(size, 'a') + "\""));
    const Outcome outcome = attack.Scan("r.sgr", {"e.json"});
    CHECK(outcome.code == 0);
    CHECK(outcome.alerts() == 0);
    CHECK(attack.Stats()["records"]["undecided"] == 0);
    return outcome;
  });
}

}  // namespace sigrun::hostile
