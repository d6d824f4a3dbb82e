#include "sigrun/rules.h"

#include "api/guard.h"
#include "api/rules_impl.h"
#include "base/text/plural.h"
#include "compiler/diag/render.h"
#include "engine/load/load_rules.h"

namespace sigrun {
namespace {

// The message for a lack of memory, without allocating.
const Rules::Impl kNothing{{Failure::kRules, "no rules were loaded"}, {}, {}, {}, {}};
const Rules::Impl kNoMemory{{Failure::kOutOfMemory, {}}, {}, {}, {}, {}};

// Shares an object that is not owned; allocates nothing.
std::shared_ptr<const Rules::Impl> Unowned(const Rules::Impl& impl) noexcept {
  return {std::shared_ptr<const Rules::Impl>(), &impl};
}

Severity SeverityOf(diag::Severity severity) {
  switch (severity) {
    case diag::Severity::kError:
      return Severity::kError;
    case diag::Severity::kWarning:
      return Severity::kWarning;
    case diag::Severity::kNote:
      return Severity::kNote;
  }
  return Severity::kError;
}

Diagnostic DiagnosticOf(const diag::Diagnostic& from, const SourceMap& sources) {
  Diagnostic diagnostic;
  diagnostic.severity = SeverityOf(from.severity());
  diagnostic.code = diag::Info(from.code).code;
  diagnostic.message = from.message;
  diagnostic.help = from.help;
  diagnostic.text = diag::Render(from, sources);
  if (!from.span.valid()) return diagnostic;
  const SourceFile& file = sources[from.span.source];
  const LineColumn place = file.Locate(from.span.begin);
  diagnostic.file = file.path();
  diagnostic.line = place.line;
  diagnostic.column = place.column;
  return diagnostic;
}

void SetProgram(program::Program program, const exec::LoadOptions& options, Rules::Impl& impl) {
  for (const program::Rule& rule : program.rules) impl.names.push_back(rule.info.name);
  impl.program.emplace(std::move(program), options);
}

Outcome Finish(engine::CompiledRules& compiled, const LoadOptions& options, Rules::Impl& impl) {
  for (const diag::Diagnostic& diagnostic : compiled.compilation.diagnostics.all())
    impl.diagnostics.push_back(DiagnosticOf(diagnostic, compiled.compilation.sources));
  impl.skipped = compiled.compilation.checked.left_out;
  const size_t errors = compiled.error_count();
  if (errors > 0 && !options.keep_going)
    return {Failure::kRules, compiled.path_errors.empty()
                                 ? Plural(errors, "error") + " in the rules"
                                 : compiled.path_errors.front().message};
  engine::MadeProgram made = engine::MakeProgram(compiled, options.settings);
  if (!made.program) return {Failure::kRules, made.error.message};
  SetProgram(std::move(*made.program), {}, impl);
  return {};
}

compiler::Options CompilerOptions(const LoadOptions& options) {
  compiler::Options compiler;
  compiler.load.search_path = options.search_path;
  compiler.load.sigma_config = options.config;
  return compiler;
}

// `compile` gives the compiled rules.
template <class Compile>
Rules Load(const LoadOptions& options, Compile compile) noexcept {
  std::shared_ptr<Rules::Impl> impl;
  Outcome outcome = Guarded([&]() -> Outcome {
    impl = std::make_shared<Rules::Impl>();
    const std::unique_ptr<engine::CompiledRules> compiled = compile();
    impl->outcome = Finish(*compiled, options, *impl);
    return {};
  });
  if (outcome.ok()) return Rules(std::move(impl));
  if (!impl || outcome.failure() == Failure::kOutOfMemory) return Rules(Unowned(kNoMemory));
  impl->program.reset();
  impl->outcome = std::move(outcome);
  return Rules(std::move(impl));
}

}  // namespace

Rules::Rules() noexcept : impl_(Unowned(kNothing)) {}
Rules::Rules(std::shared_ptr<const Impl> impl) noexcept : impl_(std::move(impl)) {}

bool Rules::usable() const noexcept { return impl_->program.has_value(); }
const Outcome& Rules::outcome() const noexcept { return impl_->outcome; }
const std::vector<Diagnostic>& Rules::diagnostics() const noexcept { return impl_->diagnostics; }
const std::vector<std::string>& Rules::names() const noexcept { return impl_->names; }
const std::vector<std::string>& Rules::skipped() const noexcept { return impl_->skipped; }

Rules RulesOf(program::Program program, const exec::LoadOptions& options) {
  auto impl = std::make_shared<Rules::Impl>();
  SetProgram(std::move(program), options, *impl);
  return Rules(std::move(impl));
}

Rules LoadRules(const std::vector<std::string>& paths, const LoadOptions& options) noexcept {
  return Load(options, [&] {
    return engine::CompileRules({paths, CompilerOptions(options), options.allow_files});
  });
}

Rules LoadRuleTexts(const std::vector<std::pair<std::string, std::string>>& texts,
                    const LoadOptions& options) noexcept {
  return Load(options, [&] { return engine::CompileTexts(texts, CompilerOptions(options)); });
}

}  // namespace sigrun
