#include "tests/sigma/support.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>

#include "compiler/diag/render.h"
#include "engine/pipeline.h"
#include "runtime/event/decoder.h"

namespace sigrun::sigma_testing {
namespace {

namespace fs = std::filesystem;

class Collector final : public engine::AlertSink {
 public:
  void OnAlert(const alert::Alert& alert) override {
    alerts.all.emplace_back(alert.rule->name,
                            alert.event_ids.empty() ? "" : alert.event_ids.back());
  }
  Alerts alerts;
};

}  // namespace

fs::path SharedSigma() {
  const char* named = std::getenv("SIGRUN_SHARED_DATA");
  const fs::path shared = named != nullptr
                              ? fs::path(named)
                              : fs::path(SIGRUN_SOURCE_DIR).parent_path() / "shared/data";
  if (fs::exists(shared / "sigma")) return shared / "sigma";
  MESSAGE("skipped: no third-party data at ", (shared / "sigma").string(),
          "; SIGRUN_SHARED_DATA names another folder");
  return {};
}

Json ReadJson(const fs::path& path) {
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

compiler::Compilation CompileSound(const Set& set) {
  compiler::Compilation compilation = CompileSigma(set);
  CHECK_MESSAGE(!compilation.diagnostics.has_errors(), Rendered(compilation));
  REQUIRE_MESSAGE(compilation.program, compilation.error);
  return compilation;
}

size_t Alerts::Count(const std::string& rule) const {
  size_t count = 0;
  for (const auto& [name, event] : all) count += name == rule;
  return count;
}

Alerts RunSigma(const compiler::Compilation& compilation, const std::string& events,
                bool deduplicate) {
  REQUIRE(compilation.program);
  const exec::LoadedProgram program(program::Program(*compilation.program), {});
  engine::Options options;
  options.any_source = true;
  options.deduplicate = deduplicate;
  Collector collector;
  engine::Pipeline pipeline(program, options, collector);
  event::Decoder decoder(engine::Pipeline::LayoutOf(program, options), options.event_limits,
                         pipeline);
  pipeline.BeginFile("events");
  decoder.Begin(0);
  decoder.Feed(events);
  decoder.End();
  CHECK(pipeline.Finish().ok());
  CHECK(pipeline.ledger().Balances());
  return std::move(collector.alerts);
}

std::vector<std::string> Matches(const compiler::Compilation& compilation, const Json& event) {
  std::vector<std::string> names;
  for (const auto& [rule, id] : RunSigma(compilation, event.dump() + "\n").all)
    names.push_back(rule);
  return names;
}

}  // namespace sigrun::sigma_testing
