// Sigma rules in tests: compiled from text in memory, run on events by the engine and by the
// reference implementation.
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "compiler/compile.h"
#include "tests/reference/runner.h"

namespace sigrun::sigma_testing {

using Json = nlohmann::json;

Json ReadJson(const std::filesystem::path& path);

struct Set {
  std::string rules;        // YAML
  std::string config = {};  // sigrun.yml; may be empty
  bool refire_every = false;
};
compiler::Compilation CompileSigma(const Set& set);
// As CompileSigma, and every diagnostic that is an error as a failure of the test.
compiler::Compilation CompileSound(const Set& set);
std::string Rendered(const compiler::Compilation& compilation);
std::vector<std::string> Codes(const compiler::Compilation& compilation);

using Lines = std::vector<std::string>;
std::string Place(const SourceMap& sources, Span span);  // line:column
// CODE line:column of each diagnostic, in order.
Lines Told(const std::string& rules, const std::string& config = "");

struct Alerts {
  std::vector<std::pair<std::string, std::string>> all;  // rule, id of the event that completed it
};
// One JSON object a line. Every rule looks at every event.
Alerts RunSigma(const compiler::Compilation& compilation, const std::string& events,
                bool log = false);
// The events as RunSigma expects them: one per step, { "event": …, "ts": seconds }, with the id e0,
// e1 ….
std::string Events(const Json& steps);
// One event without a time: the names of the rules that match it.
std::vector<std::string> Matches(const compiler::Compilation& compilation, const Json& event);

}  // namespace sigrun::sigma_testing
