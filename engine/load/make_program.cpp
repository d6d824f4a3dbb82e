#include <fmt/format.h>

#include "base/text/plural.h"
#include "engine/load/load_rules.h"
#include "runtime/program/image/image.h"
#include "runtime/program/join.h"
#include "runtime/program/verify/verify.h"

namespace sigrun::engine {
namespace {

// The advice for a rejected pack. A file of another kind must not be overwritten.
std::string PackAdvice(const std::string& path, std::string_view bytes) {
  if (program::LooksLikeImage(bytes))
    return fmt::format("compile it again with this version: `sigrun compile RULES -o {}`", path);
  return "check the path; `sigrun compile RULES -o FILE.sgc` makes a pack";
}

Result<program::Program> ReadPack(const modules::RootFile& pack, const modules::FileSystem& files) {
  const modules::FileText file =
      pack.named ? files.Read(pack.path) : files.ReadInside(pack.pack_folder, pack.path);
  if (!file.ok())
    return Error{fmt::format("cannot read `{}`: {}", pack.path, modules::Reason(file.failure))};
  auto program = program::ReadImage(file.text);
  if (program.ok()) return program;
  return Error{fmt::format("{}: {}: {}", pack.path, program.error().message,
                           PackAdvice(pack.path, file.text))};
}

Result<program::Program> JoinPacks(program::Program program, const CompiledRules& rules) {
  for (const modules::RootFile& image : rules.images) {
    auto pack = ReadPack(image, *rules.files);
    if (!pack.ok()) return pack.error();
    auto joined = program::Join(std::move(program), *pack);
    if (!joined.ok()) return joined.error();
    program = std::move(*joined);
  }
  return program;
}

// A value may be of the right type and still make no sense: a window without a length.
Status Set(program::Program& program, const std::vector<std::string>& settings) {
  if (settings.empty()) return Ok();
  if (Status set = SetParams(program, settings); !set.ok()) return set;
  Status verified = program::Verify(program);
  if (verified.ok()) return verified;
  return Error{fmt::format("invalid value in --set: {}", verified.error().message)};
}

// The disk, and which files were read from it.
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

}  // namespace

size_t CompiledRules::error_count() const {
  return path_errors.size() + compilation.diagnostics.error_count() + !compilation.error.empty();
}

std::unique_ptr<CompiledRules> CompileRules(const RuleRequest& request) {
  auto rules = std::make_unique<CompiledRules>();
  RuleInputs inputs = FindRules(request.paths, request.allow_files);
  rules->files = std::make_unique<RememberingFiles>(request.allow_files, rules->read);
  rules->compilation = compiler::Compile(inputs.sources, *rules->files, request.compiler);
  rules->path_errors = std::move(inputs.errors);
  rules->images = std::move(inputs.images);
  for (const modules::RootFile& image : rules->images) rules->read.push_back(image.path);
  rules->file_count = inputs.sources.size() + rules->images.size();
  return rules;
}

std::unique_ptr<CompiledRules> CompileTexts(
    const std::vector<std::pair<std::string, std::string>>& texts,
    const compiler::Options& options) {
  auto rules = std::make_unique<CompiledRules>();
  auto files = std::make_unique<modules::MemoryFileSystem>();
  std::vector<modules::RootFile> roots;
  for (const auto& [name, text] : texts) {
    files->files[name] = text;
    roots.push_back({name, ""});
  }
  rules->files = std::move(files);
  rules->compilation = compiler::Compile(roots, *rules->files, options);
  rules->file_count = texts.size();
  return rules;
}

MadeProgram MakeProgram(CompiledRules& rules, const std::vector<std::string>& settings) {
  using Failure = MadeProgram::Failure;
  if (!rules.compilation.program)
    return {std::nullopt, Failure::kNoRules, {rules.compilation.error}};
  auto program = JoinPacks(std::move(*rules.compilation.program), rules);
  if (!program.ok()) return {std::nullopt, Failure::kPack, program.error()};
  if (const Status set = Set(*program, settings); !set.ok())
    return {std::nullopt, Failure::kSetting, set.error()};
  if (program->rules.empty())
    return {std::nullopt,
            Failure::kNoRules,
            {fmt::format("no rules in {}; nothing was run", Plural(rules.file_count, "file"))}};
  return {std::move(*program), Failure::kNone, {}};
}

}  // namespace sigrun::engine
