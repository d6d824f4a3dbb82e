// Third-party data, if it is next to the project: rule tests of another engine, converted to rules
// of this language, and logs that must be read without a reject.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "compiler/compile.h"
#include "engine/load/load_rules.h"
#include "engine/scan.h"
#include "tests/run_engine.h"
#include "tests/shared_data.h"

namespace sigrun {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

class Counter final : public engine::AlertSink {
 public:
  Status OnAlert(const alert::Alert&) override {
    ++alerts;
    return Ok();
  }
  size_t alerts = 0;
};

// Intended differences of this language: by the name of the foreign test.
const std::map<std::string, std::string> kDifferences = {
    {"a_path_through_an_array_matches_nothing",
     "a path that crosses an array matches if any element does"},
};

std::string Regex(const std::string& pattern) {
  std::string text;
  for (const char c : pattern) text += c == '/' ? std::string("\\/") : std::string(1, c);
  return "/" + text + "/";
}

// [[{field, regex} and …] or …]
std::string RuleText(const Json& alternatives) {
  std::string any;
  for (const Json& conditions : alternatives) {
    std::string all;
    for (const Json& condition : conditions)
      all += fmt::format("{}{} matches {}", all.empty() ? "" : " and ",
                         condition["field"].get<std::string>(),
                         Regex(condition["regex"].get<std::string>()));
    any += fmt::format("{}({})", any.empty() ? "" : " or ", all);
  }
  return fmt::format("rule triple {{ on aws.cloudtrail condition {} }}\n", any);
}

bool Fires(const std::string& rule, const std::string& event) {
  modules::MemoryFileSystem files;
  files.files["triple.sgr"] = rule;
  compiler::Compilation compiled = compiler::Compile({{"triple.sgr", ""}}, files);
  REQUIRE(compiled.diagnostics.error_count() == 0);
  REQUIRE_MESSAGE(compiled.program, compiled.error);
  const exec::LoadedProgram program(std::move(*compiled.program));
  const engine::Options options;
  Counter counter;
  RunEngine(program, options, event, counter);
  return counter.alerts > 0;
}

std::string TestName(const Json& triple) {
  const std::string reference = triple["rule_ref"];
  return reference.substr(reference.rfind(':') + 1);
}

// The expected result: the same or, for the differences, whether an element matches.
bool Expected(const Json& triple) {
  if (!kDifferences.count(TestName(triple))) return triple["expected"];
  const Json resources = triple["event"].value("resources", Json::array());
  for (const Json& resource : resources)
    if (resource.value("ARN", "").find("arn:aws:") != std::string::npos) return true;
  return false;
}

TEST_CASE("triples: field and expression as another engine has them") {
  const fs::path path = SharedData("cloudtrail/triples/boogy_field_regex.ndjson");
  if (path.empty()) return;
  std::ifstream stream(path);
  size_t seen = 0, differing = 0;
  for (std::string line; std::getline(stream, line); ++seen) {
    const Json triple = Json::parse(line);
    const std::string rule = RuleText(triple["rule"]), test = triple["test"];
    CAPTURE(rule);
    CAPTURE(test);
    CHECK(Fires(rule, triple["event"].dump()) == Expected(triple));
    differing += Expected(triple) != triple["expected"].get<bool>();
  }
  CHECK(seen > 0);
  MESSAGE(seen, " triples, ", differing, " different on purpose");
}

void CheckScan(const fs::path& path, const exec::LoadedProgram& program) {
  CAPTURE(path.string());
  const engine::Options options;
  Counter counter;
  engine::Pipeline pipeline(program, options, counter);
  const auto result = engine::Scan(io::FindInputs({path.string()}), program, options, pipeline);
  CHECK(result.file_errors.empty());
  CHECK(pipeline.ledger().records() > 0);
  CHECK(pipeline.ledger().Balances());
  for (const event::Reject& reject : pipeline.ledger().rejects())
    FAIL_CHECK("record " << reject.origin.record << ": " << Name(reject.reason) << ": "
                         << reject.detail);
}

TEST_CASE("triples: logs of many origins are read without a reject by the shipped rules") {
  const fs::path folder = SharedData("cloudtrail/events");
  if (folder.empty()) return;
  const engine::RuleInputs rules = engine::FindRules({std::string(SIGRUN_SOURCE_DIR) + "/rules"});
  compiler::Compilation compiled = compiler::Compile(rules.sources, modules::DiskFileSystem());
  REQUIRE_MESSAGE(compiled.program, compiled.error);
  const exec::LoadedProgram program(std::move(*compiled.program));
  size_t seen = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".ndjson") continue;
    ++seen;
    CheckScan(entry.path(), program);
  }
  CHECK(seen > 0);
}

}  // namespace
}  // namespace sigrun
