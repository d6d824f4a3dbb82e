// The examples in the tables are correct: every kernel's, and every diagnostic's wrong and right
// file.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <set>
#include <sstream>
#include <string>

#include "compiler/diag/diagnostic.h"
#include "stdlib/aggregate.h"
#include "stdlib/constant_function.h"
#include "stdlib/kernel.h"
#include "tests/docs/rule_text.h"

namespace sigrun::docs {
namespace {

// A rule whose condition is the expression, and a test that it fires.
std::string RuleFor(std::string_view expression) {
  return "rule example {\n  on aws.cloudtrail\n  condition " + std::string(expression) +
         "\n}\n"
         "fixture event = { \"eventTime\": \"2026-01-01T00:00:00Z\", \"eventSource\": "
         "\"s3.amazonaws.com\", \"eventName\": \"GetObject\" }\n"
         "test example { fires once on event }\n";
}

TEST_CASE("the example of every kernel is true, folded and not folded") {
  for (const stdlib::Kernel& kernel : stdlib::Kernels()) {
    CAPTURE(std::string(kernel.name));
    CAPTURE(std::string(kernel.example));
    for (const bool passes : {true, false}) {
      CAPTURE(passes);
      compiler::Compilation compilation = Compile(SplitFiles(RuleFor(kernel.example)), passes);
      CHECK_MESSAGE(!compilation.diagnostics.has_errors(), Rendered(compilation));
      CHECK(FailedTests(std::move(compilation)) == "");
    }
  }
}

// Events with the values of the row, after the last of which the example has to be true.
std::string AggregateRule(const stdlib::AggregateInfo& info) {
  const size_t equals = info.example.find(" == ");
  REQUIRE(equals != std::string_view::npos);
  std::string events;
  std::istringstream values{std::string(info.values)};
  int count = 0;
  for (std::string value; values >> value; ++count)
    events += fmt::format("{}event with {{ \"v\": {} }}{}", count == 0 ? "" : " then ", value,
                          count == 0 ? "" : " after 1m");
  return fmt::format(
      "rule example {{\n  on json\n  window sliding 1h\n"
      "  events = count()\n  value = {}\n  condition events == {} and value{}\n}}\n"
      "fixture event = {{ \"eventTime\": \"2026-01-01T00:00:00Z\", \"eventName\": \"X\" }}\n"
      "test example {{ fires once on {} }}\n",
      info.example.substr(0, equals), count, info.example.substr(equals), events);
}

TEST_CASE("the example of every aggregate is true") {
  for (const stdlib::AggregateInfo& info : stdlib::Aggregates()) {
    const std::string rule = AggregateRule(info);
    CAPTURE(rule);
    compiler::Compilation compilation = Compile(SplitFiles(rule), true);
    CHECK(Rendered(compilation) == "");
    CHECK(FailedTests(std::move(compilation)) == "");
  }
}

TEST_CASE("the example of every function of constant text is true") {
  for (const stdlib::ConstantFunction& function : stdlib::ConstantFunctions()) {
    CAPTURE(std::string(function.name));
    compiler::Compilation compilation = Compile(SplitFiles(RuleFor(function.example)), true);
    CHECK_MESSAGE(!compilation.diagnostics.has_errors(), Rendered(compilation));
    CHECK(FailedTests(std::move(compilation)) == "");
  }
}

// Examples that a table cannot contain: a missing file, a text too long to write.
RuleFiles WrongWithoutText(std::string_view code) {
  if (code == "E0603") return {"missing.sgr", {}};
  if (code == "E0214") {
    std::string rule = "rule r {\n  on aws.cloudtrail\n";
    for (int i = 2'000; i > 0; --i)
      rule += "  b" + std::to_string(i) + " = b" + std::to_string(i - 1) + " and readOnly\n";
    return SplitFiles(rule + "  b0 = readOnly\n  condition b2000\n}\n");
  }
  if (code == "E0606") {
    std::string files;
    for (int i = 0; i < 65; ++i)
      files += "//// file: m" + std::to_string(i) + ".sgr\n" +
               (i < 64 ? "import m" + std::to_string(i + 1) + "\n" : "") + "pub let l" +
               std::to_string(i) + " = readOnly\n";
    return SplitFiles(files);
  }
  if (code == "E0607") {
    std::string items;
    for (int i = 0; i <= 1'000'000; ++i) items += "a" + std::to_string(i) + "\n";
    RuleFiles files = SplitFiles(
        "list many from \"many.txt\"\nrule r { on aws.cloudtrail condition eventName in many }\n");
    files.files["many.txt"] = items;
    return files;
  }
  if (code == "E0704") {
    std::string rule = RuleFor("readOnly") + "fixture f0 = {}\n";
    for (int i = 1; i < 40; ++i)
      rule += "fixture f" + std::to_string(i) + " = f" + std::to_string(i - 1) + " with {}\n";
    return SplitFiles(rule);
  }
  if (code == "E0316") {
    std::string path = "requestParameters";
    for (int i = 0; i < 40; ++i) path += ".a";
    return SplitFiles(RuleFor("exists " + path));
  }
  return {};
}

RuleFiles WrongFiles(const diag::CodeInfo& info) {
  return info.wrong.empty() ? WrongWithoutText(info.code) : SplitFiles(std::string(info.wrong));
}

TEST_CASE("the wrong example of every diagnostic provokes it and no other error") {
  for (const diag::CodeInfo& info : diag::AllCodes()) {
    CAPTURE(std::string(info.code));
    const RuleFiles files = WrongFiles(info);
    CHECK_MESSAGE(!files.root.empty(), "the row has no wrong example");
    if (files.root.empty()) continue;
    const compiler::Compilation compilation = Compile(files);
    CHECK_MESSAGE(Codes(compilation).count(std::string(info.code)) == 1,
                  "the wrong example does not provoke it");
    for (const diag::Diagnostic& diagnostic : compilation.diagnostics.all()) {
      const bool other = diagnostic.severity() == diag::Severity::kError &&
                         diag::Info(diagnostic.code).code != info.code;
      CHECK_MESSAGE(!other, diagnostic.message);
    }
  }
}

TEST_CASE("codes of diagnostics are unique and begin with their kind") {
  std::set<std::string_view> seen;
  for (const diag::CodeInfo& info : diag::AllCodes()) {
    CAPTURE(std::string(info.code));
    CHECK(seen.insert(info.code.substr(1)).second);
    constexpr std::string_view kLetters = "EWN";
    CHECK(info.code.front() == kLetters[static_cast<size_t>(info.severity)]);
    CHECK(info.code.size() == 5);
    CHECK_FALSE(info.why.empty());
  }
}

TEST_CASE("the right example of every diagnostic checks clean and its tests pass") {
  for (const diag::CodeInfo& info : diag::AllCodes()) {
    CAPTURE(std::string(info.code));
    CHECK_FALSE(info.right.empty());
    compiler::Compilation compilation = Compile(SplitFiles(std::string(info.right)));
    CHECK(Rendered(compilation) == "");
    CHECK(FailedTests(std::move(compilation)) == "");
  }
}

// `let`s that each use the previous one twice: 7 * 2^n - 2 parts.
std::string Doublings(int n) {
  std::string text = "let d0 = readOnly and readOnly\n";
  for (int i = 1; i <= n; ++i)
    text += "let d" + std::to_string(i) + " = d" + std::to_string(i - 1) + " or (not d" +
            std::to_string(i - 1) + ")\n";
  return text + "rule r { on aws.cloudtrail condition d" + std::to_string(n) + " }\n";
}

TEST_CASE("an expression of more than 200,000 parts is too large, however few are written") {
  CHECK(Codes(Compile(SplitFiles(Doublings(14)))).empty());
  const compiler::Compilation compilation = Compile(SplitFiles(Doublings(15)));
  CHECK(Codes(compilation) == std::set<std::string>{"E0316"});
  CHECK(Rendered(compilation).find("200000 parts") != std::string::npos);
}

std::string HelpOf(const std::string& rule) {
  const compiler::Compilation compilation = Compile(SplitFiles(rule));
  return compilation.diagnostics.all().empty() ? "" : compilation.diagnostics.all()[0].help;
}

TEST_CASE("of an unused name is said whether it is without effect") {
  const auto rule = [](const std::string& binding) {
    return "rule r {\n  on aws.cloudtrail\n  window sliding 1h\n  n = count(where readOnly)\n  " +
           binding + "\n  condition n > 5\n}\n";
  };
  CHECK(HelpOf(rule("p = readOnly")) == "use it in the condition or the alert, or remove it");
  CHECK(HelpOf(rule("p = n")) == "use it in the condition or the alert, or remove it");
  for (const std::string state : {"p = count()", "p = first_seen(awsRegion; history 1d)"}) {
    CAPTURE(state);
    CHECK(HelpOf(rule(state)).find("still feed the rule") != std::string::npos);
    CHECK(HelpOf(rule(state)).find("name it `_p`") != std::string::npos);
    CHECK(HelpOf(rule("_" + state)) == "");
  }
}

TEST_CASE("of a text in backquotes is said what they are for") {
  CHECK(HelpOf("rule r { on aws.cloudtrail condition eventName == `GetObject` }") ==
        "backquotes enclose a field name; write text in double quotes");
}

TEST_CASE("of a parameter whose name is taken is said by what") {
  const auto notes = [](const std::string& items) {
    const compiler::Compilation compilation =
        Compile(SplitFiles("rule r {\n  on json\n" + items + "  condition x > p\n}\n"));
    REQUIRE(Codes(compilation) == std::set<std::string>{"E0204"});
    const diag::Diagnostic& first = compilation.diagnostics.all()[0];
    CHECK(first.help == "rename or remove one of the two");
    REQUIRE(first.notes.size() == 1);
    return compilation.sources[first.span.source].Locate(first.notes[0].span.begin).line;
  };
  CHECK(notes("  param p: int = 1\n  param p: int = 2\n") == 3);
  CHECK(notes("  param p: int = 1\n  p = 5\n") == 4);
}

TEST_CASE("a first_seen beside a group that it does not look at is pointed out") {
  const auto codes = [](const std::string& group, const std::string& seen) {
    return Codes(Compile(
        SplitFiles("let actor = coalesce(userIdentity.arn, userIdentity.userName)\n"
                   "rule r {\n  on aws.cloudtrail\n  group by " +
                   group + "\n  _quiet = 5\n  " + seen + "; history 1d)\n  condition new\n}\n")));
  };
  const std::set<std::string> warned = {"W0513"};
  CHECK(codes("awsRegion", "new = first_seen(userIdentity.arn") == warned);
  CHECK(codes("actor", "new = first_seen(eventName") == warned);
  CHECK(codes("awsRegion, eventName", "new = first_seen(userIdentity.arn") == warned);
  CHECK(codes("awsRegion", "new = first_seen(awsRegion, userIdentity.arn").empty());
  CHECK(codes("awsRegion, eventName", "new = first_seen(userIdentity.arn, eventName").empty());
  CHECK(codes("actor", "new = first_seen(userIdentity.arn, eventName").empty());
  CHECK(codes("lower(awsRegion)", "new = first_seen(upper(awsRegion)").empty());
  CHECK(codes("\"all\"", "new = first_seen(eventName").empty());
}

}  // namespace
}  // namespace sigrun::docs
