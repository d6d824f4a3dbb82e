// The examples in the tables are true: every kernel's, and every diagnostic's wrong and right file.
#include <doctest/doctest.h>

#include <string>

#include "compiler/diag/diagnostic.h"
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

TEST_CASE("the wrong example of every diagnostic provokes it and no other error") {
  for (const diag::CodeInfo& info : diag::AllCodes()) {
    if (info.wrong.empty()) continue;
    CAPTURE(std::string(info.code));
    const compiler::Compilation compilation = Compile(SplitFiles(std::string(info.wrong)));
    CHECK(Codes(compilation).count(std::string(info.code)) == 1);
    for (const diag::Diagnostic& diagnostic : compilation.diagnostics.all()) {
      const bool other = diagnostic.severity() == diag::Severity::kError &&
                         diag::Info(diagnostic.code).code != info.code;
      CHECK_MESSAGE(!other, diagnostic.message);
    }
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

// What cannot stand in a table: files that are not there, and texts too long to write out.
TEST_CASE("a rule file that is not there is reported") {
  CHECK(Codes(Compile({"missing.sgr", {}})) == std::set<std::string>{"E0603"});
}

TEST_CASE("a path of many names is too large an expression") {
  std::string path = "requestParameters";
  for (int i = 0; i < 40; ++i) path += ".a";
  CHECK(Codes(Compile(SplitFiles(RuleFor("exists " + path)))) == std::set<std::string>{"E0316"});
}

}  // namespace
}  // namespace sigrun::docs
