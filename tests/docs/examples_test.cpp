// The examples in the tables are true: every kernel's, and every diagnostic's wrong and right file.
#include <doctest/doctest.h>

#include <set>
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

// What cannot stand in a table: a file that is not there, a text too long to write out.
RuleFiles WrongWithoutText(std::string_view code) {
  if (code == "E0603") return {"missing.sgr", {}};
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

}  // namespace
}  // namespace sigrun::docs
