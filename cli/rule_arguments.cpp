#include "cli/rule_arguments.h"

#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <sstream>

#include "cli/terminal.h"
#include "compiler/diag/render.h"
#include "engine/load_rules.h"
#include "runtime/program/image.h"
#include "runtime/program/join.h"
#include "runtime/program/verify.h"

namespace sigrun::cli {
namespace {

// What to do about a pack that was refused. A file of another kind is not to be written over.
std::string PackAdvice(const std::string& path, std::string_view bytes) {
  if (program::LooksLikeImage(bytes))
    return fmt::format("compile it again with this version: `sigrun compile RULES -o {}`", path);
  return "check the path; a pack is made by `sigrun compile RULES -o FILE.sgc`";
}

Result<program::Program> ReadPack(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return Error{fmt::format("cannot read `{}`: check its permissions", path)};
  std::ostringstream bytes;
  bytes << stream.rdbuf();
  auto program = program::ReadImage(bytes.str());
  if (program.ok()) return program;
  return Error{
      fmt::format("{}: {}\n  {}", path, program.error().message, PackAdvice(path, bytes.str()))};
}

// Adds the packs to the program of the source files.
Result<program::Program> JoinPacks(program::Program program,
                                   const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    auto pack = ReadPack(path);
    if (!pack.ok()) return pack.error();
    auto joined = program::Join(std::move(program), *pack);
    if (!joined.ok()) return joined.error();
    program = std::move(*joined);
  }
  return program;
}

// A setting may be of the right type and still make no sense: a window of no length.
Status Set(program::Program& program, const std::vector<std::string>& settings) {
  if (settings.empty()) return Ok();
  if (Status set = engine::SetParams(program, settings); !set.ok()) return set;
  Status verified = program::Verify(program);
  if (verified.ok()) return verified;
  return Error{fmt::format("a value of --set is not usable: {}", verified.error().message)};
}

void TellLeftOut(const std::vector<std::string>& rules) {
  if (rules.empty()) return;
  constexpr size_t kShown = 10;
  std::string names;
  for (size_t i = 0; i < std::min(rules.size(), kShown); ++i)
    names += (names.empty() ? "" : ", ") + rules[i];
  if (rules.size() > kShown) names += fmt::format(" and {} more", rules.size() - kShown);
  fmt::print(stderr, "sigrun: {} left out: {}\n",
             rules.size() == 1 ? "1 rule is" : fmt::format("{} rules are", rules.size()), names);
}

void Fail(const Error& error) { fmt::print(stderr, "sigrun: {}\n", error.message); }

}  // namespace

void PrintDiagnostics(const compiler::Compilation& compilation, bool json) {
  const bool color = WantsColor(stderr);
  for (const diag::Diagnostic& diagnostic : compilation.diagnostics.all()) {
    if (json)
      fmt::print("{}\n", diag::RenderJson(diagnostic, compilation.sources));
    else
      fmt::print(stderr, "{}\n", diag::Render(diagnostic, compilation.sources, {color}));
  }
  if (!compilation.error.empty()) Fail({compilation.error});
}

std::unique_ptr<CompiledRules> CompileRules(const RuleArguments& arguments,
                                            const compiler::Options& options) {
  auto rules = std::make_unique<CompiledRules>();
  engine::RuleInputs inputs = engine::FindRules(arguments.paths);
  for (const Error& error : inputs.errors) Fail(error);
  compiler::Options with_path = options;
  with_path.load.search_path = arguments.search_path;
  with_path.load.sigma_config = arguments.config;
  with_path.load.sigma_refire_every = arguments.sigma_refire == "every";
  rules->compilation = compiler::Compile(inputs.sources, modules::DiskFileSystem(), with_path);
  rules->path_errors = std::move(inputs.errors);
  rules->images = std::move(inputs.images);
  rules->files = inputs.sources.size() + rules->images.size();
  rules->errors = rules->path_errors.size() + rules->compilation.diagnostics.error_count() +
                  !rules->compilation.error.empty();
  return rules;
}

LoadedRules LoadProgram(const RuleArguments& arguments) {
  const auto rules = CompileRules(arguments);
  PrintDiagnostics(rules->compilation, false);
  if (rules->errors > 0 && !arguments.keep_going) {
    fmt::print(stderr,
               "sigrun: {} in the rules; nothing was run. Mend them, or leave broken rules out "
               "with --keep-going\n",
               rules->errors == 1 ? "1 error" : fmt::format("{} errors", rules->errors));
    return {};
  }
  if (!rules->compilation.program) return {};
  auto program = JoinPacks(std::move(*rules->compilation.program), rules->images);
  if (!program.ok()) {
    Fail(program.error());
    return {};
  }
  if (const Status set = Set(*program, arguments.settings); !set.ok()) {
    Fail(set.error());
    return {std::nullopt, kUsage};
  }
  TellLeftOut(rules->compilation.checked.left_out);
  return {std::move(*program), rules->errors > 0 ? kBadRules : kSuccess};
}

}  // namespace sigrun::cli
