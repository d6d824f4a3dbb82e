// Errors in a file: correct parts are still checked, compiled and testable; an error is reported
// once and nowhere else.
#include <doctest/doctest.h>

#include <map>
#include <string>

#include "compiler/compile.h"

namespace sigrun {
namespace {

struct Compiled {
  explicit Compiled(const std::map<std::string, std::string>& texts) {
    modules::MemoryFileSystem files;
    files.files = texts;
    std::vector<modules::RootFile> roots;
    for (const auto& [path, text] : texts) roots.push_back({path, ""});
    compilation = compiler::Compile(roots, files);
  }
  explicit Compiled(const std::string& text)
      : Compiled(std::map<std::string, std::string>{{"r.sgr", text}}) {}

  std::string Codes() const {
    std::string codes;
    for (const diag::Diagnostic& d : compilation.diagnostics.all())
      codes += (codes.empty() ? "" : " ") + std::string(diag::Info(d.code).code);
    return codes;
  }
  // Of the program.
  std::string Rules() const {
    std::string names;
    for (const program::Rule& rule : compilation.program->rules)
      names += (names.empty() ? "" : " ") + rule.info.name;
    return names;
  }
  // Why the expectations cannot be run, one for each.
  std::vector<std::string> Obstacles() const {
    std::vector<std::string> obstacles;
    for (const sema::RuleTest& test : compilation.checked.tests)
      for (const sema::Expectation& e : test.expectations) obstacles.push_back(e.obstacle);
    return obstacles;
  }

  compiler::Compilation compilation;
};

using Obstacles = std::vector<std::string>;

const std::string kRight = "rule right { on aws.cloudtrail condition readOnly }\n";

TEST_CASE("a rule with an error of form does not hide the others of its file") {
  for (const std::string broken :
       {"rule wrong { on aws.cloudtrail condition readOnly and }\n",
        "rule wrong { on aws.cloudtrail condition readOnly && readOnly }\n",
        "rule wrong { on aws.cloudtrail condition eventName == “x” }\n",
        "rule wrong {\n  on aws.cloudtrail\n  condition (readOnly\n}\n",
        "rule wrong {\n  on aws.cloudtrail\n  condition readOnly\n"}) {
    CAPTURE(broken);
    for (const bool first : {true, false}) {
      const Compiled compiled(first ? broken + kRight : kRight + broken);
      CHECK(compiled.compilation.diagnostics.error_count() == 1);
      CHECK(compiled.Rules() == "right");
    }
  }
}

TEST_CASE("errors of meaning are found beside errors of form") {
  const Compiled compiled(
      "rule a { on aws.cloudtrail condition }\n"
      "rule b { on aws.cloudtrail condition eventNmae == \"x\" }\n" +
      kRight);
  CHECK(compiled.compilation.diagnostics.error_count() == 2);
  CHECK(compiled.Codes().find("E0201") != std::string::npos);
  CHECK(compiled.Rules() == "right");
}

// Without the declaration the name would refer to something else: a field, or a name of an import.
TEST_CASE("a rule that uses a broken declaration is left out with it") {
  for (const std::string broken : {"let busy = readOnly and\n", "list busy = [\"a\"\n"}) {
    CAPTURE(broken);
    const Compiled compiled(broken +
                            "rule of_field { on json condition busy }\n"
                            "rule of_list { on json condition x in busy }\n"
                            "rule of_group {\n  on json\n  group by busy\n  window sliding 1h\n"
                            "  n = count()\n  condition n > 1\n}\n" +
                            kRight);
    CHECK(compiled.compilation.diagnostics.error_count() == 1);
    CHECK(compiled.Rules() == "right");
  }
}

TEST_CASE("a declaration with an error of meaning is reported once, whoever uses it") {
  const std::string uses =
      "rule one { on aws.cloudtrail condition bad }\n"
      "rule two { on aws.cloudtrail condition bad }\n"
      "rule three { on aws.cloudtrail condition requestParameters.x in bad }\n";
  const Compiled let("let bad = eventNmae == \"x\"\n" + uses + kRight);
  CHECK(let.Codes() == "E0201");
  CHECK(let.Rules() == "right");
  const Compiled list("list bad: int = [\"x\"]\n" + uses.substr(uses.find("rule three")) +
                      "rule four { on aws.cloudtrail condition requestParameters.y in bad }\n" +
                      kRight);
  CHECK(list.Codes() == "E0317");
  CHECK(list.Rules() == "right");
  const Compiled table("table bad from \"a.csv\" key id { id: string }\n" + uses + kRight);
  CHECK(table.Codes() == "E0904");
  CHECK(table.Rules() == "right");
}

TEST_CASE("text outside of declarations may have been one: nothing of the file is believed") {
  const Compiled compiled({{"a.sgr", "lett busy = readOnly\n" + kRight},
                           {"b.sgr", "rule other { on aws.cloudtrail condition readOnly }\n"}});
  CHECK(compiled.compilation.diagnostics.has_errors());
  CHECK(compiled.Rules() == "other");
}

TEST_CASE("expectations that errors stand in the way of are known") {
  const Compiled compiled(kRight +
                          "rule wrong { on aws.cloudtrail condition eventNmae == \"x\" }\n"
                          "rule form { on aws.cloudtrail condition }\n"
                          "rule excepted { on aws.cloudtrail condition readOnly }\n"
                          "exception for excepted { when eventNmae == \"x\" reason = \"r\" }\n"
                          "fixture event = { \"eventName\": \"x\" }\n"
                          "fixture torn = { \"eventName\": }\n"
                          "test right { fires on event quiet on nowhere quiet on torn }\n"
                          "test wrong { fires on event }\n"
                          "test form { fires on event }\n"
                          "test excepted { fires on event }\n"
                          "test right {\n  fires on event\n  fires twice on event\n}\n");
  CHECK(compiled.Obstacles() ==
        Obstacles{"", "the expectation has errors", "the expectation has errors",
                  "the rule has errors", "the rule has errors",
                  "an exception of the rule has errors", "the test has errors"});
  CHECK(compiled.Rules() == "right excepted");
}

TEST_CASE("a test of a rule in a file that cannot be believed is not reported as well") {
  const Compiled compiled({{"a.sgr", "lett busy = readOnly\n" + kRight},
                           {"b.sgr", "fixture e = {}\ntest right { fires on e }\n"}});
  CHECK(compiled.Codes().find("E05") == std::string::npos);
  CHECK(compiled.Obstacles() == Obstacles{"the rule has errors"});
}

}  // namespace
}  // namespace sigrun
