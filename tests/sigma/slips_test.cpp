// Mistakes in Sigma files that YAML accepts silently: invisible characters, a missing space, a log
// source that is nearly a known one, counts that nothing can reach.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/sigma/support.h"

namespace sigrun::sigma_testing {
namespace {

bool Has(const Lines& lines, const std::string& line) {
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

// The text after all fixes.
std::string Mended(const std::string& rules) {
  const auto compilation = CompileSigma({rules, "", false});
  std::vector<diag::Fix> fixes;
  for (const diag::Diagnostic& diagnostic : compilation.diagnostics.all())
    fixes.insert(fixes.end(), diagnostic.fixes.begin(), diagnostic.fixes.end());
  std::sort(fixes.begin(), fixes.end(),
            [](const auto& a, const auto& b) { return a.span.begin > b.span.begin; });
  std::string text = rules;
  for (const diag::Fix& fix : fixes)
    text.replace(fix.span.begin, fix.span.end - fix.span.begin, fix.replacement);
  return text;
}

constexpr const char* kHead =
    "title: Listing\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n";

TEST_CASE("sigma: a no-break space is told where it stands, and mended") {
  const std::string rule =
      std::string(kHead) + "  selection:\n    eventName:\u00A0ListUsers\n  condition: selection\n";
  CHECK(Told(rule) == Lines{"W1039 5:5", "W0118 5:15"});
  CHECK(Told(Mended(rule)).empty());
}

TEST_CASE("sigma: characters that nobody sees are told in keys, values and conditions") {
  const auto told = [](const std::string& detection) { return Told(kHead + detection); };
  CHECK(Has(told("  s:\n    eventName\u200B: x\n  condition: s\n"), "W0118 5:14"));
  CHECK(told("  s:\n    eventName: Get\u00ADObject\n  condition: s\n") == Lines{"W0118 5:19"});
  CHECK(Has(told("  s:\n    'eventName|contains\uFEFF': x\n  condition: s\n"), "W0118 5:24"));
  CHECK(told("  s:\n    eventName: x\n  t:\n    eventName: y\n  condition: s\u00A0and not t\n") ==
        Lines{"W0118 8:15", "E1015 8:15"});
  CHECK(told("  s:\n    eventName: 'List\u00A0Users'\n  condition: s\n") == Lines{"W0118 5:21"});
  SUBCASE("what is looked for on purpose is not") {
    CHECK(told("  s:\n    eventName: \"List\\u00A0Users\"\n  condition: s\n").empty());
    CHECK(told("  s:\n    eventName|contains: '\u00A0'\n  condition: s\n").empty());
    // A joiner between letters of a script that needs it.
    CHECK(told("  s:\n    eventName: \u0645\u06CC\u200C\u062E\u0648\n  condition: s\n").empty());
  }
  SUBCASE("what a rule says about itself is for people") {
    CHECK(
        Told("title: List\u00A0Users\nlogsource: { product: aws }\ndetection:\n  s: { eventName: x "
             "}\n  condition: s\n")
            .empty());
  }
}

TEST_CASE("sigma: what indents a line and is no blank is named") {
  for (const std::string indent : {"\t", " \t", "\u00A0 "}) {
    const auto compilation =
        CompileSigma({std::string(kHead) + "  s:\n" + indent + "eventName: x\n  condition: s\n"});
    bool named = false;
    for (const diag::Diagnostic& diagnostic : compilation.diagnostics.all()) {
      named |= diagnostic.message.find("no-break space") != std::string::npos;
      for (const diag::Label& note : diagnostic.notes)
        named |= note.text.find("is here") != std::string::npos;
    }
    CHECK_MESSAGE(named, Rendered(compilation));
  }
}

TEST_CASE("sigma: a text that was meant otherwise is told") {
  const auto told = [](const std::string& selection) {
    return Told(std::string(kHead) + "  s:\n" + selection + "  condition: s\n");
  };
  const Lines slip = {"W1039 5:5"};
  CHECK(told("    eventName:ListUsers\n") == slip);
  CHECK(told("    eventName|contains:Users\n") == slip);
  CHECK(told("    - eventName:ListUsers\n    - eventName:GetUser\n") ==
        Lines{"W1039 5:7", "W1039 6:7"});
  CHECK(told("    eventName\uFF1A ListUsers\n") == slip);
  CHECK(told("    eventName: \u201CListUsers\u201D\n") == Lines{"W1039 5:16"});
  CHECK(told("    requestParameters.size: '>= 5'\n") == Lines{"W1039 5:30"});
  CHECK(told("    eventName: /^List.*/\n") == Lines{"W1039 5:16"});
  SUBCASE("and what is meant as it stands is not") {
    CHECK(told("    - https://example.com/a\n    - 'eventName:ListUsers'\n").empty());
    CHECK(told("    - uid:0\n    - C:\\Windows\n").empty());
    CHECK(told("    requestParameters.path: /etc/passwd/\n").empty());
    CHECK(told("    eventName|re: ^List.*$\n").empty());
  }
}

TEST_CASE("sigma: a log source that is nearly one is told") {
  const auto told = [](const std::string& source, const std::string& config = "") {
    return Told("title: x\nlogsource: { " + source +
                    " }\ndetection:\n  s: { eventName: x }\n  condition: s\n",
                config);
  };
  CHECK(told("product: aws, service: cloud_trail") == Lines{"W1038 2:37"});
  CHECK(told("product: aws, service: cloudtrial") == Lines{"W1038 2:37"});
  CHECK(told("product: amazon, service: cloudtrail") == Lines{"W1038 2:23"});
  CHECK(told("product: cloudtrail") == Lines{"W1038 2:23"});
  CHECK(told("category: aws.cloudtrail") == Lines{"W1038 2:24"});
  for (const char* sound :
       {"product: aws, service: cloudtrail", "service: cloudtrail", "product: aws",
        "product: aws, service: guardduty", "product: azure, service: auditlogs",
        "category: process_creation, product: windows", "product: linux, service: auditd"})
    CHECK_MESSAGE(told(sound).empty(), sound);
  SUBCASE("by those of the pack") {
    const std::string config =
        "logsources:\n  - match: { product: windows, category: process_creation }\n    source: "
        "json\n";
    CHECK(told("product: windows, category: proces_creation", config) == Lines{"W1038 2:42"});
    CHECK(told("product: window, category: process_creation", config) == Lines{"W1038 2:23"});
    CHECK(told("product: windows, category: process_access", config).empty());
    CHECK(told("product: linux, category: process_creation", config).empty());
  }
}

std::string Counted(const std::string& type, const std::string& condition) {
  std::string rules;
  for (const char* name : {"one", "two"})
    rules += std::string("title: Rule ") + name + "\nname: " + name +
             "\nlogsource: { product: demo }\ndetection:\n  s: { a: x }\n  condition: s\n---\n";
  return rules + "title: Many\nname: many\ncorrelation:\n  type: " + type +
         "\n  rules: [one, two]\n  timespan: 1m\n  condition: { " + condition + " }\n";
}

TEST_CASE("sigma: a count that nothing can reach is an error") {
  const auto codes = [](const std::string& type, const std::string& condition) {
    return Codes(CompileSigma({Counted(type, condition), "", false}));
  };
  const Lines never = {"E1022"}, idle = {"W1035"};
  for (const char* condition :
       {"eq: 0", "lt: 1", "lte: 0", "eq: 2.5", "gt: 5, lt: 6", "eq: 5, neq: 5", "lt: 2, neq: 1",
        "gte: 4, lte: 5, neq: 4, eq: 4"}) {
    CHECK_MESSAGE(codes("event_count", condition) == never, condition);
    CHECK_MESSAGE(codes("value_count", std::string("field: a, ") + condition) == never, condition);
  }
  CHECK(codes("temporal", "gt: 2") == never);
  CHECK(codes("temporal", "lt: 1") == never);
  CHECK(codes("value_sum", "field: a, gt: 5, lt: 5") == never);
  CHECK(codes("value_percentile", "field: a, percentile: 95, eq: 5, neq: 5") == never);
  SUBCASE("one that every count reaches is told") {
    CHECK(codes("event_count", "gte: 0") == idle);
    CHECK(codes("event_count", "neq: 0") == idle);
    CHECK(codes("value_count", "field: a, gt: -1") == idle);
  }
  SUBCASE("and all others are sound") {
    for (const char* condition : {"gte: 1", "gt: 0", "eq: 1", "lt: 2", "neq: 5", "gt: 4, lt: 6"})
      CHECK_MESSAGE(codes("event_count", condition).empty(), condition);
    CHECK(codes("value_sum", "field: a, lte: 0").empty());
    CHECK(codes("value_avg", "field: a, lt: 0.5").empty());
  }
  SUBCASE("in the older form as well") {
    CHECK(
        Codes(CompileSigma({"title: x\nlogsource: { product: demo }\ndetection:\n  s: { a: x }\n  "
                            "condition: s | count() by b < 1\n"})) == never);
  }
}

TEST_CASE("sigma: a selection and its negation are no condition") {
  const auto told = [](const std::string& condition) {
    return Told(std::string(kHead) +
                "  s: { eventName: x }\n  t: { eventSource: y }\n  condition: " + condition + "\n");
  };
  CHECK(Has(told("s and t and not s"), "W1040 6:26"));
  CHECK(Has(told("s or not s or t"), "W1040 6:19"));
  CHECK(told("s and not t").empty());
}

TEST_CASE("sigma: digits that begin with 0 are text, and so is what is no usual number") {
  const auto matches = [](const std::string& value, const Json& field) {
    const auto compilation =
        CompileSound({"title: x\nlogsource: { product: demo }\ndetection:\n  s: "
                      "{ a: " +
                      value + " }\n  condition: s\n"});
    return !Matches(compilation, {{"a", field}}).empty();
  };
  CHECK(matches("056392974792", "056392974792"));
  CHECK_FALSE(matches("056392974792", "56392974792"));
  CHECK_FALSE(matches("056392974792", 56392974792));
  CHECK_FALSE(matches("00000429", 429));
  CHECK(matches("0x1F", "0x1F"));
  CHECK_FALSE(matches("1_000", 1000));
  CHECK(matches("1e3", 1000));
  CHECK(matches("0", 0));
  CHECK(matches("0.5", 0.5));
  CHECK(matches("-7", "-7"));
  CHECK_FALSE(matches(".5", 0.5));
  CHECK(matches("123456789012345678901", "123456789012345678901"));
  // A whole rule that was refused: the account is text in CloudTrail.
  const auto compilation = CompileSound(
      {std::string(kHead) + "  s: { recipientAccountId: [056392974792] }\n  condition: s\n"});
  CHECK(Codes(compilation).empty());
}

}  // namespace
}  // namespace sigrun::sigma_testing
