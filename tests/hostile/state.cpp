// The memory of stateful rules, and how much work one second of log can cause.
#include <doctest/doctest.h>

#include "tests/hostile/attack.h"

namespace sigrun::hostile {
namespace {

std::string Login(uint64_t second) {
  return Line(second, R"("cmd":"login","user":"root","ua":"x")");
}

// Of the rule with that name.
Json Rule(const Json& stats, const std::string& name) {
  for (const Json& rule : stats["rules"])
    if (rule["name"] == name) return rule;
  return {};
}

}  // namespace

TEST_CASE("hostile: keys invented for one rule do not drive out the groups of another") {
  Attack attack;
  attack.Write("r.sgr", R"(
rule brute {
  on json
  group by user
  window sliding 1h
  n = count(where cmd == "login")
  condition n >= 3
}
rule noisy {
  on json
  group by ua
  window sliding 1h
  n = distinct(cmd)
  condition n >= 50
}
rule novel {
  on json
  new = first_seen(ua; history 30d)
  condition new and cmd == "logout"
}
)");
  Grow(500'000, [&](uint64_t size) {
    std::string log = Login(0) + Login(1);
    for (uint64_t i = 0; i < size; ++i)
      log +=
          Line(2 + i / 1000, R"("cmd":"get","user":"u","ua":"agent-)" + std::to_string(i) + "\"");
    attack.Write("e.ndjson", log + Login(3 + size / 1000));
    const Outcome outcome = attack.Scan("r.sgr", {"e.ndjson", "--memory", "64MiB"});
    CHECK(outcome.code == 0);
    CHECK(outcome.alerts() == 1);
    const Json stats = attack.Stats();
    CHECK(Rule(stats, "brute")["state"]["groups_evicted"] == 0);
    CHECK(Rule(stats, "noisy")["state"]["groups_evicted"] > 0);
    CHECK(outcome.Says("noisy dropped"));
    CHECK_FALSE(outcome.Says("brute dropped"));
    return outcome;
  });
}

TEST_CASE("hostile: a second with very many events") {
  Attack attack;
  attack.Write("r.sgr", R"(
rule counted {
  on json
  group by user
  window sliding 1h
  n = count()
  d = distinct(v)
  m = median(v)
  l = max(v)
  condition n < 0 and d < 0 and m < 0 and l < 0
}
rule usual {
  on json
  window tumbling 1h
  n = count()
  u = baseline(n; history 14d, every 1h)
  condition n < 0 and u.mean < 0
}
rule ordered {
  on json
  group by user
  a = v > 500
  b = v < 400
  c = v == -1
  sequence a * 60 -> b * 60 -> c within 1h
}
rule any_order {
  on json
  group by user
  a = v > 500
  b = v < 400
  c = v == -1
  sequence all of (a * 60, b * 60, c) within 1h
}
rule waits {
  on json
  a = v > 500
  b = v < 400
  c = v == -1
  sequence a -> b -> not c within 1h
  alert { suppress = 1h }
}
)");
  Grow(100'000, [&](uint64_t size) {
    std::string log;
    for (uint64_t i = 0; i < size; ++i)
      log += Line(0, R"("user":"u","v":)" + std::to_string(i * 7919 % 1000003));
    attack.Write("e.ndjson", log);
    const Outcome outcome = attack.Scan("r.sgr", {"e.ndjson"});
    CHECK(outcome.code == 0);
    CHECK(attack.Stats()["records"]["evaluated"] == size);
    CHECK(attack.Stats()["records"]["balanced"] == true);
    return outcome;
  });
}

TEST_CASE("hostile: no room to put events in order ends the scan at once") {
  Attack attack;
  attack.temp_folder = "/nonexistent";
  attack.Write("r.sgr", R"(
rule big {
  on json
  group by user
  window sliding 10m
  n = count()
  condition n >= 3
  alert { fields = [agent] }
}
)");
  // The second file may contain earlier events, so those of the first wait.
  Grow(300'000, [&](uint64_t size) {
    std::string log;
    for (uint64_t i = 0; i < size; ++i)
      log += Line(i / 20, "\"user\":\"u" + std::to_string(i % 5) + "\",\"agent\":\"" +
                              std::string(200, 'x') + "\"");
    attack.Write("1.ndjson", log).Write("2.ndjson", Line(0, R"("user":"v","agent":"y")"));
    const Outcome outcome = attack.Scan("r.sgr", {"1.ndjson", "2.ndjson"});
    CHECK(outcome.code == 4);
    CHECK(outcome.Says("/nonexistent"));
    CHECK(outcome.Says("TMPDIR"));
    const Json stats = attack.Stats();
    CHECK(stats["records"]["balanced"] == true);
    CHECK(stats["records"]["unordered"] > 0);
    CHECK(stats["complete"] == false);
    CHECK(stats["records"]["total"] <= size);  // nothing of the second file
    return outcome;
  });
}

}  // namespace sigrun::hostile
