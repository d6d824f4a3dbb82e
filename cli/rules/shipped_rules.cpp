#include "cli/rules/shipped_rules.h"

#include <fmt/format.h>

#include <filesystem>

namespace sigrun::cli {

namespace fs = std::filesystem;

Result<std::string> ShippedRules() {
  std::error_code failed;
  const fs::path program = fs::read_symlink("/proc/self/exe", failed);
  if (failed)
    return Error{
        fmt::format("cannot find the shipped rules (/proc/self/exe: {}): name rules "
                    "with --rules PATH",
                    failed.message())};
  const fs::path folder = (program.parent_path() / "../share/sigrun/rules").lexically_normal();
  if (fs::is_directory(folder, failed)) return folder.string();
  return Error{
      fmt::format("the shipped rules are not in `{}`, where `{}` expects them: name "
                  "rules with --rules PATH, or reinstall sigrun",
                  folder.string(), program.string())};
}

}  // namespace sigrun::cli
