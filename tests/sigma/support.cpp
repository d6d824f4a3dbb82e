#include "tests/sigma/support.h"

#include <doctest/doctest.h>

#include <fstream>

#include "base/time/event_time.h"
#include "compiler/diag/render.h"
#include "tests/run_engine.h"

namespace sigrun::sigma_testing {
namespace {

class Collector final : public engine::AlertSink {
 public:
  Status OnAlert(const alert::Alert& alert) override {
    alerts.all.emplace_back(alert.rule->name,
                            alert.event_ids.empty() ? "" : alert.event_ids.back());
    return Ok();
  }
  Alerts alerts;
};

}  // namespace

Json ReadJson(const std::filesystem::path& path) {
  std::ifstream stream(path);
  REQUIRE_MESSAGE(stream, path.string());
  return Json::parse(stream);
}

compiler::Compilation CompileSigma(const Set& set) {
  modules::MemoryFileSystem files;
  files.files["rules.yml"] = set.rules;
  if (!set.config.empty()) files.files["sigrun.yml"] = set.config;
  compiler::Options options;
  options.load.sigma_refire_every = set.refire_every;
  return compiler::Compile({{"rules.yml", ""}}, files, options);
}

std::string Rendered(const compiler::Compilation& compilation) {
  std::string text = compilation.error;
  for (const diag::Diagnostic& diagnostic : compilation.diagnostics.all())
    text += diag::Render(diagnostic, compilation.sources, {false}) + "\n";
  return text;
}

std::vector<std::string> Codes(const compiler::Compilation& compilation) {
  std::vector<std::string> codes;
  for (const diag::Diagnostic& diagnostic : compilation.diagnostics.all())
    codes.emplace_back(diag::Info(diagnostic.code).code);
  return codes;
}

std::string Place(const SourceMap& sources, Span span) {
  const LineColumn at = sources[span.source].Locate(span.begin);
  return std::to_string(at.line) + ":" + std::to_string(at.column);
}

Lines Told(const std::string& rules, const std::string& config) {
  const auto compilation = CompileSigma({rules, config, false});
  Lines lines;
  for (const diag::Diagnostic& diagnostic : compilation.diagnostics.all())
    lines.push_back(std::string(diag::Info(diagnostic.code).code) +
                    (diagnostic.span.valid() ? " " + Place(compilation.sources, diagnostic.span)
                                             : std::string()));
  return lines;
}

compiler::Compilation CompileSound(const Set& set) {
  compiler::Compilation compilation = CompileSigma(set);
  CHECK_MESSAGE(!compilation.diagnostics.has_errors(), Rendered(compilation));
  REQUIRE_MESSAGE(compilation.program, compilation.error);
  return compilation;
}

Alerts RunSigma(const compiler::Compilation& compilation, const std::string& events, bool log) {
  REQUIRE(compilation.program);
  const exec::LoadedProgram program(program::Program(*compilation.program), {});
  engine::Options options;
  options.rule_test = !log;
  options.any_source = true;
  options.deduplicate = log;
  if (!log) options.dedup_field = "eventID";
  Collector collector;
  RunEngine(program, options, events, collector);
  return std::move(collector.alerts);
}

std::string Events(const Json& steps) {
  std::string events;
  int n = 0;
  for (const Json& step : steps) {
    Json event = step["event"];
    event["eventID"] = "e" + std::to_string(n++);
    if (!step["ts"].is_null()) {
      const std::string time = FormatTimestamp(Timestamp{step["ts"].get<int64_t>() * 1'000'000});
      event["@timestamp"] = time;
    }
    events += event.dump() + "\n";
  }
  return events;
}

std::vector<std::string> Matches(const compiler::Compilation& compilation, const Json& event) {
  std::vector<std::string> names;
  for (const auto& [rule, id] : RunSigma(compilation, event.dump() + "\n").all)
    names.push_back(rule);
  return names;
}

}  // namespace sigrun::sigma_testing
