// Sequences of events against correlations of another engine, if its data is next to the project.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "tests/shared_data.h"
#include "tests/sigma/support.h"

namespace sigrun::sigma_testing {
namespace {

// The documents other than correlations: what their rules detect by themselves.
std::string Detections(const std::string& rules) {
  std::string kept, document;
  std::istringstream lines(rules + "\n---\n");
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("---", 0) != 0) {
      document += line + "\n";
      continue;
    }
    if (document.find("\ncorrelation:") == std::string::npos)
      kept += (kept.empty() ? "" : "---\n") + document;
    document.clear();
  }
  return kept;
}

std::set<std::string> StatefulRules(const compiler::Compilation& compilation) {
  std::set<std::string> names;
  for (const program::Rule& rule : compilation.program->rules)
    if (rule.stateful) names.insert(rule.info.name);
  return names;
}

bool Agrees(const Json& expected, size_t count) {
  if (expected.is_null()) return true;
  const size_t n = expected[1];
  return expected[0] == "==" ? count == n : count > n;
}

// Intended differences, by the test of the sequence; and whether it matches if a correlation fires
// at every event for which its condition is true.
struct Difference {
  bool with_every;
  std::string reason;
};
const std::map<std::string, Difference> kDifferences = {
    {"test_event_count_range_condition",
     {true,
      "a correlation fires when its condition comes to hold, not at each event while it does"}},
    {"test_no_suppression_fires_every_event",
     {true,
      "a correlation fires when its condition comes to hold, not at each event while it does"}},
    {"test_expand_modifier_with_correlation",
     {false, "placeholders come from the configuration, not from fields of the event"}},
    {"test_max_group_entries_caps_event_count",
     {false, "an engine's own limit on events in a window: here all are counted"}},
    {"test_rsigma_max_group_entries_attribute_overrides_engine_default",
     {false, "an engine's own limit on events in a window: here all are counted"}},
    {"test_correlation_events_with_reset_action", {false, "a window is not emptied when it fires"}},
    {"export_import_preserves_value_count_state", {false, "the steps are one half of two runs"}},
    {"export_import_preserves_multiple_groups", {false, "the steps are one half of two runs"}},
    {"export_import_preserves_suppression_state", {false, "the steps are one half of two runs"}},
    {"export_import_preserves_event_ref_buffers", {false, "the steps are one half of two runs"}},
    {"export_import_preserves_session_window", {false, "the steps are one half of two runs"}},
};

void CheckSteps(const Json& sequence, bool refire_every) {
  const std::string rules = sequence["rules"];
  const compiler::Compilation compilation = CompileSound({rules, "", refire_every});
  const std::string events = Events(sequence["steps"]);
  const Alerts alerts = RunSigma(compilation, events);
  const std::set<std::string> correlations = StatefulRules(compilation);
  const Alerts detections = RunSigma(CompileSound({Detections(rules), "", false}), events);
  int n = 0;
  size_t total = 0;
  for (const Json& step : sequence["steps"]) {
    const std::string id = "e" + std::to_string(n++);
    size_t fired = 0, detected = 0;
    for (const auto& [rule, event] : alerts.all)
      fired += event == id && correlations.count(rule) > 0;
    for (const auto& [rule, event] : detections.all) detected += event == id;
    total += fired;
    CAPTURE(id);
    CHECK_MESSAGE(Agrees(step["expect_correlations"], fired),
                  step["expect_correlations"].dump() << " correlations, and ours: " << fired);
    CHECK_MESSAGE(Agrees(step["expect_detections"], detected),
                  step["expect_detections"].dump() << " detections, and ours: " << detected);
  }
  const Json& expected = sequence["expect_total_correlations"];
  if (!expected.is_null()) CHECK(total == expected.get<size_t>());
}

TEST_CASE("sequences of events against correlations of rsigma") {
  const auto folder = SharedData("sigma");
  if (folder.empty()) return;
  size_t checked = 0;
  for (const Json& sequence : ReadJson(folder / "triples/rsigma-correlation-sequences.json")) {
    const std::string test = sequence["test"];
    CAPTURE(test);
    CAPTURE(sequence["id"].get<std::string>());
    const std::string features = sequence["features"].dump();
    const std::string rules = sequence["rules"];
    if (features.find("rsigma-window-modes") != std::string::npos) {
      // Other windows than Sigma's are refused, not read as if they were Sigma's.
      const auto codes = Codes(CompileSigma({rules, "", false}));
      CHECK(std::find(codes.begin(), codes.end(), "E1028") != codes.end());
      continue;
    }
    const auto different = kDifferences.find(test);
    if (different != kDifferences.end() && !different->second.with_every) continue;
    CheckSteps(sequence, different != kDifferences.end());
    ++checked;
  }
  CHECK(checked > 10);
}

}  // namespace
}  // namespace sigrun::sigma_testing
