#include "cli/rules/rule_arguments.h"

#include <fmt/format.h>

#include "base/text/plural.h"
#include "base/text/visible.h"
#include "cli/output/output.h"
#include "compiler/diag/named.h"

namespace sigrun::cli {
namespace {

void TellLeftOut(const std::vector<std::string>& rules) {
  if (rules.empty()) return;
  constexpr size_t kShown = 10;
  std::string names;
  for (size_t i = 0; i < std::min(rules.size(), kShown); ++i)
    names += (names.empty() ? "" : ", ") + rules[i];
  if (rules.size() > kShown) names += fmt::format(" and {} more", rules.size() - kShown);
  Complain("skipped {}: {}", Plural(rules.size(), "rule"), Visible(names));
}

void Fail(const Error& error) { Complain("{}", Visible(error.message)); }

}  // namespace

void PrintDiagnostics(const engine::CompiledRules& rules, const std::vector<std::string>& ignored,
                      const diag::Format& format) {
  const compiler::Compilation& compilation = rules.compilation;
  diag::Selection selection;
  for (const diag::Diagnostic& diagnostic : compilation.diagnostics.all())
    if (!diag::IsIgnored(diagnostic, ignored)) selection.push_back(&diagnostic);
  for (const std::string& text :
       format.render(selection, compilation.sources, {Err().wants_color()})) {
    switch (format.medium) {
      case diag::Medium::kText:
        Err().Text(text + "\n");
        break;
      case diag::Medium::kJson:
        Out().Json(text);
        break;
    }
  }
  if (!compilation.error.empty()) Fail({compilation.error});
}

std::unique_ptr<engine::CompiledRules> CompileRules(const RuleArguments& arguments,
                                                    const compiler::Options& options) {
  engine::RuleRequest request{arguments.paths, options, arguments.allow_files};
  request.compiler.load.search_path = arguments.search_path;
  request.compiler.load.sigma_config = arguments.config;
  request.compiler.load.sigma_refire_every = arguments.sigma_refire == "every";
  auto rules = engine::CompileRules(request);
  for (const Error& error : rules->path_errors) Fail(error);
  return rules;
}

LoadedRules LoadProgram(const RuleArguments& arguments) {
  const auto rules = CompileRules(arguments);
  PrintDiagnostics(*rules, arguments.ignored);
  const size_t errors = rules->error_count();
  if (errors > 0 && !arguments.keep_going) {
    Complain("{} in the rules; nothing was run: fix them, or skip broken rules with --keep-going",
             Plural(errors, "error"));
    return {};
  }
  engine::MadeProgram made = engine::MakeProgram(*rules, arguments.settings);
  using Failure = engine::MadeProgram::Failure;
  if (made.failure == Failure::kNone || made.failure == Failure::kNoRules)
    TellLeftOut(rules->compilation.checked.left_out);
  if (!made.program) {
    // That the compiler met a limit is among the diagnostics.
    if (rules->compilation.error.empty()) Fail(made.error);
    return {std::nullopt, made.failure == Failure::kSetting ? kUsage : kBadRules, {}};
  }
  return {std::move(*made.program), errors > 0 ? kBadRules : kSuccess, std::move(rules->read)};
}

}  // namespace sigrun::cli
