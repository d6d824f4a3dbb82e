#include "tests/docs/rule_text.h"

#include <sstream>

#include "compiler/diag/render.h"
#include "engine/ruletest/ruletest.h"

namespace sigrun::docs {

RuleFiles SplitFiles(const std::string& text) {
  static const std::string kMark = "//// file: ";
  RuleFiles result;
  std::string name = "example.sgr";
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    if (line.rfind(kMark, 0) == 0) {
      name = line.substr(kMark.size());
    } else {
      result.files[name] += line + "\n";
    }
    if (result.root.empty()) result.root = name;
  }
  return result;
}

compiler::Compilation Compile(const RuleFiles& files, bool passes) {
  modules::MemoryFileSystem disk;
  disk.files = files.files;
  compiler::Options options;
  options.passes = passes;
  return compiler::Compile({{files.root, ""}}, disk, options);
}

std::set<std::string> Codes(const compiler::Compilation& compilation) {
  std::set<std::string> codes;
  for (const diag::Diagnostic& diagnostic : compilation.diagnostics.all())
    codes.emplace(diag::Info(diagnostic.code).code);
  return codes;
}

std::string Rendered(const compiler::Compilation& compilation) {
  std::string text = compilation.error;
  for (const diag::Diagnostic& diagnostic : compilation.diagnostics.all())
    text += diag::Render(diagnostic, compilation.sources, {false}) + "\n";
  return text;
}

std::string FailedTests(compiler::Compilation compilation) {
  if (!compilation.program) return "there is no program: " + compilation.error;
  const exec::LoadedProgram program(std::move(*compilation.program));
  std::string failures;
  for (const engine::TestOutcome& outcome : engine::RunTests(
           {compilation.checked, compilation.sources, modules::MemoryFileSystem()}, program))
    if (!outcome.passed) failures += outcome.text + ": " + outcome.reason + "\n";
  return failures;
}

}  // namespace sigrun::docs
