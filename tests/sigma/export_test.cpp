// Rules keep their meaning when they are exported as Sigma and read again.
#include "compiler/sigma_export/export.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

#include "engine/ruletest/ruletest.h"
#include "tests/golden_file.h"
#include "tests/sigma/support.h"

namespace sigrun::sigma_testing {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> IdsOf(const Alerts& alerts, const std::string& rule) {
  std::vector<std::string> ids;
  for (const auto& [name, id] : alerts.all)
    if (rule.empty() || name == rule) ids.push_back(id);
  return ids;
}

const ir::Rule* FindRule(const compiler::Compilation& rules, const std::string& name) {
  for (const ir::Rule& rule : rules.checked.rules.rules)
    if (rule.info.name == name) return &rule;
  return nullptr;
}

// Runs the events of the rule's own tests through the rule and its converted form, which is named
// `sigma_name` or is the only one. Sigma has no suppression: for rules with it, only whether they
// fire at all is compared.
size_t CheckRule(const compiler::Compilation& rules, const std::string& name,
                 const compiler::Compilation& sigma, const std::string& sigma_name) {
  const bool suppress = FindRule(rules, name)->alert.suppress.has_value();
  size_t asked = 0;
  for (const sema::RuleTest& test : rules.checked.tests) {
    if (test.rule != name) continue;
    for (const sema::Expectation& expectation : test.expectations) {
      if (!expectation.file.empty()) continue;
      const auto events = engine::MakeEvents(expectation, modules::MemoryFileSystem());
      REQUIRE(events.ok());
      CAPTURE(expectation.text);
      const auto ours = IdsOf(RunSigma(rules, *events), name);
      const auto theirs = IdsOf(RunSigma(sigma, *events), sigma_name);
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
    if (!exported.yaml.empty()) {
      CAPTURE(exported.yaml);
      asked += CheckRule(rules, exported.rule, CompileSound({exported.yaml, "", false}), "");
    }
  return asked;
}

// Whether a diagnostic says that the rule does not have quite the same meaning in Sigma.
bool IsNoted(const sigma_export::Exported& rule) {
  return std::any_of(rule.notes.begin(), rule.notes.end(), [](const auto& note) {
    return !note.text.starts_with("any JSON log") && !note.text.starts_with("of the alert") &&
           !note.text.starts_with("parameter");
  });
}

// All rules of the file together, as they may be on one another.
size_t CheckTogether(const std::string& path, const std::string& pack) {
  CAPTURE(path);
  const compiler::Compilation rules = compiler::Compile({{path, pack}}, modules::DiskFileSystem());
  const auto all = sigma_export::Export(rules.checked.rules, rules.modules);
  std::string yaml;
  for (const auto& exported : all)
    if (!exported.yaml.empty()) yaml += (yaml.empty() ? "" : "---\n") + exported.yaml;
  if (yaml.empty()) return 0;
  CAPTURE(yaml);
  const compiler::Compilation sigma = CompileSound({yaml, "", false});
  size_t asked = 0;
  for (const auto& exported : all) {
    const ir::Rule* rule = FindRule(rules, exported.rule);
    bool noted = IsNoted(exported);
    for (const uint32_t input : rule->inputs) noted |= IsNoted(all[input]);
    if (exported.yaml.empty() || noted || !rule->alert.enabled) continue;
    asked += CheckRule(rules, exported.rule, sigma, exported.rule);
  }
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

TEST_CASE("sigma: exported rules of tests/spec fire on the events of their own tests as before") {
  const fs::path spec = fs::path(SIGRUN_SOURCE_DIR) / "tests/spec";
  size_t asked = 0;
  for (const auto& entry : fs::recursive_directory_iterator(spec)) {
    if (entry.path().extension() != ".sgr") continue;
    // Number and text of a field that has a type are compared differently in Sigma.
    if (entry.path().stem() == "untyped_is_the_field_whatever_the_schema_says") continue;
    asked += CheckTogether(entry.path().string(), spec.string());
  }
  CHECK(asked > 300);
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
