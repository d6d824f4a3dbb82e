#include "compiler/compile.h"

#include "compiler/codegen/emit.h"
#include "compiler/passes/passes.h"
#include "runtime/program/verify.h"

namespace sigrun::compiler {

Compilation Compile(const std::vector<modules::RootFile>& roots, const modules::FileSystem& files,
                    const Options& options) {
  Compilation out;
  out.modules =
      modules::LoadModules(roots, options.search_path, files, out.sources, out.diagnostics);
  out.checked = sema::Check(out.modules, out.sources, files, out.diagnostics);
  out.diagnostics.SortByPlace();
  ir::RuleSet& rules = out.checked.rules;
  // Before the passes: how well a rule is optimised is no part of what it means.
  for (ir::Rule& rule : rules.rules) rule.meaning = ir::Meaning(rules, rule);
  const bool share = options.network.share;
  out.network = net::Build(options.passes ? passes::RunAll(rules, share) : rules, options.network);
  auto program = codegen::Emit(out.network);
  if (!program.ok()) {
    out.error = program.error().message;
    return out;
  }
  if (const Status verified = program::Verify(*program); !verified.ok()) {
    out.error = verified.error().message;
    return out;
  }
  out.program = std::move(*program);
  return out;
}

}  // namespace sigrun::compiler
