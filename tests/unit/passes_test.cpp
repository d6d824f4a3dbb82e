// The effect of the optimiser on predicates, as printed by the network.
#include <doctest/doctest.h>

#include "compiler/compile.h"

namespace sigrun {
namespace {

compiler::Compilation Compile(const std::string& text, bool passes = true) {
  modules::MemoryFileSystem files;
  files.files["r.sgr"] = text;
  compiler::Options options;
  options.passes = passes;
  compiler::Compilation compiled = compiler::Compile({{"r.sgr", ""}}, files, options);
  REQUIRE(compiled.diagnostics.error_count() == 0);
  REQUIRE_MESSAGE(compiled.program, compiled.error);
  return compiled;
}

std::string Rule(const std::string& name, const std::string& condition) {
  return "rule " + name + " {\n  on aws.cloudtrail\n  condition " + condition + "\n}\n";
}

// The condition of the only rule.
std::string Condition(const std::string& condition) {
  const net::Network network = Compile(Rule("r", condition)).network;
  return ir::Print(network.rules, network.rules.rules[0].condition);
}

TEST_CASE("tests of one field against several texts become one against a list") {
  CHECK(Condition(R"(eventName == "A" or eventName == "B" or awsRegion == "C")") ==
        R"((or (eq_text awsRegion "C") (in_text eventName {texts "A" "B"})))");
  CHECK(Condition(R"(eventName startswith "A" or eventName startswith any ["B", "C"])") ==
        R"((startswith_any eventName {beginnings "A" "B" "C"}))");
  CHECK(Condition(R"(eventName like any ["*a", "*b", "c*d"])") ==
        R"((or (endswith_any eventName {ends "a" "b"}) (like eventName {glob "c*d"})))");
}

TEST_CASE("tests that ask differently stay apart") {
  CHECK(Condition(R"(eventName == "A" or eventName cased == "B")") ==
        R"((or (eq_text_cased eventName "B") (eq_text eventName "A")))");
  CHECK(Condition(R"(eventName == "A" and eventName == "B")") ==
        R"((and (eq_text eventName "A") (eq_text eventName "B")))");
  CHECK(
      Condition(R"(all of resources.ARN == "a" or all of resources.ARN == "b")").find("in_text") ==
      std::string::npos);
}

TEST_CASE("nested logic becomes flat, but not what another rule shares") {
  const std::string shared = R"((eventName startswith "Get" and awsRegion == "x"))";
  CHECK(Condition(shared + R"( and userAgent == "z")") ==
        R"((and (startswith eventName "Get") (eq_text awsRegion "x") (eq_text userAgent "z")))");
  const auto both = Compile(Rule("a", shared + R"( and userAgent == "z")") + Rule("b", shared));
  const std::string network = net::Print(both.network);
  CAPTURE(network);
  CHECK(network.find(R"((and (eq_text userAgent "z") (and (startswith)") == std::string::npos);
  CHECK(
      ir::Print(both.network.rules, both.network.rules.rules[0].condition) ==
      R"((and (eq_text userAgent "z") (and (startswith eventName "Get") (eq_text awsRegion "x"))))");
}

TEST_CASE("what a rule means depends neither on the optimiser nor on other rules") {
  const std::string rule =
      Rule("r", R"((eventName == "A" or eventName == "B") and not not exists awsRegion)");
  const std::string meaning = Compile(rule).program->rules[0].meaning;
  CHECK(Compile(rule, false).program->rules[0].meaning == meaning);
  CHECK(Compile(rule + Rule("s", R"(eventName == "A" or eventName == "B")"))
            .program->rules[0]
            .meaning == meaning);
  CHECK(Compile(Rule("r", R"(eventName == "A")")).program->rules[0].meaning != meaning);
}

}  // namespace
}  // namespace sigrun
