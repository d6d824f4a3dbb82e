// Text in the log that would be repeated, kept or held.
#include <doctest/doctest.h>

#include "tests/hostile/attack.h"

namespace sigrun::hostile {
namespace {

std::string Agent(uint64_t second, size_t size) {
  return Line(second, "\"agent\":\"" + std::to_string(second) + std::string(size, 'x') + "\"");
}

std::string Agents(uint64_t count, size_t size) {
  std::string log;
  for (uint64_t i = 0; i < count; ++i) log += Agent(i, size);
  return log;
}

}  // namespace

TEST_CASE("hostile: a message that repeats a long text is cut") {
  std::string message, fields;
  for (int i = 0; i < 1000; ++i) {
    message += "{agent}";
    fields += (i == 0 ? "f" : ", f") + std::to_string(i) + " = agent";
  }
  Attack attack;
  attack.Write("r.sgr", "rule r { on json condition exists agent alert { message = \"" + message +
                            "\" } }\n");
  Grow(3'500'000, [&](uint64_t size) {
    attack.Write("e.json", Agent(0, size));
    const Outcome outcome = attack.Scan("r.sgr", {"e.json"});
    CHECK(outcome.code == 0);
    CHECK(outcome.alerts() == 1);
    CHECK(outcome.out.size() < 100'000);
    CHECK(outcome.out.find("(cut from ") != std::string::npos);
    CHECK(attack.Stats()["rules"][0]["alerts_cut"] == 1);
    CHECK(outcome.Says("truncated: the text of 1 alert of r "));
    return outcome;
  });
}

TEST_CASE("hostile: alerts that are held until the end take bounded memory") {
  Attack attack;
  attack.memory_mb = 400;
  attack.Write("r.sgr",
               "rule r { on json condition exists agent alert { message = \"{agent}\" fields = "
               "[agent] } }\n");
  for (const char* format : {"timeline", "table"})
    Grow(2'000, [&](uint64_t size) {
      attack.Write("e.ndjson", Agents(size, 100'000));
      const Outcome outcome = attack.Scan("r.sgr", {"--format", format, "e.ndjson"});
      CHECK(outcome.code == 0);
      CHECK(attack.Stats()["rules"][0]["alerts"] == size);
      return outcome;
    });
}

TEST_CASE("hostile: long keys of `suppress` and of groups take bounded memory") {
  Attack attack;
  attack.memory_mb = 400;
  attack.Write("r.sgr", R"(
rule r {
  on json
  condition exists agent
  alert { suppress = 30d by agent message = "x" }
}
rule grouped {
  on json
  group by agent
  window sliding 1h
  n = count()
  condition n > 1
}
)");
  Grow(2'000, [&](uint64_t size) {
    attack.Write("e.ndjson", Agents(size, 200'000) + Agent(1, 200'000));
    const Outcome outcome = attack.Scan("r.sgr", {"e.ndjson"});
    CHECK(outcome.code == 0);
    CHECK(attack.Stats()["rules"][0]["alerts"] == size);
    CHECK(attack.Stats()["rules"][0]["suppressed"] == 1);
    return outcome;
  });
}

}  // namespace sigrun::hostile
