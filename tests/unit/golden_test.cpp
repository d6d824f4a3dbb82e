// The output of each compiler stage for a few rules, as printed by `sigrun dump`, the meaning of
// the rules (a part of every alert id) and the hash of the pack: sources are in tests/golden/ast,
// expectations are .txt files in the folder of each stage. With SIGRUN_UPDATE_GOLDENS set, writes
// them instead.
#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "base/hash.h"
#include "compiler/ast/print.h"
#include "compiler/compile.h"
#include "runtime/program/image/image.h"
#include "runtime/program/print/print.h"
#include "tests/golden_file.h"

namespace sigrun {
namespace {

namespace fs = std::filesystem;

fs::path GoldenFolder() { return fs::path(SIGRUN_SOURCE_DIR) / "tests/golden"; }

void CheckStage(const std::string& stage, const std::string& behaviour, const std::string& actual) {
  CheckGolden(GoldenFolder() / stage / (behaviour + ".txt"), actual);
}

// None of it may depend on the compiler or library used to build Sigrun.
std::string Identities(const program::Program& program) {
  std::string text;
  for (const program::Rule& rule : program.rules)
    text += "rule " + rule.info.name + " means " + rule.meaning + "\n";
  return text + "pack " + Sha256Hex(program::WriteImage(program)) + "\n";
}

// The file is compiled under its bare name, so that no local path is printed.
void CheckStages(const fs::path& source) {
  const std::string behaviour = source.stem().string(), name = source.filename().string();
  modules::MemoryFileSystem files;
  files.files[name] = ReadText(source);
  const compiler::Compilation compiled = compiler::Compile({{name, ""}}, files);
  CHECK(compiled.diagnostics.error_count() == 0);
  REQUIRE_MESSAGE(compiled.program, compiled.error);
  std::string tree;
  for (const modules::Module& module : compiled.modules.modules)
    if (module.root) tree += ast::Print(module.file);
  CheckStage("ast", behaviour, tree);
  CheckStage("ir", behaviour, ir::Print(compiled.checked.rules));
  CheckStage("net", behaviour, net::Print(compiled.network));
  CheckStage("bytecode", behaviour, program::Print(*compiled.program));
  CheckStage("identity", behaviour, Identities(*compiled.program));
}

TEST_CASE("golden: every stage prints what is expected") {
  size_t seen = 0;
  for (const auto& entry : fs::directory_iterator(GoldenFolder() / "ast")) {
    if (entry.path().extension() != ".sgr") continue;
    ++seen;
    CheckStages(entry.path());
  }
  CHECK(seen >= 4);
}

}  // namespace
}  // namespace sigrun
