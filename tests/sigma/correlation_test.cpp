// When correlations fire.
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <random>
#include <set>
#include <sstream>

#include "tests/sigma/support.h"

namespace sigrun::sigma_testing {
namespace {

constexpr std::string_view kBase =
    "title: A\nname: a\nlogsource: { category: t }\ndetection: { s: { act: a }, condition: s "
    "}\n---\n"
    "title: B\nname: b\nlogsource: { category: t }\ndetection: { s: { act: b }, condition: s "
    "}\n---\n"
    "title: C\nname: c\nlogsource: { category: t }\ndetection: { s: { act: c }, condition: s "
    "}\n---\n"
    "title: X\nname: x\ncorrelation: { group-by: [user], timespan: 10s, ";

// The firings on events written as "act@seconds", of one user: "rule@seconds".
std::string Fire(const std::string& correlation, const std::string& written,
                 const std::string& more = "") {
  Json steps = Json::array();
  std::istringstream words(written);
  for (std::string word; words >> word;) {
    const size_t at = word.find('@');
    steps.push_back(
        {{"event", {{"act", word.substr(0, at)}, {"user", "u"}, {"n", 1 + steps.size()}}},
         {"ts", std::stoi(word.substr(at + 1))}});
  }
  const compiler::Compilation compilation =
      CompileSound({std::string(kBase) + correlation + " }\n" + more, "", false});
  std::string fired;
  for (const auto& [rule, event] : RunSigma(compilation, Events(steps)).all)
    fired += (fired.empty() ? "" : " ") + rule + "@" +
             std::to_string(steps[std::stoul(event.substr(1))]["ts"].get<int>());
  return fired;
}

TEST_CASE("counts and values of correlations") {
  CHECK(Fire("type: event_count, rules: a, condition: { gte: 3 }", "a@0 a@5 a@10") == "x@10");
  CHECK(Fire("type: event_count, rules: a, condition: { gte: 3 }", "a@0 a@5 a@11") == "");
  CHECK(Fire("type: event_count, rules: [a, b], condition: { gt: 2 }", "a@0 b@5 z@6 b@7") == "x@7");
  CHECK(Fire("type: event_count, rules: a, condition: { gte: 2, lt: 3 }", "a@0 a@1 a@2") == "x@1");
  CHECK(Fire("type: event_count, rules: a, condition: { gte: 1.5 }", "a@0 a@1") == "x@1");
  CHECK(Fire("type: value_count, rules: [a, b], condition: { field: act, gte: 2 }",
             "a@0 a@1 b@2") == "x@2");
  CHECK(Fire("type: value_count, rules: [a, b], condition: { field: [act, user], eq: 2 }",
             "a@0 a@1 b@2") == "x@2");
  CHECK(Fire("type: value_sum, rules: [a, b], condition: { field: n, gte: 6 }",
             "a@0 b@1 z@2 a@3") == "x@3");
  CHECK(Fire("type: value_avg, rules: a, condition: { field: n, gt: 1.9 }", "a@0 a@1 a@2") ==
        "x@2");
  CHECK(Fire("type: value_median, rules: a, condition: { field: n, gte: 2 }", "a@0 a@1 a@2") ==
        "x@2");
  CHECK(Fire("type: value_percentile, rules: a, condition: { field: n, percentile: 50, gte: 2 }",
             "a@0 a@1 a@2") == "x@2");
}

TEST_CASE("rules that match together, in any order or in theirs") {
  CHECK(Fire("type: temporal, rules: [a, b, c]", "b@0 a@5 c@10") == "x@10");
  CHECK(Fire("type: temporal, rules: [a, b, c]", "b@0 a@5 c@11") == "");
  CHECK(Fire("type: temporal, rules: [a, b, c], condition: { gte: 2 }", "b@0 a@5") == "x@5");
  CHECK(Fire("type: temporal, rules: [a, b, c], condition: { eq: 2 }", "b@0 a@5 c@6") == "x@5");
  CHECK(Fire("type: temporal_ordered, rules: [a, b, c]", "a@0 b@5 c@10") == "x@10");
  CHECK(Fire("type: temporal_ordered, rules: [a, b, c]", "b@0 a@5 c@6") == "");
  CHECK(Fire("type: temporal_ordered, rules: [a, b]", "b@5 a@5") == "x@5");
  CHECK(Fire("type: temporal_ordered, rules: [a, b, c], condition: { gte: 2 }", "a@0 c@5") ==
        "x@5");
  CHECK(Fire("type: temporal_ordered, rules: [a, b, a], condition: { gte: 3 }", "a@0 b@5 a@6") ==
        "x@6");
}

TEST_CASE("conditions of rules") {
  CHECK(Fire("type: temporal, condition: a and b", "b@0 a@5") == "x@5");
  CHECK(Fire("type: temporal, rules: [a, b, c], condition: a OR b", "c@0 b@5") == "x@5");
  CHECK(Fire("type: temporal, condition: (a and b) or c", "a@0 c@5") == "x@5");
  CHECK(Fire("type: temporal, condition: a and (b or c)", "c@0 a@5") == "x@5");
  // Without c until the end of the time span: reported at the first event after it.
  CHECK(Fire("type: temporal, condition: a and b and not c", "a@0 b@5 a@30") == "x@5");
  CHECK(Fire("type: temporal, condition: a and b and not c", "a@0 b@5 c@9 a@30") == "");
  CHECK(Fire("type: temporal, condition: a and b and not c", "c@0 a@3 b@5 a@30") == "");
  CHECK(Fire("type: temporal_ordered, condition: a and not b and c", "a@0 c@5") == "x@5");
  CHECK(Fire("type: temporal_ordered, condition: a and not b and c", "a@0 b@3 c@5") == "");
  // `not` inside of `or`, and `or` around an order.
  CHECK(Fire("type: temporal, condition: (a and not b) or c", "c@0") == "x@0");
  CHECK(Fire("type: temporal, condition: (a and not b) or c", "a@0 z@30") == "x@0");
  CHECK(Fire("type: temporal, condition: (a and not b) or c", "a@0 b@3 z@30") == "");
  CHECK(Fire("type: temporal, condition: a and not (b and c)", "a@0 b@3 z@30") == "x@0");
  CHECK(Fire("type: temporal, condition: a and not (b and c)", "a@0 b@3 c@4 z@30") == "");
  CHECK(Fire("type: temporal, condition: a and not (b or c)", "a@0 b@3 z@30") == "");
  CHECK(Fire("type: temporal, condition: a and not (a and b)", "a@0 z@30") == "x@0");
  CHECK(Fire("type: temporal, condition: a and not (a and b)", "a@0 b@3 z@30") == "");
  CHECK(Fire("type: temporal_ordered, condition: a and (b or (c and b))", "c@0 a@1 b@2") == "x@2");
  CHECK(Fire("type: temporal_ordered, condition: (a and b) or (c and a)", "b@0 a@1 c@2 a@3") ==
        "x@3");
  CHECK(Fire("type: temporal_ordered, condition: (a and b) or (c and a)", "b@0 a@1 c@2") == "");
}

// Conditions without `not`, evaluated literally on the last ten seconds.
struct RandomCondition {
  std::string text;
  std::set<char> names;
  std::function<bool(const std::set<char>&)> holds;
};
RandomCondition MakeCondition(std::mt19937& random, int depth) {
  const auto pick = [&](unsigned below) { return static_cast<unsigned>(random()) % below; };
  if (depth == 0 || pick(4) == 0) {
    const char rule = "abc"[pick(3)];
    return {std::string(1, rule), {rule}, [rule](const std::set<char>& seen) {
              return seen.count(rule) > 0;
            }};
  }
  const bool all = pick(2) == 0;
  const RandomCondition one = MakeCondition(random, depth - 1);
  const RandomCondition other = MakeCondition(random, depth - 1);
  std::set<char> names = one.names;
  names.insert(other.names.begin(), other.names.end());
  return {"(" + one.text + (all ? " and " : " or ") + other.text + ")", names,
          [=](const std::set<char>& seen) {
            return all ? one.holds(seen) && other.holds(seen)
                       : one.holds(seen) || other.holds(seen);
          }};
}

TEST_CASE("conditions of rules mean what they say") {
  std::mt19937 random(7);
  size_t fired = 0;
  for (int run = 0; run < 200; ++run) {
    const RandomCondition condition = MakeCondition(random, 3);
    CAPTURE(condition.text);
    std::vector<std::pair<char, int>> events;
    int time = 0, last_fired = -100;
    bool held = false;
    std::string written, expected;
    for (int i = 0; i < 12; ++i) {
      time += 1 + static_cast<int>(random() % 6);
      events.emplace_back("abc"[random() % 3], time);
      written += std::string(1, events.back().first) + "@" + std::to_string(time) + " ";
      // An event that matches none of the rules of the condition is ignored.
      if (condition.names.count(events.back().first) == 0) continue;
      std::set<char> seen;
      for (const auto& [act, when] : events)
        if (when >= time - 10) seen.insert(act);
      const bool holds = condition.holds(seen);
      if (holds && (!held || last_fired < time - 10)) {
        expected += (expected.empty() ? "x@" : " x@") + std::to_string(time);
        last_fired = time;
        ++fired;
      }
      held = holds;
    }
    CAPTURE(written);
    CHECK(Fire("type: temporal, rules: [a, b, c], condition: '" + condition.text + "'", written) ==
          expected);
  }
  CHECK(fired > 200);
}

TEST_CASE("an event that several rules match counts for each of them") {
  const std::string both =
      "---\ntitle: D\nname: d\nlogsource: { category: t }\n"
      "detection: { s: { act: [a, b] }, condition: s }\n";
  const auto with = [&](const std::string& correlation, const std::string& events) {
    return Fire(correlation, events, both);
  };
  CHECK(with("type: temporal, rules: [a, d]", "a@0") == "x@0");
  CHECK(with("type: temporal, rules: [a, d], condition: { eq: 2 }", "a@0") == "x@0");
  CHECK(with("type: temporal, rules: [a, b, d], condition: { gte: 2 }", "b@0") == "x@0");
  CHECK(with("type: temporal, condition: a and d", "a@0") == "x@0");
  CHECK(with("type: temporal, condition: a and d and not c", "a@0 z@30") == "x@0");
  CHECK(with("type: temporal, rules: [a, a]", "a@0") == "d@0 x@0");
  CHECK(with("type: event_count, rules: [a, d], condition: { gte: 2 }", "a@0") == "x@0");
  // One after the other they are events of their own.
  CHECK(with("type: temporal_ordered, rules: [a, d]", "a@0") == "");
  CHECK(with("type: temporal_ordered, rules: [a, d]", "a@0 a@1") == "x@1");
  CHECK(with("type: temporal_ordered, rules: [a, a]", "a@0 a@1") == "d@0 d@1 x@1");
}

TEST_CASE("correlations of correlations, and who alerts") {
  const std::string chain =
      "---\ntitle: Y\nname: y\ncorrelation: { type: event_count, rules: x, group-by: user, "
      "timespan: 1h, condition: { gte: 2 } GENERATE }\n";
  const auto with = [&](const std::string& generate) {
    std::string text = chain;
    return text.replace(text.find("GENERATE"), 8, generate);
  };
  const std::string inner = "type: event_count, rules: a, condition: { gte: 2 }";
  CHECK(Fire(inner, "a@0 a@1 a@100 a@101", with("")) == "y@101");
  CHECK(Fire(inner, "a@0 a@1 a@100 a@101", with(", generate: true")) == "x@1 x@101 y@101");
  CHECK(Fire(inner + ", generate: true", "a@0 a@1") == "a@0 a@1 x@1");
}

TEST_CASE("an event without a field of the group takes no part") {
  CHECK(Fire("type: event_count, rules: a, condition: { gte: 2 }, aliases: { user: { a: nobody } }",
             "a@0 a@1 a@2") == "");
}

TEST_CASE("a field that each rule calls differently") {
  CHECK(Fire("type: temporal, rules: [a, b], aliases: { user: { a: act, b: other } }", "a@0 b@1") ==
        "");
  CHECK(Fire("type: temporal, rules: [a, b], aliases: { user: { a: user, b: user } }", "a@0 b@1") ==
        "x@1");
}

// Three rules and any correlation, over given events.
std::vector<std::string> FiredOn(const std::string& correlations, const Json& events,
                                 const std::string& config = "") {
  Json steps = Json::array();
  for (const Json& event : events) steps.push_back({{"event", event}, {"ts", event["t"]}});
  std::vector<std::string> fired;
  const std::string base(kBase);
  const std::string rules = base.substr(0, base.find("title: X"));
  for (const auto& [rule, event] :
       RunSigma(CompileSound({rules + correlations, config, false}), Events(steps)).all)
    fired.push_back(rule);
  return fired;
}

TEST_CASE("whichever rules call a field alike, the name of each counts") {
  const std::string names = "uvw";
  for (int way = 0; way < 27; ++way) {
    const std::string of_a(1, names[way % 3]), of_b(1, names[way / 3 % 3]), of_c(1, names[way / 9]);
    CAPTURE(of_a + of_b + of_c);
    const std::string correlation =
        "title: X\nname: x\ncorrelation: { type: temporal, "
        "rules: [a, b, c], group-by: [who], timespan: 10s, aliases: "
        "{ who: { a: " +
        of_a + ", b: " + of_b + ", c: " + of_c + " } } }\n";
    Json events = {{{"act", "a"}, {"t", 0}}, {{"act", "b"}, {"t", 1}}, {{"act", "c"}, {"t", 2}}};
    int place = 0;
    for (const std::string& own : {of_a, of_b, of_c}) {
      for (const char name : names) events[place][std::string(1, name)] = "other";
      events[place++][own] = "same";
    }
    CHECK(FiredOn(correlation, events) == std::vector<std::string>{"x"});
    events[1][of_b] = "somebody else";
    CHECK(FiredOn(correlation, events).empty());
  }
}

TEST_CASE("one rule cannot have two names for a field in one correlation") {
  const std::string inner =
      "title: Many\nname: many\ncorrelation: { type: event_count, rules: [b], group-by: [u], "
      "timespan: 10s, condition: { gte: 2 } }\n---\n";
  const std::string outer =
      "title: X\ncorrelation: { type: temporal_ordered, rules: [many, b], "
      "timespan: 1m, group-by: [who], aliases: { who: { many: u, b: NAME } } }\n";
  const auto with = [&](const std::string& name) {
    std::string text = std::string(kBase).substr(0, std::string(kBase).find("title: X"));
    text += inner + outer;
    text.replace(text.find("NAME"), 4, name);
    return Codes(CompileSigma({text, "", false}));
  };
  CHECK(with("name") == std::vector<std::string>{"E1022"});
  CHECK(with("u").empty());
}

TEST_CASE("a field that the log has under one of several names") {
  const std::string config =
      "logsources: [{ match: { category: t }, mapping: { fields: { user: [name, win.user] } } }]\n";
  const std::string correlation =
      "title: X\nname: x\ncorrelation: { type: event_count, rules: [a], group-by: [user], "
      "timespan: 10s, condition: { gte: 2 } }\n";
  const Json events = {{{"act", "a"}, {"t", 0}, {"name", "eve"}},
                       {{"act", "a"}, {"t", 1}, {"win", {{"user", "eve"}}}},
                       {{"act", "a"}, {"t", 2}, {"win", {{"user", "bob"}}}}};
  CHECK(FiredOn(correlation, events, config) == std::vector<std::string>{"x"});
}

TEST_CASE("correlations in layers are read in time") {
  std::string rules = std::string(kBase).substr(0, std::string(kBase).find("title: X"));
  std::string below = "a, b, c";
  for (int layer = 0; layer < 14; ++layer) {
    std::string here;
    for (int i = 0; i < 6; ++i) {
      const std::string name = "l" + std::to_string(layer) + "_" + std::to_string(i);
      rules += "title: L\nname: " + name + "\ncorrelation: { type: event_count, rules: [" + below +
               "], group-by: [user], timespan: 1m, condition: { gte: 2 } }\n---\n";
      here += (here.empty() ? "" : ", ") + name;
    }
    below = here;
  }
  CHECK(CompileSound({rules, "", false}).program->rules.size() == 3 + 14 * 6);
}

TEST_CASE("a chain of correlations is refused where it is too long, however long it is") {
  std::string rules = std::string(kBase).substr(0, std::string(kBase).find("title: X"));
  std::string below = "a";
  for (int i = 0; i < 20'000; ++i) {
    const std::string name = "c" + std::to_string(i);
    rules += "title: C\nname: " + name + "\ncorrelation: { type: event_count, rules: [" + below +
             "], timespan: 1m, condition: { gte: 2 } }\n---\n";
    below = name;
  }
  const auto compilation = CompileSigma({rules, "", false});
  CHECK(Codes(compilation) == std::vector<std::string>{"E0416"});
  CHECK(compilation.program->rules.size() == 3 + 16);
}

TEST_CASE("more rules than there are aggregates can be counted") {
  std::string rules, names;
  for (int i = 0; i < 100; ++i) {
    const std::string name = "r" + std::to_string(i);
    rules += "title: R\nname: " + name +
             "\nlogsource: { category: t }\ndetection: { s: { n: " + std::to_string(i) +
             " }, condition: s }\n---\n";
    names += (i == 0 ? "" : ", ") + name;
  }
  const auto set = [&](const std::string& correlation) {
    return Set{rules + "title: X\nname: x\ncorrelation: { rules: [" + names + "], timespan: 10s, " +
                   correlation + " }\n",
               "", false};
  };
  Json steps = Json::array();
  for (int i = 0; i < 4; ++i) steps.push_back({{"event", {{"n", i * 30}}}, {"ts", i}});
  const auto fired =
      RunSigma(CompileSound(set("type: event_count, condition: { gte: 4 }")), Events(steps));
  CHECK(fired.all == Alerts{{{"x", "e3"}}}.all);
  using Names = std::vector<std::string>;
  CHECK(Codes(CompileSigma(set("type: temporal"))) == Names{"E1022"});
  CHECK(Codes(CompileSigma(set("type: value_sum, condition: { field: n, gte: 4 }"))) ==
        Names{"E1022"});
  CHECK(Codes(CompileSigma(set("type: temporal, condition: { gte: 3, lte: 68 }"))) ==
        Names{"E1022"});
}

TEST_CASE("the form before correlations groups by several fields, in either letter case") {
  const auto fired = [](const std::string& condition) {
    const std::string rule =
        "title: R\nname: r\nlogsource: { category: t }\ndetection: { s: { act: a }, "
        "condition: 's | " +
        condition + "', timeframe: 10s }\n";
    Json steps = Json::array();
    int t = 0;
    for (const char* const user : {"u", "v", "u"})
      steps.push_back({{"event", {{"act", "a"}, {"user", user}, {"host", "h"}}}, {"ts", t++}});
    return RunSigma(CompileSound({rule, "", false}), Events(steps)).all.size();
  };
  CHECK(fired("count() by user,host > 1") == 1);
  CHECK(fired("COUNT() BY user, host > 1") == 1);
  CHECK(fired("count(user) by host > 1") == 1);
  CHECK(fired("count() by user, nothing > 1") == 0);
  using Names = std::vector<std::string>;
  const auto codes = [](const std::string& condition) {
    return Codes(
        CompileSigma({"title: R\nlogsource: { category: t }\ndetection: { s: { act: a }, "
                      "condition: '" +
                          condition + "' }\n",
                      "", false}));
  };
  CHECK(codes("s | foo() > 5") == Names{"E1025"});
  CHECK(codes("s | b_1") == Names{"E1025"});
  CHECK(codes("s | count() by user, > 5") == Names{"E1025"});
}

TEST_CASE("what is wrong with a correlation is told") {
  const auto codes = [](const std::string& correlation) {
    return Codes(CompileSigma({std::string(kBase) + correlation + " }\n", "", false}));
  };
  using Names = std::vector<std::string>;
  for (const char* const correlation :
       {"type: events, rules: a, condition: { gte: 2 }",
        "rules: a, condition: { gte: 2 }",
        "type: event_count, condition: { gte: 2 }",
        "type: event_count, rules: a",
        "type: event_count, rules: a, condition: { atleast: 2 }",
        "type: event_count, rules: a, condition: { field: n, gte: 2 }",
        "type: value_count, rules: a, condition: { gte: 2 }",
        "type: value_sum, rules: a, condition: { field: [n, act], gte: 2 }",
        "type: value_percentile, rules: a, condition: { field: n, gte: 2 }",
        "type: event_count, rules: a, condition: a or b",
        "type: temporal, condition: a or not b",
        "type: temporal, condition: 1 of a*",
        "type: event_count, rule: a, condition: { gte: 2 }",
        "type: temporal_ordered, rules: [a, b], condition: { lt: 2 }",
        "type: temporal, condition: not a",
        "type: temporal, condition: not (a and b)",
        "type: temporal_ordered, condition: not a and b",
        "type: temporal, condition: a and not a",
        "type: temporal, condition: (a and b) and not (a or b)",
        "type: temporal, condition: (a and b or c) and (a and b or c) and (a and b or c) and (a "
        "and b "
        "or c) and (a and b or c) and (a and b or c) and (a and b or c)"}) {
    CAPTURE(correlation);
    const Names all = codes(correlation);
    CHECK(std::set<std::string>(all.begin(), all.end()) == std::set<std::string>{"E1022"});
  }
  CHECK(codes("type: event_count, rules: nobody, condition: { gte: 2 }") == Names{"E1019"});
  CHECK(codes("type: event_count, rules: A, condition: { gte: 2 }") == Names{"W1020"});
  CHECK(codes("type: event_count, rules: x, condition: { gte: 2 }") == Names{"E1021"});
  CHECK(codes("type: event_count, rules: a, condition: { gte: two }") == Names{"E1007"});
  CHECK(codes("type: event_count, rules: a, window: tumbling, condition: { gte: 2 }") ==
        Names{"E1028"});
}

TEST_CASE("a filter holds for what a correlation counts") {
  const std::string filter =
      "---\ntitle: F\nfilter: { rules: [a], selection: { n: 2 }, condition: not selection }\n";
  CHECK(Fire("type: event_count, rules: a, condition: { gte: 3 }", "a@0 a@1 a@2", filter) == "");
  CHECK(Fire("type: event_count, rules: a, condition: { gte: 3 }", "a@0 a@1 a@2 a@3", filter) ==
        "x@3");
}

}  // namespace
}  // namespace sigrun::sigma_testing
