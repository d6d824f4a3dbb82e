// Broken and hostile YAML: each gets a diagnostic with a place and a way out, and costs neither the
// next document nor much time or memory.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/sigma/support.h"

namespace sigrun::sigma_testing {
namespace {

const std::string kGood =
    "title: Good\nlogsource: { category: test }\ndetection:\n  s: { a: x }\n  condition: s\n";

std::string Rule(const std::string& detection, const std::string& more = "") {
  return "title: Bad\nlogsource: { category: test }\n" + more + "detection:\n" + detection;
}

// The first error: its code and place.
struct Told {
  std::string code, place, text;
  size_t rules = 0;  // that can be run
};
Told Tell(const std::string& rules) {
  const compiler::Compilation compilation = CompileSigma({rules, "", false});
  Told told;
  if (compilation.program) told.rules = compilation.program->rules.size();
  for (const diag::Diagnostic& diagnostic : compilation.diagnostics.all()) {
    if (diagnostic.severity() != diag::Severity::kError) continue;
    CHECK_FALSE(diagnostic.help.empty());
    const LineColumn at = compilation.sources[diagnostic.span.source].Locate(diagnostic.span.begin);
    told = {std::string(diag::Info(diagnostic.code).code),
            std::to_string(at.line) + ":" + std::to_string(at.column), diagnostic.message,
            told.rules};
    break;
  }
  return told;
}

TEST_CASE("one bad document costs no other") {
  const std::string bad = Rule("  s: { a: [x }\n  condition: s\n");
  const Told first = Tell(bad + "---\n" + kGood);
  CHECK(first.code == "E1001");
  CHECK(first.rules == 1);
  CHECK(Tell(kGood + "---\n" + bad).rules == 1);
  CHECK(Tell(kGood + "---\n" + bad + "---\n" + Rule("  s: { b: y }\n  condition: s\n")).rules == 2);
  CHECK(Tell("\xFF\xFE\n---\n" + kGood).rules == 1);
}

TEST_CASE("an alias bomb is refused where it stands") {
  std::string bomb = "title: Bomb\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int k = 0; k < 9; ++k) bomb += ", " + before;
    bomb += "]\n";
  }
  const Told told = Tell(bomb + "detection:\n  s: { a: *a11 }\n  condition: s\n---\n" + kGood);
  CHECK(told.code == "E1003");
  CHECK(told.rules == 1);
}

TEST_CASE("deep nesting is refused") {
  const Told told = Tell(Rule("  s: " + std::string(100'000, '[') + "\n  condition: s\n"));
  CHECK(told.code == "E1003");
  // Even in the first of two documents, and at once: continuing would take quadratic time.
  const std::string before = "title: Bad\ndetection: " + std::string(100'000, '[') + "\n---\n";
  CHECK(Tell(before + kGood).rules == 1);
  std::string deep = "(";
  for (int i = 0; i < 100'000; ++i) deep += "not (";
  CHECK(Tell(Rule("  s: { a: x }\n  condition: " + deep + "s\n")).code == "E1015");
}

TEST_CASE("an alias that contains itself, or that nobody has named, is refused") {
  CHECK(Tell("a: &a [*a]\n").code == "E1001");
  CHECK(Tell(Rule("  s: { a: *nobody }\n  condition: s\n")).code == "E1001");
}

TEST_CASE("a list of 100,000 values and a rule of 10 MB are read") {
  std::string values;
  for (int i = 0; i < 100'000; ++i) values += "      - value-" + std::to_string(i) + "\n";
  for (const char* modifier : {"", "|contains", "|endswith"}) {
    CAPTURE(modifier);
    const auto compilation = CompileSound(
        {Rule(std::string("  s:\n    a") + modifier + ":\n" + values + "  condition: s\n"), "",
         false});
    CHECK(Matches(compilation, {{"a", "value-99999"}}).size() == 1);
    CHECK(Matches(compilation, {{"a", "valu"}}).empty());
  }
  const std::string description(10 << 20, 'd');
  CHECK(Tell(Rule("  s: { a: x }\n  condition: s\n", "description: " + description + "\n")).rules ==
        1);
}

TEST_CASE("what is wrong with a rule is told with its place") {
  const auto told = [](const std::string& detection) {
    const Told t = Tell(Rule(detection));
    return t.code + " " + t.place;
  };
  CHECK(told("  s: { 'a|re': '(' }\n  condition: s\n") == "E0310 4:17");
  CHECK(told("  s: { 'a|re': '(?=x)' }\n  condition: s\n") == "E0310 4:17");
  CHECK(told("  s: { 'a|cidr': '10.0.0.1/8' }\n  condition: s\n") == "E1013 4:19");
  CHECK(told("  s: { 'a|containz': x }\n  condition: s\n") == "E1011 4:11");
  CHECK(told("  s: { 'a|contains': 5 }\n  condition: s\n") == "E1013 4:22");
  CHECK(told("  s: { 'a|exists': 5 }\n  condition: s\n") == "E1013 4:20");
  for (const char* const item : {"'|exists': true", "'|gt': 5", "'|hour': 5", "'|fieldref': a"}) {
    CAPTURE(item);
    CHECK(told(std::string("  s: { ") + item + " }\n  condition: s\n") == "E1012 4:10");
  }
  CHECK(told("  s: { 'a|exists|all': true }\n  condition: s\n") == "E1012 4:11");
  CHECK(told("  s: { 'a|cased|re': x }\n  condition: s\n") == "E1012 4:17");
  CHECK(told("  s: { 'a|base64': 'x*' }\n  condition: s\n") == "E1012 4:11");
  CHECK(told("  s: { a: { b: c } }\n  condition: s\n") == "E1007 4:11");
  CHECK(told("  s: {}\n  condition: s\n") == "E1010 4:6");
  CHECK(told("  s: []\n  condition: s\n") == "E1010 4:6");
  CHECK(told("  s: { a: [] }\n  condition: s\n") == "E1010 4:11");
  CHECK(told("  s: { a: x }\n  condition: t\n") == "E1016 5:14");
  CHECK(told("  s: { a: x }\n  condition: s and\n") == "E1015 5:19");
  CHECK(told("  s: { a: x }\n  condition: 1 of t*\n") == "E1017 5:14");
  CHECK(told("  s: { a: x }\n  condition: 2 of s*\n") == "E1017 5:14");
  CHECK(told("  s: { a: x }\n  condition: [s, 5 of]\n") == "E1015 5:22");
  CHECK(told("  s: { a: x }\n  condition: { a: b }\n") == "E1007 5:14");
  CHECK(told("  s: { a: x }\n") == "E1009 3:1");
  CHECK(told("  s: { 'a|lt': x }\n  condition: s\n") == "E1013 4:16");
  CHECK(told("  s: { 'a|expand': '%x%' }\n  condition: s\n") == "E1018 4:21");
}

TEST_CASE("every error of a rule is told, not only the first") {
  const auto compilation = CompileSigma(
      {Rule("  s: { 'a|x': 1 }\n  t: { 'b|contains': 2 }\n  condition: s and u\n"), "", false});
  CHECK(Codes(compilation) == std::vector<std::string>{"E1011", "E1013", "E1016"});
}

}  // namespace
}  // namespace sigrun::sigma_testing
