// How a mistake in a Sigma file is reported: location, wording and number of diagnostics.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/sigma/support.h"

namespace sigrun::sigma_testing {
namespace {

std::string Rule(const std::string& detection, const std::string& more = "") {
  return "title: Example\nlogsource: { category: test }\n" + more + "detection:\n" + detection;
}
std::string Selection(const std::string& fields) {
  return Rule("  s: { " + fields + " }\n  condition: s\n");
}
std::string Named(const std::string& name, const std::string& more = "category: test") {
  return "title: Rule " + name + "\nname: " + name + "\nlogsource: { " + more +
         " }\ndetection:\n  s: { a: x }\n  condition: s\n---\n";
}
std::string Correlation(const std::string& body) {
  return Named("one") + Named("two") + "title: Many\nname: many\ncorrelation:\n  timespan: 5m\n" +
         body;
}

// Message and help of all.
std::string Said(const std::string& rules, const std::string& config = "") {
  const auto compilation = CompileSigma({rules, config, false});
  std::string said;
  for (const diag::Diagnostic& diagnostic : compilation.diagnostics.all())
    said += diagnostic.message + " | " + diagnostic.help + "\n";
  return said;
}
bool Says(const std::string& rules, const std::string& part, const std::string& config = "") {
  const std::string said = Said(rules, config);
  CAPTURE(said);
  CAPTURE(part);
  CHECK(said.find(part) != std::string::npos);
  return said.find(part) != std::string::npos;
}

// The text after all fixes; empty if there is none.
std::string Mended(const std::string& rules) {
  const auto compilation = CompileSigma({rules, "", false});
  std::vector<diag::Fix> fixes;
  for (const diag::Diagnostic& diagnostic : compilation.diagnostics.all())
    fixes.insert(fixes.end(), diagnostic.fixes.begin(), diagnostic.fixes.end());
  if (fixes.empty()) return "";
  std::sort(fixes.begin(), fixes.end(),
            [](const auto& a, const auto& b) { return a.span.begin > b.span.begin; });
  std::string text = rules;
  for (const diag::Fix& fix : fixes)
    text.replace(fix.span.begin, fix.span.end - fix.span.begin, fix.replacement);
  return text;
}

TEST_CASE("a part of a scalar has its place and its fix however the scalar is written") {
  const std::string selections = "  selection: { a: x }\n  other: { b: y }\n";
  const Lines conditions = {
      "  condition: other and\n    selektion or\n    other\n",
      "  condition: |\n    other\n    and   selektion\n",
      "  condition: >-\n    other and\n\n    not selektion\n",
      "  condition: 'other and\n    selektion'\n",
      "  condition: \"other\\x20and \\\n    selektion\"\n",
      "  condition: \"other\\n and selektion\"\n",
      "  condition: &anchor other and selektion\n",
      "  condition: &anchor 'other and selektion'\n",
      "  condition: [other, other and selektion]\n",
  };
  for (const std::string& condition : conditions) {
    CAPTURE(condition);
    const std::string rule = Rule(selections + condition);
    std::string right = rule;
    right.replace(right.find("selektion"), 9, "selection");
    CHECK(Mended(rule) == right);
    CHECK(Codes(CompileSigma({right, "", false})).empty());
    const size_t at = rule.find("selektion");
    const size_t line = std::count(rule.begin(), rule.begin() + static_cast<int64_t>(at), '\n') + 1;
    const size_t column = at - rule.rfind('\n', at);
    CHECK(Told(rule) == Lines{"E1016 " + std::to_string(line) + ":" + std::to_string(column)});
  }
  CHECK(Mended(Selection("\"it\\x73 é|containz\": x")) == Selection("\"it\\x73 é|contains\": x"));
  CHECK(Mended(Selection("'it''s|containz': x")) == Selection("'it''s|contains': x"));
  // No fix where the name is written with an escape.
  CHECK(Mended(Rule(selections + "  condition: \"other and selekt\\x69on\"\n")).empty());
}

TEST_CASE("columns do not count a byte-order mark") {
  CHECK(Told("\xEF\xBB\xBF" + std::string("- a\n")) == Lines{"E1004 1:1"});
}

TEST_CASE("merged mappings give way to what stands there, and to those before them") {
  const std::string base = "x-b: &b { g: x, h: x }\nx-c: &c { g: z, i: z }\n";
  const auto fires = [&](const std::string& fields, const Json& event) {
    const auto compilation = CompileSound({base + Selection(fields), "", false});
    return Matches(compilation, event).size() == 1;
  };
  CHECK(fires("<<: *b, g: y", {{"g", "y"}, {"h", "x"}}));
  CHECK(fires("g: y, <<: *b", {{"g", "y"}, {"h", "x"}}));
  CHECK_FALSE(fires("<<: *b, g: y", {{"g", "x"}, {"h", "x"}}));
  CHECK(fires("<<: [*b, *c]", {{"g", "x"}, {"h", "x"}, {"i", "z"}}));
  CHECK_FALSE(fires("<<: [*b, *c]", {{"g", "x"}, {"h", "x"}}));
  CHECK(Told(Selection("<<: x, a: y")) == Lines{"E1001 4:12"});
}

TEST_CASE("every error of a document that YAML can read is told") {
  CHECK(Told(Selection("a: x, a: y, b: *no, c: z, c: z")) ==
        Lines{"E1002 4:14", "E1001 4:23", "E1002 4:34"});
}

TEST_CASE("nothing in a list is pointed out") {
  const std::string rule = Rule("  s:\n    a:\n      - curl\n      - #abc\n  condition: s\n");
  CHECK(Told(rule) == Lines{"W1030 7:8"});
  CHECK(Matches(CompileSigma({rule, "", false}), {{"b", 1}}).size() == 1);
  CHECK(Told(Selection("a: null")).empty());
  CHECK(Told(Selection("a: [x, null]")) == Lines{"W1030 4:15"});
}

TEST_CASE("what can never match is told") {
  for (const char* item : {"'t|hour': 24", "'t|month': 13", "'t|month': 0", "'t|week': 0",
                           "'t|week': 54", "'t|minute': 60", "'t|day': 32", "'t|minute': -1"})
    CHECK_MESSAGE(Codes(CompileSigma({Selection(item), "", false})) == Lines{"E1013"}, item);
  CHECK(Told(Selection("'t|hour': 23, 't|week': 53, 't|day': 31")).empty());
  CHECK(Told(Selection("'t|hour|lt': 24, 't|month|gt': 0, 't|minute|lte': 60")).empty());
  CHECK(Told(Selection("'f ': x")) == Lines{"W1031 4:9"});
  CHECK(Told(Selection("f |contains: x")) == Lines{"W1031 4:8"});
  CHECK(Told(Selection("'f|fieldref': ''")) == Lines{"E1013 4:23"});
}

TEST_CASE("a correlation that can never fire, or has idle parts, is told") {
  const auto told = [](const std::string& body) {
    return Codes(CompileSigma({Correlation(body), "", false}));
  };
  const std::string count = "  type: event_count\n  rules: [one, two]\n";
  CHECK(told(count + "  condition: { gte: 2 }\n").empty());
  CHECK(told(count + "  condition: { gt: 3, lt: 5 }\n").empty());
  CHECK(told(count + "  condition: { gte: 3, lte: 3 }\n").empty());
  CHECK(told(count + "  condition: { gt: 5, lt: 3 }\n") == Lines{"E1022"});
  CHECK(told(count + "  condition: { gt: 5, lt: 5 }\n") == Lines{"E1022"});
  CHECK(told(count + "  condition: { gt: 3, lt: 4 }\n") == Lines{"E1022"});
  CHECK(told(count + "  condition: { eq: 2.5 }\n") == Lines{"E1022"});
  CHECK(
      told("  type: value_avg\n  rules: [one]\n  condition: { field: n, gt: 3, lt: 4 }\n").empty());
  CHECK(told("  type: value_avg\n  rules: [one]\n  condition: { field: n, gt: 4, lt: 4 }\n") ==
        Lines{"E1022"});
  CHECK(told(count + "  condition: { lt: 0 }\n") == Lines{"E1022"});
  CHECK(told(count + "  condition: { gte: 2 }\n  group-by: ['']\n") == Lines{"E1022"});
  CHECK(told(count + "  condition: { gte: 2 }\n  timeframe: 1h\n") == Lines{"E1022"});
  CHECK(told("  type: temporal\n  rules: [one, two]\n  condition: { gte: 5 }\n") == Lines{"E1022"});
  CHECK(told("  type: temporal\n  rules: [one, two]\n  condition: { gte: 2 }\n").empty());
  CHECK(told("  type: value_avg\n  rules: [one]\n  condition: { field: n, gte: 2, percentile: 5 "
             "}\n") == Lines{"W1035"});
  CHECK(told(count + "  condition: { gte: 2 }\n  aliases: { u: { one: a } }\n") == Lines{"W1035"});
  CHECK(told("  type: event_count\n  rules: [one]\n  condition: { gte: 2 }\n  group-by: [u]\n"
             "  aliases: { u: { one: a, two: b } }\n") == Lines{"W1035"});
}

TEST_CASE("nothing is built on a correlation that waits for what must not happen") {
  const std::string waits =
      Correlation("  type: temporal\n  condition: one and not two\n---\n") +
      "title: On it\ncorrelation:\n  type: event_count\n  rules: [many]\n  timespan: 1h\n"
      "  condition: { gte: 2 }\n";
  CHECK(Codes(CompileSigma({waits, "", false})) == Lines{"E0418"});
  Says(waits, "name its rules in this one");
}

TEST_CASE("what is added up is a number") {
  const std::string rules =
      Named("one", "product: aws, service: cloudtrail") +
      "title: Sum\ncorrelation:\n  type: value_sum\n  rules: [one]\n  timespan: 1h\n"
      "  condition: { field: eventName, gte: 2 }\n";
  Says(rules, "`value_sum` needs a number, but this is text");
}

TEST_CASE("every bad value of a list and every bad expression is told") {
  CHECK(Told(Selection("'f|cidr': [10.0.0.1/8, foo]")) == Lines{"E1013 4:19", "E1013 4:31"});
  CHECK(Told(Selection("'f|expand': ['%a%', '%b%-%c%']")).size() == 3);
  CHECK(Told(Selection("'f|x|y': 1")) == Lines{"E1011 4:11", "E1011 4:13"});
  CHECK(Told(Selection("'f|re': '(', 'g|contains': 5")) == Lines{"E0310 4:17", "E1013 4:35"});
  CHECK(Told(Selection("f: [{ a: b }, { c: d }]")) == Lines{"E1007 4:12", "E1007 4:22"});
}

TEST_CASE("one mistake is told once") {
  CHECK(Told("title: T\nlogsource: { category: test }\ndetection: { condition: s }\n") ==
        Lines{"E1010 3:12"});
  CHECK(Told(Rule("  s: &s { 'f|x': 1 }\n  t: *s\n  condition: s and t\n")) == Lines{"E1011 4:14"});
  CHECK(Told(Rule("  s: { a: x }\n  condition: []\n")) == Lines{"E1010 5:14"});
}

TEST_CASE("selections are called as their author calls them") {
  const std::string rule =
      "title: T\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n"
      "  eventName: { eventName: GetObject }\n  ok-1: { eventName: PutObject }\n"
      "  s: { eventName: ListBuckets }\n  condition: s\n";
  CHECK(Told(rule) == Lines{"W1032 4:3", "W1032 5:3"});
  Says(rule, "`eventName`");
  Says(rule, "`ok-1`");
  CHECK(Told(Named("one") + "title: F\nlogsource: { category: test }\nfilter:\n  rules: [one]\n"
                            "  s: { b: x }\n  t: { b: x }\n  condition: not s\n") ==
        Lines{"W1032 13:3"});
}

TEST_CASE("a name or id that two rules have is told where it stands") {
  const std::string id = "id: AAAAAAAA-aaaa-4aaa-8aaa-aaaaaaaaaaaa\n";
  const std::string other = "id: aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa\n";
  const std::string s = "  s: { a: x }\n  condition: s\n";
  CHECK(Told(Rule(s, "name: n\n") + "---\n" + Rule(s, "name: n\n")) == Lines{"E0401 10:7"});
  modules::MemoryFileSystem files;
  files.files["a.sgr"] = "rule n { on json condition a == 1 }\n";
  files.files["b.yml"] = Rule(s, "name: n\n");
  const auto both = compiler::Compile({{"a.sgr", ""}, {"b.yml", ""}}, files, {});
  REQUIRE(both.diagnostics.error_count() == 1);
  CHECK(Place(both.sources, both.diagnostics.all().back().span) == "3:7");
  CHECK(Told(Rule(s, id) + "---\n" + Rule(s, other)) == Lines{"E0401 10:5"});
  CHECK(Told(Rule(s, id) +
             "---\ntitle: Many\ncorrelation: { type: event_count, timespan: 5m, rules: "
             "[aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa], condition: { gte: 2 } }\n")
            .empty());
}

TEST_CASE("suggestions need a likeness, and find keys in the wrong place or letter case") {
  const auto silent = [](const std::string& rule) {
    const std::string said = Said(rule);
    CAPTURE(said);
    CHECK(said.find("did you mean") == std::string::npos);
  };
  silent(Selection("'f|': x"));
  Says(Selection("'f||contains': x"), "the `|` has no modifier after it");
  silent(Selection("'f|re|x': y"));
  silent(Rule("  a: { f: x }\n  condition: c\n"));
  silent(Rule("  a: { f: x }\n  condition: 5\n"));
  const std::string tail = "  s: { a: x }\n  condition: s\n";
  for (const char* key : {"Detection", "detections"}) {
    const std::string rule = "title: T\nlogsource: { category: test }\n";
    CHECK(Told(rule + key + ":\n" + tail) == Lines{"E1005 3:1"});
    CHECK(Mended(rule + key + ":\n" + tail) == rule + "detection:\n" + tail);
  }
  for (const char* key : {"Condition", "conditions"})
    CHECK(Mended(Rule("  s: { a: x }\n  " + std::string(key) + ": s\n")) == Rule(tail));
  Says("title: T\nlogsource: { category: test }\ncondition: s\ndetection:\n  s: { a: x }\n",
       "level of the selections");
  Says(Rule("  chosen: { a: x }\n  _other: { a: x }\n  condition: 1 of sel*\n"),
       "`chosen`, `_other`");
}

TEST_CASE("messages name the next step") {
  Says(Selection("'f|contains': 5"), "put it in quotes to make it text: `'5'`");
  Says(Selection("'f|exists': 'true'"), "without quotes");
  CHECK(Mended(Selection("'f|cidr': 10.0.0.1/8")) == Selection("'f|cidr': 10.0.0.0/8"));
  Says(Selection("'f|expand': x"), ": `\\%name%`");
  CHECK(Told(Selection("'f|expand': '100\\%x%'")).empty());
  Says("\xFF\xFEt\0i\0", "save the file as UTF-8");
  const auto condition = [](const std::string& text) {
    return Rule("  a: { f: x }\n  b: { f: y }\n  condition: '" + text + "'\n");
  };
  Says(condition("a)"), "has an unmatched `)`");
  Says(condition("a && b"), "write `and`");
  Says(condition("a || b"), "write `or`");
  Says(condition("a, b"), "contains a comma");
  Says(condition("!a and b"), "write `not`");
  Says(condition("(a"), "has an unclosed `(`");
  Says(Selection("'f|re': '((a{100}){100}){100}'"), "multiply");
}

TEST_CASE("filters: what is wrong is told for every rule that it is about") {
  const auto filter = [](const std::string& rules, const std::string& more,
                         const std::string& source = "") {
    return "title: F\nlogsource: { " + source + " category: test }\nfilter:\n  rules: " + rules +
           "\n" + more;
  };
  const std::string body = "  s: { b: x }\n  condition: not s\n";
  // A field that CloudTrail does not have, though the first rule is not for CloudTrail.
  const std::string both =
      Named("one") + Named("two", "category: test, product: aws, service: cloudtrail");
  const auto codes = Codes(CompileSigma({both + filter("any", body), "", false}));
  CHECK(std::count(codes.begin(), codes.end(), "W1023") == 2);
  CHECK(Told(Named("one") + Named("two", "category: other") + filter("[one, two]", body)) ==
        Lines{"W1033 18:16"});
  const std::string many =
      "title: Many\nname: many\ncorrelation:\n  timespan: 5m\n  type: event_count\n"
      "  rules: [one]\n  condition: { gte: 2 }\n---\n";
  CHECK(Codes(CompileSigma({Named("one") + many + filter("[one, many]", body), "", false})) ==
        Lines{"W1033"});
  CHECK(Told(Named("one") + filter("[one]", "  s: { 'b|neq': 1 }\n  condition: s\n")).empty());
  CHECK(Codes(CompileSigma({Named("one") + filter("[one]", "  s: { b: 1 }\n  condition: s\n"), "",
                            false})) == Lines{"W1026"});
  const std::string loose = "filter:\n  rules: [one]\n" + body;
  CHECK(Codes(CompileSigma({Named("one") + "title: F\n" + loose, "", false})) == Lines{"W1008"});
  CHECK(Codes(CompileSigma({Named("one") + "title: F\nlogsource: test\n" + loose, "", false})) ==
        Lines{"E1007"});
  const std::string same = Rule("  s: { a: x }\n  condition: s\n") + "---\n";
  CHECK(Codes(CompileSigma({same + same + filter("[Example]", body), "", false})) ==
        Lines{"E1034"});
  CHECK(Codes(CompileSigma(
            {Named("one") +
                 "title: T\nlogsource: { category: test }\ncorrelation: { type: event_count, "
                 "rules: [one], timespan: 5m, condition: { gte: 2 } }\ndetection:\n" +
                 body,
             "", false})) == Lines{"E1007"});
}

TEST_CASE("what a rule says about itself is held to the specification") {
  const auto told = [](const std::string& line) {
    const std::string rule = "title: T\nlogsource: { category: test }\n" + line +
                             "detection:\n  s: { a: x }\n  condition: s\n";
    return Codes(CompileSigma({rule, "", false}));
  };
  for (const char* line :
       {"id: ''\n", "name: ''\n", "author: 5\n", "taxonomy: 5\n", "date: 2024-1-5\n",
        "fields: [a, '']\n", "fields: [a, null]\n", "status: stabel\n", "tags:\n", "references:\n",
        "related: [{ id: 11111111-1111-4111-8111-111111111111 }]\n",
        "related: [{ id: 11111111-1111-4111-8111-111111111111, type: derivd }]\n",
        "tags: [atack.t1078]\n", "tags: [attack.t99]\n", "tags: [attack.t1078.4]\n",
        "tags: [attack.g1]\n", "tags: [attack.privilege_escalation]\n", "falsepositives: [é]\n"})
    CHECK_MESSAGE(told(line) == Lines{"W1008"}, line);
  for (const char* line :
       {"status: Stable\n", "level: High\n", "date: 2024/01/05\n", "fields: [a, b]\n",
        "related: [{ id: 11111111-1111-4111-8111-111111111111, type: Derived }]\n",
        "tags: [attack.t1078, attack.t1078.004, attack.g0016, attack.s0002, attack.m1036, "
        "attack.a0001, attack.privilege-escalation, cve.2024-1234, tlp.amber-strict]\n",
        "description: '5'\n"})
    CHECK_MESSAGE(told(line).empty(), line);
  const auto titled = [](const std::string& title) {
    return Codes(CompileSigma({"title: " + title +
                                   "\nlogsource: { category: test }\ndetection:\n"
                                   "  s: { a: x }\n  condition: s\n",
                               "", false}));
  };
  std::string accents;
  for (int i = 0; i < 250; ++i) accents += "é";
  CHECK(titled(accents).empty());
  CHECK(titled("''") == Lines{"W1008"});
  CHECK(titled("5") == Lines{"W1008"});
  CHECK(titled(accents + "1234567") == Lines{"W1008"});
  const auto source = [](const std::string& of) {
    return Codes(CompileSigma({"title: T\nlogsource: { " + of +
                                   " }\ndetection:\n  s: { a: x }\n"
                                   "  condition: s\n",
                               "", false}));
  };
  CHECK(source("product: Windows") == Lines{"W1008"});
  CHECK(source("category: process creation") == Lines{"W1008"});
  CHECK(source("product: [a]") == Lines{"E1007"});
  CHECK(source("category: test, service: ''") == Lines{"W1008"});
  Says(Rule("  s: { a: x }\n  condition: s\n", "status: stabel\n"), "did you mean `stable`?");
  Says(Selection("f: { a: b }"), "`f` must be text");
}

TEST_CASE("what is wrong with the configuration is told") {
  const std::string rule = Selection("a: x");
  const auto told = [&](const std::string& config) {
    return Codes(CompileSigma({rule, config, false}));
  };
  const std::string route = "logsources:\n  - ";
  CHECK(told(route + "source: json\n") == Lines{"E1029"});
  CHECK(told(route + "match: { product: '' }\n") == Lines{"E1029"});
  CHECK(told(route + "match: { product: a }\n    source: [json]\n") == Lines{"E1029"});
  CHECK(told(route + "match: { product: a }\n  - match: { product: a, service: b }\n") ==
        Lines{"W1036"});
  CHECK(told(route + "match: { product: a, service: b }\n  - match: { product: a }\n").empty());
  CHECK(told("mappings: { m: { fields: { EventID: } } }\n") == Lines{"E1029"});
  CHECK(told("placeholders: { X: }\n") == Lines{"E1029"});
  CHECK(told("mappings: { a: z, z: { prefix: p. } }\n").empty());
  CHECK(told("mappings: { a: z, z: a }\n") == Lines{"E1029"});
  CHECK(Matches(CompileSound({rule,
                              "mappings: { a: z, z: { prefix: p. } }\n" + route +
                                  "match: { category: test }\n    mapping: a\n",
                              false}),
                {{"p.a", "x"}})
            .size() == 1);
}

TEST_CASE("a configuration that is not looked at, or not there, is told") {
  modules::MemoryFileSystem files;
  files.files["pack/sub/rule.yml"] = Selection("a: x");
  files.files["pack/sub/sigrun.yml"] = files.files["pack/sub/sigrun.yaml"] = "placeholders: {}\n";
  files.files["pack/sigrun.yml"] = "placeholders: {}\n";
  CHECK(Codes(compiler::Compile({{"pack/sub/rule.yml", "pack"}}, files, {})) ==
        Lines{"W1037", "W1037"});
  CHECK(Codes(compiler::Compile({{"pack/sub/rule.yml", "pack/sub"}}, files, {})) == Lines{"W1037"});
  compiler::Options options;
  options.load.sigma_config = "nope.yml";
  const auto compilation = compiler::Compile({{"pack/sub/rule.yml", "pack"}}, files, options);
  CHECK(Codes(compilation) == Lines{"E1029"});
}

TEST_CASE("long names are cut, many rules of one title are cheap") {
  const std::string name(1 << 20, 'n');
  CHECK(Said(Rule("  s: { a: x }\n  condition: " + name + "\n")).size() < 2000);
  std::string rules;
  for (int i = 0; i < 3000; ++i)
    rules += Rule("  s: { a: x" + std::to_string(i) + " }\n  condition: s\n") + "---\n";
  CHECK(CompileSound({rules, "", false}).program->rules.size() == 3000);
}

}  // namespace
}  // namespace sigrun::sigma_testing
