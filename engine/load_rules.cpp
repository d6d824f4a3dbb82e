#include "engine/load_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <iterator>
#include <set>

#include "base/duration.h"
#include "base/suggest.h"

namespace sigrun::engine {
namespace {

namespace fs = std::filesystem;

bool IsSource(const fs::path& path) {
  return path.extension() == ".sgr" || modules::IsSigmaFile(path.string());
}
bool IsImage(const fs::path& path) { return path.extension() == ".sgc"; }

class Finder {
 public:
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
    if (IsSource(path) || IsImage(path)) return AddFile(path, path.parent_path());
    Fail(fmt::format(
        "`{}` is not a rule file: rename it or name another; rule files end in .sgr, Sigma rules "
        "in .yml or .yaml, compiled packs in .sgc",
        written));
  }

  void AddFolder(const fs::path& folder) {
    std::vector<fs::path> found;
    std::error_code error;
    fs::recursive_directory_iterator it(folder, fs::directory_options::follow_directory_symlink,
                                        error);
    for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
      if (it.depth() > kMaxDepth) it.disable_recursion_pending();
      std::error_code ignored;
      if (it->is_regular_file(ignored) && (IsSource(it->path()) || IsImage(it->path())))
        found.push_back(it->path());
    }
    if (error)
      Fail(fmt::format("cannot read rule folder `{}`: {}: check its permissions", folder.string(),
                       error.message()));
    if (!error && found.empty())
      Fail(fmt::format(
          "no rules in `{}`: check the path; neither it nor a folder in it holds a file that ends "
          "in .sgr, .sgc, .yml or .yaml",
          folder.string()));
    std::sort(found.begin(), found.end());
    for (const fs::path& path : found) AddFile(path, folder);
  }

  void AddFile(const fs::path& path, const fs::path& pack) {
    std::error_code error;
    const std::string canonical = fs::weakly_canonical(path, error).string();
    if (!seen_.insert(error ? path.string() : canonical).second) return;
    if (IsImage(path))
      inputs_.images.push_back(path.string());
    else
      inputs_.sources.push_back({path.string(), pack.string()});
  }

  void Fail(std::string message) { inputs_.errors.push_back({std::move(message)}); }

  static constexpr int kMaxDepth = 32;
  RuleInputs inputs_;
  std::set<std::string> seen_;
};

template <class Number>
std::optional<Number> ParseNumber(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

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
    default:
      value = text;
  }
  return value;
}

Error NoParam(const std::string& name, const std::vector<std::string>& known) {
  if (known.empty()) return {fmt::format("no parameter `{}`: these rules have none", name)};
  const std::string near(Suggest(name, known));
  if (!near.empty()) return {fmt::format("no parameter `{}`: did you mean `{}`?", name, near)};
  // Those of the rule that is named, else some of all.
  constexpr size_t kMost = 8;
  const std::string rule = name.substr(0, name.find('.') + 1);
  std::vector<std::string> shown;
  std::copy_if(known.begin(), known.end(), std::back_inserter(shown),
               [&](const std::string& one) { return one.starts_with(rule); });
  if (shown.empty()) shown = known;
  const size_t more = shown.size() - std::min(shown.size(), kMost);
  shown.resize(shown.size() - more);
  return {fmt::format("no parameter `{}`: the rules have {}{}", name, fmt::join(shown, ", "),
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
      return Error{fmt::format("`{}` does not fit {}: it takes {}, such as {}", text, name,
                               stdlib::Describe(param.type), stdlib::Example(param.type))};
    program.constants[param.constant] = std::move(*value);
    return Ok();
  }
  return NoParam(name, known);
}

}  // namespace

RuleInputs FindRules(const std::vector<std::string>& paths) { return Finder().Find(paths); }

Status SetParams(program::Program& program, const std::vector<std::string>& settings) {
  for (const std::string& setting : settings)
    if (Status status = SetParam(program, setting); !status.ok()) return status;
  return Ok();
}

}  // namespace sigrun::engine
