#include "engine/load/load_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>

#include "base/text/parse_number.h"
#include "base/text/suggest.h"
#include "base/time/duration.h"

namespace sigrun::engine {
namespace {

namespace fs = std::filesystem;

bool IsSource(const fs::path& path) {
  return path.extension() == ".sgr" || modules::IsSigmaFile(path.string());
}
bool IsImage(const fs::path& path) { return path.extension() == ".sgc"; }
bool IsHidden(const fs::path& path) { return path.filename().native().starts_with('.'); }

class Finder {
 public:
  explicit Finder(bool allow_files) : allow_files_(allow_files) {}

  RuleInputs Find(const std::vector<std::string>& paths) {
    for (const std::string& path : paths) Add(path);
    return std::move(inputs_);
  }

 private:
  void Add(const std::string& written) {
    const fs::path path(written);
    std::error_code error;
    if (fs::is_directory(path, error)) return AddFolder(path);
    if (!fs::exists(path, error))
      return Fail(
          fmt::format("no rule file or folder `{}`: check the path; a folder is searched for .sgr, "
                      ".sgc and Sigma's .yml",
                      written));
    if (IsSource(path) || IsImage(path)) return AddFile(path, path.parent_path(), true);
    Fail(fmt::format(
        "`{}` is not a rule file: rename it or name another; rule files end in .sgr, Sigma rules "
        "in .yml or .yaml, compiled packs in .sgc",
        written));
  }

  // Links to folders are only followed if they lead out of the folder and that is allowed: what is
  // inside is found at its real location, however many links lead there.
  void AddFolder(const fs::path& folder) {
    std::vector<fs::path> found;
    std::error_code error;
    fs::recursive_directory_iterator it(folder, error);
    for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
      // `.git`, `.github` and similar folders contain no rules.
      if (it.depth() > kMaxDepth || IsHidden(it->path())) it.disable_recursion_pending();
      std::error_code ignored;
      if (it->is_directory(ignored)) {
        if (it->is_symlink(ignored) && !IsInside(it->path(), folder)) AddLinked(it->path());
      } else if (IsSource(it->path()) || IsImage(it->path())) {
        found.push_back(it->path());
      }
    }
    if (error)
      Fail(fmt::format("cannot read rule folder `{}`: {}: check its permissions", folder.string(),
                       error.message()));
    if (!error && found.empty())
      Fail(fmt::format(
          "no rules in `{}`: check the path; neither it nor a folder in it holds a file that ends "
          "in .sgr, .sgc, .yml or .yaml; folders whose names begin with a dot are skipped",
          folder.string()));
    std::sort(found.begin(), found.end());
    for (const fs::path& path : found) AddFile(path, folder);
  }

  static bool IsInside(const fs::path& path, const fs::path& folder) {
    std::error_code error;
    const fs::path relative = fs::proximate(path, folder, error);
    return !error && !relative.is_absolute() && !relative.empty() && *relative.begin() != "..";
  }

  void AddLinked(const fs::path& link) {
    std::error_code error;
    if (!allow_files_)
      return Fail(
          fmt::format("`{}` links out of the folder of the rules: name the folder that it "
                      "links to, or allow it with --allow-files",
                      link.string()));
    const fs::path folder = fs::canonical(link, error);
    if (!error && linked_.insert(folder.string()).second) AddFolder(folder);
  }

  void AddFile(const fs::path& path, const fs::path& pack, bool named = false) {
    std::error_code error;
    const std::string canonical = fs::weakly_canonical(path, error).string();
    if (!seen_.insert(error ? path.string() : canonical).second) return;
    if (IsImage(path))
      inputs_.images.push_back({path.string(), pack.string(), named});
    else
      inputs_.sources.push_back({path.string(), pack.string(), named});
  }

  void Fail(std::string message) { inputs_.errors.push_back({std::move(message)}); }

  static constexpr int kMaxDepth = 32;
  const bool allow_files_;
  RuleInputs inputs_;
  std::set<std::string> seen_, linked_;
};

std::optional<program::Constant> ParseValue(stdlib::Type type, const std::string& text) {
  using stdlib::TypeKind;
  std::optional<program::Constant> value;
  switch (type.kind) {
    case TypeKind::kBool:
      if (text == "true" || text == "false") value = text == "true";
      break;
    case TypeKind::kInt:
      if (const auto n = ParseNumber<int64_t>(text)) value = *n;
      break;
    case TypeKind::kFloat:
      if (const auto n = ParseNumber<double>(text)) value = *n;
      break;
    case TypeKind::kBytes:
      if (const auto n = ParseBytes(text))
        value = *n;
      else if (const auto plain = ParseNumber<int64_t>(text))
        value = *plain;
      break;
    case TypeKind::kDuration:
      if (const auto d = ParseDuration(text)) value = *d;
      break;
    case TypeKind::kTimestamp:
      if (const auto t = ParseTimestamp(text)) value = *t;
      break;
    case TypeKind::kString:
    case TypeKind::kIp:
    case TypeKind::kCidr:
    case TypeKind::kRegex:
    case TypeKind::kAny:
    case TypeKind::kList:
      value = text;
      break;
  }
  return value;
}

Error NoParam(const std::string& name, const std::vector<std::string>& known) {
  if (known.empty()) return {fmt::format("unknown parameter `{}`: these rules have none", name)};
  if (const std::string near = DidYouMean(name, known); !near.empty())
    return {fmt::format("unknown parameter `{}`{}", name, near)};
  // Those of the named rule, otherwise some of all.
  constexpr size_t kMost = 8;
  const std::string rule = name.substr(0, name.find('.') + 1);
  std::vector<std::string> shown;
  std::copy_if(known.begin(), known.end(), std::back_inserter(shown),
               [&](const std::string& one) { return one.starts_with(rule); });
  if (shown.empty()) shown = known;
  const size_t more = shown.size() - std::min(shown.size(), kMost);
  shown.resize(shown.size() - more);
  return {fmt::format("unknown parameter `{}`: the rules have {}{}", name, fmt::join(shown, ", "),
                      more > 0 ? fmt::format(" and {} more", more) : "")};
}

Status SetParam(program::Program& program, const std::string& setting) {
  const size_t equals = setting.find('='), dot = setting.find('.');
  if (equals == std::string::npos || dot == std::string::npos || dot > equals)
    return Error{fmt::format("`{}` sets nothing: write rule.parameter=value", setting)};
  const std::string name = setting.substr(0, equals), text = setting.substr(equals + 1);
  std::vector<std::string> known;
  for (const program::Param& param : program.params) {
    known.push_back(param.rule + "." + param.name);
    if (known.back() != name) continue;
    auto value = ParseValue(param.type, text);
    if (!value)
      return Error{fmt::format("`{}` is not a valid value of {}: it takes {}, such as {}", text,
                               name, stdlib::Describe(param.type), stdlib::Example(param.type))};
    program.constants[param.constant] = std::move(*value);
    return Ok();
  }
  return NoParam(name, known);
}

}  // namespace

RuleInputs FindRules(const std::vector<std::string>& paths, bool allow_files) {
  return Finder(allow_files).Find(paths);
}

Status SetParams(program::Program& program, const std::vector<std::string>& settings) {
  for (const std::string& setting : settings)
    if (Status status = SetParam(program, setting); !status.ok()) return status;
  return Ok();
}

}  // namespace sigrun::engine
