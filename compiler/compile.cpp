#include "compiler/compile.h"

#include "compiler/codegen/emit.h"
#include "compiler/passes/passes.h"
#include "runtime/program/verify/verify.h"

namespace sigrun::compiler {
namespace {

ir::RuleSet Optimised(ir::RuleSet rules, const Options& options) {
  if (!options.passes) return rules;
  if (options.network.share) rules = passes::Share(rules);
  for (const passes::Pass& pass : passes::All())
    if (options.only_pass.empty() || options.only_pass == pass.name) rules = pass.run(rules);
  return rules;
}

}  // namespace

Compilation Compile(const std::vector<modules::RootFile>& roots, const modules::FileSystem& files,
                    const Options& options) {
  Compilation out;
  out.modules = modules::LoadModules(roots, options.load, files, out.sources, out.diagnostics);
  out.checked = sema::Check(out.modules, out.sources, files, out.diagnostics);
  out.diagnostics.SortByPlace();
  // Before the passes: optimisation does not change the meaning of a rule.
  ir::HashRules(out.checked.rules);
  out.network = net::Build(Optimised(out.checked.rules, options), options.network);
  auto program = codegen::Emit(out.network);
  if (!program.ok()) {
    out.error = program.error().message;
    return out;
  }
  program->time_fields = out.modules.time_fields;
  if (const Status verified = program::Verify(*program); !verified.ok()) {
    out.error = verified.error().message;
    return out;
  }
  out.program = std::move(*program);
  return out;
}

}  // namespace sigrun::compiler
