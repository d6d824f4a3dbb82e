// Public rule collections next to the project: they compile, except those that contain errors.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>

#include "engine/load/load_rules.h"
#include "tests/shared_data.h"
#include "tests/sigma/support.h"

namespace sigrun::sigma_testing {
namespace {

namespace fs = std::filesystem;

compiler::Compilation CompileFolder(const fs::path& folder, const std::string& config) {
  const engine::RuleInputs inputs = engine::FindRules({folder.string()});
  CHECK(inputs.errors.empty());
  compiler::Options options;
  options.load.sigma_config = config;
  return compiler::Compile(inputs.sources, modules::DiskFileSystem(), options);
}

// File name and code of each error.
std::set<std::string> Errors(const compiler::Compilation& compilation) {
  std::set<std::string> errors;
  for (const diag::Diagnostic& diagnostic : compilation.diagnostics.all())
    if (diagnostic.severity() == diag::Severity::kError)
      errors.insert(fs::path(compilation.sources[diagnostic.span.source].path()).stem().string() +
                    " " + std::string(diag::Info(diagnostic.code).code));
  return errors;
}

std::string Joined(const std::set<std::string>& all) {
  std::string text;
  for (const std::string& one : all) text += one + "\n";
  return text;
}

TEST_CASE("all public rules compile") {
  const fs::path folder = SharedData("sigma");
  if (folder.empty()) return;
  CHECK(Joined(Errors(CompileFolder(folder / "rules", ""))) == "");
  // Each placeholder without a value is reported; with values, nothing is reported. A rule reports
  // one of its placeholders at a time.
  CHECK_FALSE(Errors(CompileFolder(folder / "rules-placeholder", "")).empty());
  const fs::path path = fs::temp_directory_path() / "sigrun-collections-test.yml";
  std::set<std::string> placeholders;
  std::set<std::string> errors;
  for (int round = 0; round < 8; ++round) {
    std::string config = "placeholders:\n";
    for (const std::string& name : placeholders) config += "  '" + name + "': [some, other]\n";
    std::ofstream(path) << config;
    const auto compilation = CompileFolder(folder / "rules-placeholder", path.string());
    errors = Errors(compilation);
    for (const diag::Diagnostic& diagnostic : compilation.diagnostics.all()) {
      if (diag::Info(diagnostic.code).code != "E1018") continue;
      const size_t begin = diagnostic.message.find('%') + 1;
      placeholders.insert(
          diagnostic.message.substr(begin, diagnostic.message.find('%', begin) - begin));
    }
  }
  fs::remove(path);
  CHECK(Joined(errors) == "");
  CHECK(placeholders.size() > 10);
}

// Rules that contain errors, or whose form no tool has accepted for years.
const std::set<std::string> kWrong = {
    // Placeholders without values.
    "azure_ad_account_signin_outside_hours E1018",
    "azure_privileged_account_no_saw_paw E1018",
    "azure_privileged_account_signin_outside_hours E1018",
    // Conditions in a private notation that no tool has accepted.
    "net_dns_high_subdomain_rate E1015",
    "sysmon_always_install_elevated_parent_child_correlated E1015",
    "win_dumping_ntdsdit_via_dcsync E1015",
    "win_dumping_ntdsdit_via_netsync E1015",
};

TEST_CASE("of the deprecated and unsupported rules, those compile that are rules") {
  const fs::path folder = SharedData("sigma");
  if (folder.empty()) return;
  std::set<std::string> errors = Errors(CompileFolder(folder / "deprecated", ""));
  errors.merge(Errors(CompileFolder(folder / "unsupported", "")));
  CHECK(Joined(errors) == Joined(kWrong));
}

// Bare CloudTrail records of the collected logs, one a line.
std::string CollectedRecords(const fs::path& folder) {
  std::string records;
  for (const fs::directory_entry& file : fs::directory_iterator(folder)) {
    if (file.path().extension() != ".ndjson") continue;
    std::ifstream stream(file.path());
    for (std::string line; std::getline(stream, line);) {
      const Json record = Json::parse(line, nullptr, false);
      if (record.is_object() && record.contains("eventName") && record.contains("eventSource") &&
          record.contains("eventTime") && record["eventTime"].is_string() &&
          record.contains("eventID"))
        records += line + "\n";
    }
  }
  return records;
}

// Of several events with one id the first read is shown by its plain id.
std::string WithoutDigest(const std::string& id) { return id.substr(0, id.find('#')); }

TEST_CASE("the public CloudTrail rules find in the collected logs what the judge finds") {
  const fs::path folder = SharedData("sigma");
  if (folder.empty()) return;
  const std::string records = CollectedRecords(folder / "../cloudtrail/events");
  const auto compilation = CompileFolder(folder / "rules/cloud/aws", "");
  REQUIRE(compilation.program);
  std::vector<std::string> engine, judge;
  for (const auto& [rule, event] : RunSigma(compilation, records, true).all)
    engine.push_back(rule + " " + WithoutDigest(event));
  for (const reference::Fired& fired :
       reference::Run(compilation.checked.rules, records, {"", false}))
    judge.push_back(fired.rule + " " + WithoutDigest(fired.event_id));
  CHECK(engine.size() > 100);
  std::sort(engine.begin(), engine.end());
  std::sort(judge.begin(), judge.end());
  std::vector<std::string> different;
  std::set_symmetric_difference(engine.begin(), engine.end(), judge.begin(), judge.end(),
                                std::back_inserter(different));
  CHECK(Joined({different.begin(), different.end()}) == "");
}

TEST_CASE("the public CloudTrail rules, converted, give the same alerts") {
  const fs::path folder = SharedData("sigma");
  if (folder.empty()) return;
  const fs::path out = fs::temp_directory_path() / "sigrun-converted-rules";
  fs::remove_all(out);
  const std::string command = std::string(SIGRUN_PROGRAM) + " convert '" +
                              (folder / "rules/cloud/aws").string() + "' -o '" + out.string() +
                              "' 2>/dev/null";
  REQUIRE(std::system(command.c_str()) == 0);
  const auto converted = CompileFolder(out, "");
  CHECK(Joined(Errors(converted)) == "");
  REQUIRE(converted.program);
  const auto original = CompileFolder(folder / "rules/cloud/aws", "");
  const std::string records = CollectedRecords(folder / "../cloudtrail/events");
  CHECK(RunSigma(converted, records).all == RunSigma(original, records).all);
  fs::remove_all(out);
}

}  // namespace
}  // namespace sigrun::sigma_testing
