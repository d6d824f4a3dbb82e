// Rules, events and expected results of other Sigma engines, if their data is next to the project.
// Where they agree with the reference implementation, ours must agree, too; where they do not, our
// result is listed with the reason.
#include <doctest/doctest.h>

#include <regex>
#include <sstream>

#include "tests/shared_data.h"
#include "tests/sigma/support.h"

namespace sigrun::sigma_testing {
namespace {

// Some of the data omits what every rule has: the key `detection`, a title.
std::string Completed(const std::string& rules) {
  std::string completed, document;
  const auto indent_of = [](const std::string& text) {
    std::istringstream lines(text);
    size_t least = std::string::npos;
    for (std::string line; std::getline(lines, line);)
      if (line.find_first_not_of(" \t\r") != std::string::npos)
        least = std::min(least, line.find_first_not_of(' '));
    return least == std::string::npos ? 0 : least;
  };
  const auto flush = [&] {
    if (document.find_first_not_of(" \n\r\t") == std::string::npos) return;
    const size_t indent = indent_of(document);
    std::istringstream lines(document);
    std::string text;
    for (std::string line; std::getline(lines, line);)
      text += (line.size() > indent ? line.substr(indent) : "") + "\n";
    const auto has = [&](const char* key) {
      return std::regex_search("\n" + text, std::regex(std::string("\n") + key + ":"));
    };
    if (!has("detection") && !has("correlation") && !has("filter") && !has("action")) {
      std::istringstream again(text);
      text = "detection:\n";
      for (std::string line; std::getline(again, line);) text += "  " + line + "\n";
    }
    if (!has("title") && !has("action")) text = "title: example\n" + text;
    completed += (completed.empty() ? "" : "---\n") + text;
    document.clear();
  };
  std::istringstream lines(rules);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("---", 0) == 0)
      flush();
    else
      document += line + "\n";
  }
  flush();
  return completed;
}

bool Agrees(const Json& expected, size_t count) {
  const std::string op = expected["op"];
  const size_t n = expected["n"];
  if (op == "==") return count == n;
  if (op == "!=") return count != n;
  if (op == ">") return count > n;
  if (op == "<=") return count <= n;
  FAIL("unknown comparison " << op);
  return false;
}

// Our result where the engines disagree, and why.
struct Decision {
  std::string verdict;  // "refused: CODE", or how many rules match
  std::string reason;
};
const std::map<std::string, Decision> kDecisions = {
    {"rsigma-c29e8a4d17b7",
     {"3", "log sources are routed by the pack's configuration, not by fields of the event"}},
    {"rsigma-8d064180213b", {"0", "a filter may name a rule by title, with a warning"}},
    {"rsigma-2ec6ca771572",
     {"0", "`\\%` is a percent sign, so there is no placeholder: a warning"}},
    {"rsigma-3912cace0226",
     {"0", "`\\%` is a percent sign, so there is no placeholder: a warning"}},
    {"rsigma-522b6ad28b12",
     {"0", "`\\%` is a percent sign, so there is no placeholder: a warning"}},
    {"rsigma-54f0ce38616a", {"1", "utf16 has the byte-order mark that the specification gives"}},
    {"rsigma-3ae47d303112", {"0", "field mappings come from the configuration"}},
    {"sigmars-75261de63557", {"0", "a network lies in no network: cidr takes addresses"}},
    {"sigmars-da3d97435beb", {"0", "any number stands before `of`; one of three is not two"}},
    {"go-sigma-rule-engine-36c92de11352",
     {"1", "a test on an absent field is false, so its negation is true"}},
    {"go-sigma-rule-engine-edaaecabc456", {"0", "white space is not folded"}},
};

void CheckDecided(const Json& triple) {
  const std::string id = triple["id"];
  const std::string rules = Completed(triple["rules"]);
  const auto decided = kDecisions.find(id);
  std::string verdict;
  const compiler::Compilation compilation = CompileSigma({rules, "", false});
  if (compilation.diagnostics.has_errors()) {
    for (const diag::Diagnostic& diagnostic : compilation.diagnostics.all())
      if (diagnostic.severity() == diag::Severity::kError && verdict.empty())
        verdict = "refused: " + std::string(diag::Info(diagnostic.code).code);
  } else {
    verdict = std::to_string(Matches(compilation, triple["event"]).size());
  }
  CAPTURE(verdict);
  CAPTURE(triple["expect_rules_matched"].dump());
  if (decided != kDecisions.end()) {
    CHECK(verdict == decided->second.verdict);
    return;
  }
  const std::string features = triple["features"].dump();
  // Elements of arrays: an extension of only one engine. Without its version key, or with a key
  // that is not an array form, names with brackets are plain names.
  if (features.find("rsigma-array-matching") != std::string::npos) {
    CHECK((verdict == "refused: E1028" || verdict == "0"));
    return;
  }
  // `obsoletes` is not a type of `related`: a warning here, and the rule runs.
  CHECK(Agrees(triple["expect_rules_matched"], Matches(compilation, triple["event"]).size()));
}

void CheckFile(const std::string& name) {
  const auto folder = SharedData("sigma");
  if (folder.empty()) return;
  size_t agreed = 0;
  for (const Json& triple : ReadJson(folder / "triples" / name)) {
    const std::string id = triple["id"];
    CAPTURE(id);
    const std::string rules = Completed(triple["rules"]);
    CAPTURE(rules);
    CAPTURE(triple["event"].dump());
    const std::string features = triple["features"].dump();
    std::string config;
    if (features.find("placeholders:") != std::string::npos)
      config = "placeholders: { Admins_Workstations: [OtherAdminMachine, AdminMachine] }\n";
    const Json& agrees = triple["reference"]["agrees"];
    if (agrees.is_boolean() && agrees.get<bool>()) {
      ++agreed;
      const compiler::Compilation compilation = CompileSound({rules, config, false});
      const size_t matched = Matches(compilation, triple["event"]).size();
      CAPTURE(matched);
      CHECK(Agrees(triple["expect_rules_matched"], matched));
    } else if (!config.empty()) {
      const compiler::Compilation compilation = CompileSound({rules, config, false});
      CHECK(Agrees(triple["expect_rules_matched"], Matches(compilation, triple["event"]).size()));
    } else {
      CheckDecided(triple);
    }
  }
  CHECK(agreed > 0);
}

TEST_CASE("triples of rsigma") { CheckFile("rsigma.json"); }
TEST_CASE("triples of sigmars") { CheckFile("sigmars.json"); }
TEST_CASE("triples of sigmalite") { CheckFile("sigmalite.json"); }
TEST_CASE("triples of go-sigma-rule-engine") { CheckFile("go-sigma-rule-engine.json"); }

}  // namespace
}  // namespace sigrun::sigma_testing
