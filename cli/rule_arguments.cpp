#include "cli/rule_arguments.h"

#include <fmt/format.h>

#include "base/plural.h"
#include "base/visible.h"
#include "cli/output.h"
#include "compiler/diag/named.h"
#include "compiler/diag/render.h"
#include "engine/load_rules.h"
#include "runtime/program/image/image.h"
#include "runtime/program/join.h"
#include "runtime/program/verify/verify.h"

namespace sigrun::cli {
namespace {

// What to do about a pack that was refused. A file of another kind is not to be written over.
std::string PackAdvice(const std::string& path, std::string_view bytes) {
  if (program::LooksLikeImage(bytes))
    return fmt::format("compile it again with this version: `sigrun compile RULES -o {}`", path);
  return "check the path; `sigrun compile RULES -o FILE.sgc` makes a pack";
}

Result<program::Program> ReadPack(const modules::RootFile& pack, const modules::FileSystem& disk) {
  const modules::FileText file =
      pack.named ? disk.Read(pack.path) : disk.ReadInside(pack.pack_folder, pack.path);
  if (!file.ok())
    return Error{fmt::format("cannot read `{}`: {}", pack.path, modules::Reason(file.failure))};
  auto program = program::ReadImage(file.text);
  if (program.ok()) return program;
  return Error{fmt::format("{}: {}: {}", pack.path, program.error().message,
                           PackAdvice(pack.path, file.text))};
}

// Adds the packs to the program of the source files.
Result<program::Program> JoinPacks(program::Program program, const CompiledRules& rules) {
  for (const modules::RootFile& image : rules.images) {
    auto pack = ReadPack(image, *rules.disk);
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
  return Error{fmt::format("invalid value in --set: {}", verified.error().message)};
}

// The disk, and which files were read of it: nothing is written over them.
class RememberingFiles final : public modules::DiskFileSystem {
 public:
  RememberingFiles(bool allow_files, std::vector<std::string>& read)
      : DiskFileSystem(allow_files), read_(read) {}
  modules::FileText Read(const std::string& path) const override {
    return Remember(path, DiskFileSystem::Read(path));
  }
  modules::FileText ReadInside(const std::string& pack, const std::string& path) const override {
    return Remember(path, DiskFileSystem::ReadInside(pack, path));
  }

 private:
  modules::FileText Remember(const std::string& path, modules::FileText text) const {
    if (text.ok()) read_.push_back(path);
    return text;
  }

  std::vector<std::string>& read_;
};

void TellLeftOut(const std::vector<std::string>& rules) {
  if (rules.empty()) return;
  constexpr size_t kShown = 10;
  std::string names;
  for (size_t i = 0; i < std::min(rules.size(), kShown); ++i)
    names += (names.empty() ? "" : ", ") + rules[i];
  if (rules.size() > kShown) names += fmt::format(" and {} more", rules.size() - kShown);
  Complain("skipped {}: {}", rules.size() == 1 ? "1 rule" : fmt::format("{} rules", rules.size()),
           Visible(names));
}

void Fail(const Error& error) { Complain("{}", Visible(error.message)); }

}  // namespace

void PrintDiagnostics(const CompiledRules& rules, bool json) {
  const compiler::Compilation& compilation = rules.compilation;
  const bool color = Err().wants_color();
  for (const diag::Diagnostic& diagnostic : compilation.diagnostics.all()) {
    if (diag::IsIgnored(diagnostic, rules.ignored)) continue;
    if (json)
      Out().Json(diag::RenderJson(diagnostic, compilation.sources));
    else
      Err().Text(diag::Render(diagnostic, compilation.sources, {color}) + "\n");
  }
  if (!compilation.error.empty()) Fail({compilation.error});
}

std::unique_ptr<CompiledRules> CompileRules(const RuleArguments& arguments,
                                            const compiler::Options& options) {
  auto rules = std::make_unique<CompiledRules>();
  engine::RuleInputs inputs = engine::FindRules(arguments.paths, arguments.allow_files);
  for (const Error& error : inputs.errors) Fail(error);
  compiler::Options with_path = options;
  with_path.load.search_path = arguments.search_path;
  with_path.load.sigma_config = arguments.config;
  with_path.load.sigma_refire_every = arguments.sigma_refire == "every";
  rules->disk = std::make_unique<RememberingFiles>(arguments.allow_files, rules->read);
  rules->compilation = compiler::Compile(inputs.sources, *rules->disk, with_path);
  rules->ignored = arguments.ignored;
  rules->path_errors = std::move(inputs.errors);
  rules->images = std::move(inputs.images);
  for (const modules::RootFile& image : rules->images) rules->read.push_back(image.path);
  rules->files = inputs.sources.size() + rules->images.size();
  rules->errors = rules->path_errors.size() + rules->compilation.diagnostics.error_count() +
                  !rules->compilation.error.empty();
  return rules;
}

LoadedRules LoadProgram(const RuleArguments& arguments) {
  const auto rules = CompileRules(arguments);
  PrintDiagnostics(*rules, false);
  if (rules->errors > 0 && !arguments.keep_going) {
    Complain("{} in the rules; nothing was run: fix them, or skip broken rules with --keep-going",
             Plural(rules->errors, "error"));
    return {};
  }
  if (!rules->compilation.program) return {};
  auto program = JoinPacks(std::move(*rules->compilation.program), *rules);
  if (!program.ok()) {
    Fail(program.error());
    return {};
  }
  if (const Status set = Set(*program, arguments.settings); !set.ok()) {
    Fail(set.error());
    return {std::nullopt, kUsage, {}};
  }
  TellLeftOut(rules->compilation.checked.left_out);
  if (program->rules.empty()) {
    Complain("no rules in {}; nothing was run", Plural(rules->files, "file"));
    return {};
  }
  return {std::move(*program), rules->errors > 0 ? kBadRules : kSuccess, std::move(rules->read)};
}

}  // namespace sigrun::cli
