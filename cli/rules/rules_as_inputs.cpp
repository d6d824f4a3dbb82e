#include "cli/rules/rules_as_inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "compiler/modules/module.h"

namespace sigrun::cli {
namespace {

namespace fs = std::filesystem;

bool IsRuleFile(const fs::path& path) {
  return path.extension() == ".sgr" || path.extension() == ".sgc" ||
         modules::IsSigmaFile(path.string());
}

// Files that usually accompany rules in a folder: lists, settings, documentation.
bool GoesWithRules(const fs::path& path) {
  static constexpr std::string_view kEndings[] = {".md", ".txt", ".yml", ".yaml"};
  const std::string name = path.filename().string();
  if (!path.has_extension()) return name[0] >= 'A' && name[0] <= 'Z';  // LICENSE
  return std::find(std::begin(kEndings), std::end(kEndings), path.extension().native()) !=
         std::end(kEndings);
}

// A folder that contains rules and nothing that could be a log.
bool IsRuleFolder(const fs::path& folder) {
  constexpr size_t kMost = 100'000;  // of entries checked
  bool rules = false;
  size_t seen = 0;
  std::error_code error;
  fs::recursive_directory_iterator it(folder, error);
  for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    if (++seen > kMost) return false;
    const fs::path& path = it->path();
    std::error_code ignored;
    if (path.filename().native().starts_with('.')) {
      it.disable_recursion_pending();
    } else if (it->is_regular_file(ignored)) {
      if (!IsRuleFile(path) && !GoesWithRules(path)) return false;
      rules |= IsRuleFile(path);
    }
  }
  return rules && !error;
}

}  // namespace

std::string RulesAmongInputs(const std::vector<std::string>& inputs,
                             const std::vector<std::string>& rules) {
  for (const std::string& input : inputs) {
    std::error_code error;
    const bool folder = fs::is_directory(input, error);
    if (folder ? !IsRuleFolder(input) : !IsRuleFile(input) || !fs::exists(input, error)) continue;
    std::string said = fmt::format("`{}` {} rules, not logs: ", input, folder ? "holds" : "is");
    if (rules.empty())
      return said + fmt::format("name them with `--rules {}`, and the logs", input);
    return said + fmt::format("--rules takes one path, write `--rules {} --rules {}`", rules.back(),
                              input);
  }
  return {};
}

}  // namespace sigrun::cli
