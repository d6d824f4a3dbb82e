// Exports checked rules as Sigma YAML, as far as Sigma can express them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/source_map.h"
#include "compiler/ir/ir.h"
#include "compiler/modules/module.h"
#include "compiler/sigma/config/config.h"

namespace sigrun::sigma_export {

// A part of a rule, and what happens to it in Sigma.
struct Finding {
  Span span;
  std::string text;
};

struct Exported {
  std::string rule;
  Span span;  // of its name
  // Its documents, separated by `---`. Empty if it was skipped, or is only part of other rules.
  std::string yaml;
  std::vector<Finding> reasons;  // why it was skipped: everything that Sigma cannot express
  std::vector<Finding> notes;    // what is lost, or not exactly equivalent
};

// The log source that a comment gives to a rule on JSON: `logsource: { product: windows }`, by the
// location of the rule's name. Rules converted from Sigma have it.
using LogSources = std::map<std::pair<uint32_t, uint32_t>, sigma::LogSource>;
// Nullopt if the comment is not one of these.
std::optional<sigma::LogSource> ReadLogSource(std::string_view comment);

// In the order of `rules`, which must have been checked from `modules`. Names of bindings and lets
// become names of selections.
std::vector<Exported> Export(const ir::RuleSet& rules, const modules::ModuleSet& modules,
                             const LogSources& sources = {});

}  // namespace sigrun::sigma_export
