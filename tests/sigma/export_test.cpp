// Rules that go out as Sigma and come back in mean the same.
#include "compiler/sigma_export/export.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/ruletest/ruletest.h"
#include "tests/sigma/support.h"

namespace sigrun::sigma_testing {
namespace {

namespace fs = std::filesystem;

std::string ReadText(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

std::vector<std::string> IdsOf(const Alerts& alerts, const std::string& rule) {
  std::vector<std::string> ids;
  for (const auto& [name, id] : alerts.all)
    if (rule.empty() || name == rule) ids.push_back(id);
  return ids;
}

// Puts the events of the rule's own tests to the rule and to what it has become. Suppression is no
// part of Sigma: there only whether it fires at all can be compared.
size_t CheckRule(const compiler::Compilation& rules, const sigma_export::Exported& exported) {
  CAPTURE(exported.yaml);
  const compiler::Compilation sigma = CompileSound({exported.yaml, "", false});
  bool suppress = false;
  for (const ir::Rule& rule : rules.checked.rules.rules)
    if (rule.info.name == exported.rule) suppress = rule.alert.suppress.has_value();
  size_t asked = 0;
  for (const sema::RuleTest& test : rules.checked.tests) {
    if (test.rule != exported.rule) continue;
    for (const sema::Expectation& expectation : test.expectations) {
      if (!expectation.file.empty()) continue;
      const auto events = engine::MakeEvents(expectation);
      REQUIRE(events.ok());
      CAPTURE(expectation.text);
      const auto ours = IdsOf(RunSigma(rules, *events), exported.rule);
      const auto theirs = IdsOf(RunSigma(sigma, *events), "");
      if (suppress)
        CHECK(ours.empty() == theirs.empty());
      else
        CHECK(ours == theirs);
      ++asked;
    }
  }
  return asked;
}

size_t CheckFile(const std::string& path, const std::string& pack) {
  CAPTURE(path);
  const compiler::Compilation rules = compiler::Compile({{path, pack}}, modules::DiskFileSystem());
  size_t asked = 0;
  for (const auto& exported : sigma_export::Export(rules.checked.rules, rules.modules))
    if (!exported.yaml.empty()) asked += CheckRule(rules, exported);
  return asked;
}

TEST_CASE("sigma: exported rules of the pack fire on the events of their own tests as before") {
  const fs::path pack = fs::path(SIGRUN_SOURCE_DIR) / "rules";
  size_t asked = 0;
  for (const auto& entry : fs::recursive_directory_iterator(pack / "aws"))
    if (entry.path().extension() == ".sgr")
      asked += CheckFile(entry.path().string(), pack.string());
  CHECK(asked > 50);
}

TEST_CASE("sigma: what tests/golden/sigma_export exports is sound Sigma") {
  size_t seen = 0;
  for (const auto& entry :
       fs::directory_iterator(fs::path(SIGRUN_SOURCE_DIR) / "tests/golden/sigma_export")) {
    if (entry.path().extension() != ".yml") continue;
    CAPTURE(entry.path().string());
    CompileSound({ReadText(entry.path()), "", false});
    ++seen;
  }
  CHECK(seen >= 8);
}

}  // namespace
}  // namespace sigrun::sigma_testing
