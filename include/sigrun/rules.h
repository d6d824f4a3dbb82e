// Rules, ready to be run.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sigrun/diagnostic.h"
#include "sigrun/export.h"
#include "sigrun/outcome.h"

namespace sigrun {

struct LoadOptions {
  // Folders in which `import` looks after the folder of the importing file.
  std::vector<std::string> search_path;
  // A sigrun.yml for Sigma rules, instead of the one in each pack.
  std::string config;
  // Values of parameters: "rule.parameter=value".
  std::vector<std::string> settings;
  // Skip broken rules and use the others. Without it any error makes the rules unusable.
  bool keep_going = false;
  // Rules may name files outside of their folder.
  bool allow_files = false;
};

// An immutable set of rules. Copies share it; any number of threads and scanners may use it at
// once.
class SIGRUN_API Rules {
 public:
  // No rules: not usable.
  Rules() noexcept;

  // Whether a Scanner can run them.
  bool usable() const noexcept;
  // Why not: the first reason. With kRules, `diagnostics` has the details.
  const Outcome& outcome() const noexcept;
  // All diagnostics of the rule files, warnings included, in the order of the files.
  const std::vector<Diagnostic>& diagnostics() const noexcept;
  // The names of the rules that run.
  const std::vector<std::string>& names() const noexcept;
  // The names of the rules that keep_going skipped.
  const std::vector<std::string>& skipped() const noexcept;

  struct Impl;
  explicit Rules(std::shared_ptr<const Impl> impl) noexcept;
  const Impl* impl() const noexcept { return impl_.get(); }

 private:
  std::shared_ptr<const Impl> impl_;
};

// Loads rule files (.sgr), Sigma rules (.yml, .yaml), compiled packs (.sgc) and folders of them,
// which are searched recursively.
//
// If memory runs out while rule files are parsed, no rule files can be loaded in this process any
// more: every later call returns kOutOfMemory (the parser's runtime may have kept a lock). Rules
// that were loaded before stay usable, and packs can still be loaded.
SIGRUN_API Rules LoadRules(const std::vector<std::string>& paths,
                           const LoadOptions& options = {}) noexcept;

// The same for texts in memory: name and text of each. The extension of a name selects the format;
// rules can import one another by name, and cannot read files.
SIGRUN_API Rules LoadRuleTexts(const std::vector<std::pair<std::string, std::string>>& texts,
                               const LoadOptions& options = {}) noexcept;

}  // namespace sigrun
