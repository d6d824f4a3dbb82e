// How long Sigma rules take from YAML to a verified program, in one thread; their texts are in
// memory.
//
//   compile_bench FOLDER…
#include <memory>

#include "bench/programs/contenders.h"
#include "bench/programs/text.h"
#include "compiler/compile.h"
#include "engine/load/load_rules.h"

int main(int argc, char** argv) {
  using namespace sigrun;
  modules::MemoryFileSystem files;
  const engine::RuleInputs found =
      engine::FindRules(std::vector<std::string>(argv + 1, argv + argc));
  for (const modules::RootFile& rule : found.sources)
    files.files[rule.path] = bench::PaddedText(rule.path);
  bench::Contenders contenders;
  contenders.Add("compile", [&]() -> bench::Facts {
    const compiler::Compilation compilation = compiler::Compile(found.sources, files);
    return {{"events", 1},
            {"rules", compilation.program ? compilation.program->rules.size() : 0},
            {"errors", compilation.diagnostics.error_count()}};
  });
  return contenders.Serve();
}
