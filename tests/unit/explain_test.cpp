// A failing rule test explains why.
#include "engine/ruletest/explain.h"

#include <doctest/doctest.h>

#include "engine/ruletest/ruletest.h"
#include "tests/docs/rule_text.h"

namespace sigrun::engine {
namespace {

// As one text, so that a failure shows both.
std::string Lines(std::initializer_list<std::string> lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

// The explanation of the first failing expectation.
std::string Said(const std::string& rule, const std::string& test) {
  compiler::Compilation compilation = docs::Compile(docs::SplitFiles(
      rule +
      "fixture get = { \"eventTime\": \"2026-01-01T00:00:00Z\", \"eventSource\": "
      "\"s3.amazonaws.com\", \"eventName\": \"GetObject\", \"sourceIPAddress\": \"192.0.2.1\" }\n"
      "fixture put = get with { \"eventName\": \"PutObject\" }\n"
      "test r { " +
      test + " }\n"));
  REQUIRE_MESSAGE(!compilation.diagnostics.has_errors(), docs::Rendered(compilation));
  const exec::LoadedProgram program(std::move(*compilation.program));
  for (const TestOutcome& outcome :
       RunTests({compilation.checked, compilation.sources, modules::MemoryFileSystem()}, program))
    if (!outcome.passed) {
      std::string text;
      for (const std::string& line : outcome.details) text += line + "\n";
      return text;
    }
  return "it passed";
}

const std::string kHead =
    "rule r {\n  meta { title = \"Example\" level = low }\n  on aws.cloudtrail\n";

TEST_CASE("the part of the condition that was false, with its values") {
  const std::string rule =
      kHead + "  condition eventName == \"GetObject\" and errorCode == \"AccessDenied\"\n}\n";
  CHECK(Said(rule, "fires on get") ==
        Lines({"event 1: `errorCode == \"AccessDenied\"` is false (errorCode is absent)"}));
  CHECK(Said(rule, "fires on put then get with { \"errorCode\": \"Other\" }") ==
        Lines({"event 2 (the closest of 2 that did not match): `errorCode == \"AccessDenied\"` is "
               "false "
               "(errorCode is \"Other\")"}));
}

TEST_CASE("of alternatives all, of a negation what it forbids") {
  const std::string rule =
      kHead +
      "  put  = eventName == \"PutObject\"\n  list = eventName startswith \"List\"\n"
      "  condition (put or list) and not sourceIPAddress in \"192.0.2.0/24\"\n}\n";
  CHECK(
      Said(rule, "fires on get") ==
      Lines({"event 1: `eventName == \"PutObject\"` is false (eventName is \"GetObject\"); "
             "`eventName startswith \"List\"` is false (eventName is \"GetObject\"); "
             "`sourceIPAddress in \"192.0.2.0/24\"` is true (sourceIPAddress is \"192.0.2.1\")"}));
}

TEST_CASE("where it fired and should not: on which event, and why") {
  const std::string rule = kHead + "  condition eventName == \"GetObject\"\n}\n";
  CHECK(Said(rule, "quiet on put then get") ==
        Lines({"event 2: `eventName == \"GetObject\"` is true (eventName is \"GetObject\")"}));
}

TEST_CASE("how far a count came") {
  const std::string rule = kHead +
                           "  window sliding 10m\n  group by sourceIPAddress\n"
                           "  n = count(where eventName == \"GetObject\")\n  condition n >= 5\n}\n";
  CHECK(
      Said(rule, "fires on get repeat 3 every 1m then put") ==
      Lines(
          {"after event 3 in the group sourceIPAddress = 192.0.2.1 (the closest of 3 that did not "
           "match): `n >= 5` is false (n is 3)"}));
  CHECK(Said(rule, "fires on put repeat 3 every 1m") ==
        Lines({"nothing fed `n`: event 3 (the closest of 3 that did not match): `eventName == "
               "\"GetObject\"` is false (eventName is \"PutObject\")"}));
}

TEST_CASE("which events fit which step of a sequence") {
  const std::string rule =
      kHead +
      "  first = eventName == \"GetObject\"\n  second = eventName == \"PutObject\"\n"
      "  sequence first * 2 -> second within 10m\n}\n";
  const std::string said = Said(rule, "fires on get then put after 1m");
  CHECK(said.find("step `first * 2` matches event 1\n") != std::string::npos);
  CHECK(said.find("step `second` matches event 2\n") != std::string::npos);
}

TEST_CASE("an exception that covers the event") {
  const std::string rule = kHead +
                           "  condition eventName == \"GetObject\"\n}\n"
                           "exception for r { when sourceIPAddress in \"192.0.2.0/24\" "
                           "reason = \"x\" }\n";
  CHECK(Said(rule, "fires on get") ==
        Lines({"the exception `sourceIPAddress in \"192.0.2.0/24\"` covers event 1"}));
}

}  // namespace
}  // namespace sigrun::engine
