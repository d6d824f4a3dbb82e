// Documents, configuration, filters, references: everything around detections.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "compiler/sigma/detection/modifiers.h"
#include "compiler/sigma/sigma.h"
#include "tests/sigma/support.h"

namespace sigrun::sigma_testing {
namespace {

using Names = std::vector<std::string>;

std::string Rule(const std::string& title, const std::string& detection,
                 const std::string& more = "logsource: { category: test }\n") {
  return "title: " + title + "\n" + more + "detection:\n  s: " + detection + "\n  condition: s\n";
}

Names Match(const std::string& rules, const Json& event, const std::string& config = "") {
  return Matches(CompileSound({rules, config, false}), event);
}

TEST_CASE("a rule is called by its name, else by its title; names are unique") {
  const std::string rules =
      Rule("Login, again!", "{ a: x }") + "---\n" + Rule("Login again", "{ a: x }") + "---\n" +
      Rule("3 logins", "{ a: x }") + "---\n" + Rule("T", "{ a: x }", "name: own_name\n");
  Names names = Match(rules, {{"a", "x"}});
  std::sort(names.begin(), names.end());
  CHECK(names == Names{"login_again", "login_again_2", "own_name", "rule_3_logins"});
}

TEST_CASE("actions lay a document over those that follow or went before") {
  const std::string rules =
      "action: global\nlogsource: { category: test }\nid: 11111111-1111-4111-8111-111111111111\n"
      "detection: { s: { a: x } }\n---\n"
      "title: One\ndetection: { condition: s }\n---\n"
      "title: Two\ndetection: { t: { b: y }, condition: s and t }\n---\n"
      "action: repeat\ntitle: Three\ndetection: { t: { b: z } }\n---\n"
      "action: reset\n---\n" +
      Rule("Four", "{ b: z }");
  CHECK(Match(rules, {{"a", "x"}, {"b", "z"}}) == Names{"one", "three", "four"});
  CHECK(Match(rules, {{"a", "x"}, {"b", "y"}}) == Names{"one", "two"});
  CHECK(Match(rules, {{"b", "z"}}) == Names{"four"});
}

TEST_CASE("YAML 1.2: only true and false are booleans; merge keys are read") {
  CHECK(Match(Rule("T", "{ a: yes }"), {{"a", "yes"}}).size() == 1);
  CHECK(Match(Rule("T", "{ a: yes }"), {{"a", true}}).empty());
  CHECK(Match(Rule("T", "{ a: true }"), {{"a", true}}).size() == 1);
  CHECK(Match(Rule("T", "{ a: 'true' }"), {{"a", true}}).size() == 1);
  // An account id may begin with 0.
  CHECK(Match(Rule("T", "{ a: 010 }"), {{"a", "010"}}).size() == 1);
  CHECK(Match(Rule("T", "{ a: 010 }"), {{"a", 10}}).empty());
  CHECK(
      Match("x-base: &base { a: x }\n" + Rule("T", "{ <<: *base, b: y }"), {{"a", "x"}, {"b", "y"}})
          .size() == 1);
  CHECK(Match("x-base: &base { a: x }\n" + Rule("T", "{ <<: *base, b: y }"), {{"b", "y"}}).empty());
}

TEST_CASE("of several conditions one must hold") {
  const std::string rule =
      "title: T\nlogsource: { category: test }\ndetection:\n  s: { a: x }\n  t: { b: y }\n"
      "  condition:\n    - s\n    - t\n";
  CHECK(Match(rule, {{"a", "x"}}).size() == 1);
  CHECK(Match(rule, {{"b", "y"}}).size() == 1);
  CHECK(Match(rule, {{"b", "x"}}).empty());
}

TEST_CASE("what is absent is so under all names of a field, what is there under any") {
  const std::string config =
      "logsources: [{ match: { category: test }, mapping: { fields: { a: [x, y.z] } } }]\n";
  const Json none = {{"k", 1}}, first = {{"x", "v"}}, second = {{"y", {{"z", "v"}}}};
  const auto holds = [&](const std::string& item, const Json& event) {
    return Match(Rule("T", "{ " + item + " }"), event, config).size() == 1;
  };
  for (const char* const absent : {"a: null", "'a|exists': false"}) {
    CAPTURE(absent);
    CHECK(holds(absent, none));
    CHECK_FALSE(holds(absent, first));
    CHECK_FALSE(holds(absent, second));
  }
  for (const char* const there : {"a: v", "'a|exists': true", "'a|contains': V"}) {
    CAPTURE(there);
    CHECK_FALSE(holds(there, none));
    CHECK(holds(there, first));
    CHECK(holds(there, second));
  }
  CHECK(holds("'a|neq': w", second));
  CHECK_FALSE(holds("'a|neq': v", second));
}

TEST_CASE("text is encoded around its wildcards") {
  const auto wide = [](const std::string& text) {
    std::string encoded;
    for (const char c : text) encoded += {c, '\0'};
    return encoded;
  };
  const auto holds = [&](const std::string& item, const std::string& value) {
    return Match(Rule("T", "{ " + item + " }"), {{"a", value}}).size() == 1;
  };
  for (const char* const item :
       {"'a|wide': ' -a*b'", "'a|windash|wide': ' -a*b'", "'a|wide|windash': ' -a*b'"}) {
    CAPTURE(item);
    CHECK(holds(item, wide(" -axb")));
    CHECK_FALSE(holds(item, " -axb"));
    CHECK_FALSE(holds(item, wide(" -ax")));
  }
  CHECK(holds("'a|windash|wide': ' -a*b'", wide(" /ab")));
  CHECK(holds("'a|windash|wide': ' -a\\*b*c'", wide(" -a*bxc")));
  CHECK_FALSE(holds("'a|windash|wide': ' -a\\*b*c'", wide(" -axbxc")));
}

TEST_CASE("a text that is exact in letter case is no boolean of a typed field") {
  const std::string cloudtrail = "logsource: { product: aws, service: cloudtrail }\n";
  const auto holds = [&](const std::string& item, const Json& value) {
    const Json record = {{"eventVersion", "1.08"},
                         {"eventTime", "2026-01-01T00:00:00Z"},
                         {"eventSource", "s3.amazonaws.com"},
                         {"eventName", "GetObject"},
                         {"readOnly", value}};
    return Match(Rule("T", "{ " + item + " }", cloudtrail), record).size() == 1;
  };
  CHECK(holds("readOnly: 'False'", false));
  CHECK(holds("'readOnly|cased': 'false'", false));
  CHECK_FALSE(holds("'readOnly|cased': 'False'", false));
  CHECK_FALSE(holds("'readOnly|cased': 'true'", "TRUE"));
}

TEST_CASE("log sources that can mean CloudTrail read CloudTrail") {
  const auto source = [](const std::string& logsource) {
    const auto compilation = CompileSound(
        {Rule("T", "{ eventName: GetObject }", "logsource: " + logsource + "\n"), "", false});
    const LogSourceId id = compilation.program->rules[0].source;
    return compilation.program->sources[id.index].name;
  };
  for (const char* const ours :
       {"{ product: aws, service: cloudtrail }", "{ product: aws }", "{ service: cloudtrail }",
        "{ product: AWS, service: CloudTrail }"})
    CHECK(source(ours) == "aws.cloudtrail");
  for (const char* const other : {"{ product: aws, service: route53 }", "{ category: aws }",
                                  "{ product: gcp, service: cloudtrail }", "{ product: windows }"})
    CHECK(source(other) == "json");
}

TEST_CASE("placeholders come from the configuration") {
  const std::string config = "placeholders: { admins: [alice, bob*], one: x }\n";
  const std::string rule = Rule("T", "{ 'a|expand': 'user-%admins%' }");
  CHECK(Match(rule, {{"a", "user-alice"}}, config).size() == 1);
  CHECK(Match(rule, {{"a", "user-bobby"}}, config).size() == 1);
  CHECK(Match(rule, {{"a", "user-eve"}}, config).empty());
  CHECK(Match(Rule("T", "{ 'a|re|expand': '^%admins%$' }"), {{"a", "bob*"}}, config).size() == 1);
  CHECK(Match(Rule("T", "{ 'a|contains|expand|all': ['%one%', '%admins%'] }"), {{"a", "alice x"}},
              config)
            .size() == 1);
}

TEST_CASE("the configuration routes log sources and names fields") {
  const std::string config =
      "mappings:\n  own: { prefix: log., fields: { User: [user.name, login] } }\n"
      "logsources:\n"
      "  - match: { product: windows }\n    mapping: own\n    where: { code: 1 }\n"
      "  - match: { product: aws }\n    mapping: ecs\n";
  const std::string rule =
      Rule("T", "{ User: eve, Host: h }", "logsource: { product: windows, category: x }\n");
  CHECK(Match(rule, {{"code", 1}, {"user", {{"name", "eve"}}}, {"log", {{"Host", "h"}}}}, config)
            .size() == 1);
  CHECK(Match(rule, {{"code", 1}, {"login", "eve"}, {"log", {{"Host", "h"}}}}, config).size() == 1);
  CHECK(Match(rule, {{"code", 2}, {"login", "eve"}, {"log", {{"Host", "h"}}}}, config).empty());
  CHECK(Match(rule, {{"code", 1}, {"User", "eve"}, {"Host", "h"}}, config).empty());
  const std::string aws =
      Rule("T", "{ eventName: GetObject }", "logsource: { product: aws, service: cloudtrail }\n");
  CHECK(Match(aws, {{"event", {{"action", "GetObject"}}}}, config).size() == 1);
}

TEST_CASE("what is wrong in the configuration is told") {
  const auto codes = [](const std::string& config) {
    return Codes(CompileSigma({Rule("T", "{ a: x }"), config, false}));
  };
  for (const char* const config :
       {"- a\n", "placeholders: [a]\n", "logsources: { a: b }\n", "logsources: [a]\n",
        "logsources: [ { match: { produkt: aws } } ]\n",
        "logsources: [ { match: { product: a }, source: okta } ]\n",
        "logsources: [ { match: { product: a }, mapping: nothing } ]\n",
        "mappings: { a: { prefiks: b } }\n",
        "logsources: [ { match: { product: a }, where: a } ]\n",
        "placeholders: { a: [ { b: c } ] }\n"}) {
    CAPTURE(config);
    CHECK(codes(config) == Names{"E1029"});
  }
}

TEST_CASE("a key is there where an element has it, be it null or empty") {
  const auto holds = [](const std::string& item, const Json& d) {
    return Match(Rule("T", "{ " + item + " }"), {{"d", d}}).size() == 1;
  };
  for (const Json& there : {Json{{{"c", nullptr}}}, Json{{{"c", Json::array()}}},
                            Json{{{"c", Json::array({nullptr})}}}, Json{{{"c", 1}}}}) {
    CAPTURE(there.dump());
    CHECK(holds("'d.c|exists': true", there));
    CHECK_FALSE(holds("'d.c|exists': false", there));
  }
  for (const Json& gone : {Json::array(), Json{{{"b", 1}}}}) {
    CHECK_FALSE(holds("'d.c|exists': true", gone));
    CHECK(holds("d.c: null", gone));
  }
  CHECK(holds("d.c: null", {{{"c", nullptr}}}));
}

TEST_CASE("a row for the fields below one") {
  const std::string config =
      "mappings: { m: { prefix: p., fields: { a.*: [x.*, y], a.b.*: z.*, a.b.c: w } } }\n"
      "logsources: [ { match: { category: test }, mapping: m } ]\n";
  const auto holds = [&](const std::string& field, const Json& event) {
    return Match(Rule("T", "{ " + field + ": v }"), event, config).size() == 1;
  };
  CHECK(holds("a.k.l", {{"x", {{"k", {{"l", "v"}}}}}}));
  CHECK(holds("a.k.l", {{"y", "v"}}));
  CHECK(holds("a.b.k", {{"z", {{"k", "v"}}}}));
  CHECK_FALSE(holds("a.b.k", {{"y", "v"}}));
  CHECK(holds("a.b.c", {{"w", "v"}}));
  CHECK(holds("a", {{"p", {{"a", "v"}}}}));
  CHECK(holds("b.k", {{"p", {{"b", {{"k", "v"}}}}}}));
}

TEST_CASE("CloudTrail as other schemas have it") {
  const std::string rule =
      "title: T\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n"
      "  s: { eventName: PutBucketPolicy, requestParameters.bucketName: b, userIdentity.arn: a,\n"
      "       'errorCode|exists': false }\n  condition: s\n";
  const auto config = [](const std::string& mapping) {
    return "logsources: [ { match: { product: aws }, mapping: " + mapping + " } ]\n";
  };
  const Json ecs = {{"event", {{"action", "PutBucketPolicy"}}},
                    {"aws",
                     {{"cloudtrail",
                       {{"user_identity", {{"arn", "a"}}},
                        {"flattened", {{"request_parameters", {{"bucketName", "b"}}}}}}}}}};
  const Json ocsf = {
      {"api", {{"operation", "PutBucketPolicy"}, {"request", {{"data", {{"bucketName", "b"}}}}}}},
      {"actor", {{"user", {{"uid", "a"}}}}}};
  CHECK(Match(rule, ecs, config("ecs")).size() == 1);
  CHECK(Match(rule, ocsf, config("ecs")).empty());
  CHECK(Match(rule, ocsf, config("ocsf")).size() == 1);
  CHECK(Match(rule, ecs, config("ocsf")).empty());
}

TEST_CASE("a filter leaves out what its condition does not hold for") {
  const std::string rule = Rule("T", "{ a: x }",
                                "id: 11111111-1111-4111-8111-111111111111\nname: t\nlogsource: { "
                                "product: p, category: c }\n");
  const auto filter = [](const std::string& rules, const std::string& logsource = "product: p") {
    return "---\ntitle: F\nlogsource: { " + logsource + " }\nfilter:\n  rules: " + rules +
           "\n  selection: { b: y }\n  condition: not selection\n";
  };
  const Json kept = {{"a", "x"}, {"b", "z"}}, left = {{"a", "x"}, {"b", "y"}};
  for (const char* const rules :
       {"any", "[t]", "t", "11111111-1111-4111-8111-111111111111", "[]"}) {
    CAPTURE(rules);
    CHECK(Match(rule + filter(rules), kept).size() == 1);
    CHECK(Match(rule + filter(rules), left).empty());
  }
  CHECK(Match(rule + filter("any", "product: q"), left).size() == 1);
  CHECK(Match(rule + filter("any", "product: p, service: s"), left).size() == 1);
  // Two filters, each with a selection of the same name.
  const std::string two = rule + filter("any") +
                          "---\ntitle: G\nfilter:\n  rules: any\n  selection: { b: w }\n"
                          "  condition: not 1 of sel*\n";
  CHECK(Match(two, {{"a", "x"}, {"b", "w"}}).empty());
  CHECK(Match(two, left).empty());
  CHECK(Match(two, kept).size() == 1);
}

TEST_CASE("what is wrong with a filter is told once, however many rules it is for") {
  const std::string source = "logsource: { product: aws, service: cloudtrail }\n";
  const auto compilation =
      CompileSigma({Rule("A", "{ eventName: x }", source) + "---\n" +
                        Rule("B", "{ eventName: y }", source) + "---\ntitle: F\n" + source +
                        "filter:\n  rules: any\n  selection: { eventname: z }\n"
                        "  condition: not selection\n",
                    "", false});
  CHECK(Codes(compilation) == Names{"W1023"});
}

TEST_CASE("many dashes are one regular expression and mean what few mean") {
  const std::string many = "c.exe -a -b /c -d -e-f x.y";
  for (const char* const modifiers : {"windash", "contains|windash", "windash|endswith"}) {
    CAPTURE(modifiers);
    const std::string rule = Rule("T", "{ 'a|" + std::string(modifiers) + "': '" + many + "' }");
    CHECK(Match(rule, {{"a", many}}).size() == 1);
    CHECK(Match(rule, {{"a", "C.EXE /a \u2013b -c \u2014d \u2015e-f X.Y"}}).size() == 1);
    CHECK(Match(rule, {{"a", "c.exe -a -b /c -d -e/f x.y"}}).empty());
    CHECK(Match(rule, {{"a", "c.exe -a -b /c -d -e-f xzy"}}).empty());
    CHECK(Match(rule, {{"a", many + "z"}}).size() ==
          (std::string(modifiers) == "contains|windash"));
  }
  CHECK(Match(Rule("T", "{ 'a|windash': 'c.exe -a' }"), {{"a", "c.exe /a"}}).size() == 1);
}

TEST_CASE("a dash after a wildcard begins a word, with few dashes and with many") {
  for (const std::string rest : {"", " -b -c -d -e"}) {
    CAPTURE(rest);
    const std::string rule = Rule("T", "{ 'a|windash': 'c.exe*-a" + rest + "' }");
    CHECK(Match(rule, {{"a", "c.exe x -a" + rest}}).size() == 1);
    CHECK(Match(rule, {{"a", "c.exe x /a" + rest}}).size() == 1);
    CHECK(Match(rule, {{"a", "c.exe x +a" + rest}}).empty());
  }
}

TEST_CASE("an unknown field of CloudTrail is pointed out and still looked for") {
  const auto compilation = CompileSigma(
      {Rule("T", "{ eventname: x }", "logsource: { product: aws, service: cloudtrail }\n"), "",
       false});
  CHECK(Codes(compilation) == Names{"W1023"});
  CHECK(Rendered(compilation).find("did you mean `eventName`?") != std::string::npos);
  CHECK(Matches(compilation, {{"eventname", "x"}}).size() == 1);
}

TEST_CASE("values fit fields of CloudTrail whatever their type") {
  const std::string source = "logsource: { product: aws, service: cloudtrail }\n";
  const Json event = {{"eventName", "GetObject"},
                      {"eventSource", "s3.amazonaws.com"},
                      {"readOnly", true},
                      {"recipientAccountId", "111122223333"},
                      {"eventTime", "2026-01-01T10:20:30Z"},
                      {"sourceIPAddress", "10.1.2.3"}};
  for (const char* const detection :
       {"{ readOnly: true }", "{ readOnly: 'true' }", "{ readOnly: 'TRUE' }", "{ readOnly: 't*' }",
        "{ recipientAccountId: 111122223333 }", "{ 'recipientAccountId|gt': 5 }",
        "{ eventTime: '2026-01-01*' }", "{ 'eventTime|hour': 10 }", "{ 'eventTime|minute': 20 }",
        "{ sourceIPAddress: ['10.1.2.3', x] }", "{ 'sourceIPAddress|cidr': 10.0.0.0/8 }",
        "{ errorCode: null }", "{ 'errorCode|exists': false }", "{ 'eventName|re': '^Get' }",
        "{ 'eventName|neq': PutObject }", "{ 'eventSource|startswith': S3 }",
        "{ 'readOnly|re': 'true' }", "{ 'readOnly|contains': 'ru' }"}) {
    CAPTURE(detection);
    CHECK(Match(Rule("T", detection, source), event).size() == 1);
  }
}

TEST_CASE("the table of modifiers in the docs is the table of the code") {
  std::ifstream stream(std::string(SIGRUN_SOURCE_DIR) + "/docs/reference/sigma.md");
  REQUIRE(stream);
  std::ostringstream text;
  text << stream.rdbuf();
  for (const sigma::ModifierInfo& modifier : sigma::Modifiers()) {
    CAPTURE(std::string(modifier.name));
    CHECK(text.str().find("`" + std::string(modifier.name) + "`") != std::string::npos);
  }
}

}  // namespace
}  // namespace sigrun::sigma_testing
