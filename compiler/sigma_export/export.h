// Checked rules as Sigma YAML, as far as Sigma can say them.
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
#include "compiler/sigma/config.h"

namespace sigrun::sigma_export {

// Something of a rule, and what Sigma makes of it.
struct Finding {
  Span span;
  std::string text;
};

struct Exported {
  std::string rule;
  Span span;  // of its name
  // Its documents, parted by `---`. Empty if it was left out, or is a part of others only.
  std::string yaml;
  std::vector<Finding> reasons;  // why it was left out: all that Sigma cannot say
  std::vector<Finding> notes;    // what gets lost, or is not quite the same
};

// What a comment says about the log source of a rule on JSON: `logsource: { product: windows }`, by
// where the rule's name stands. It came with the rule from Sigma.
using LogSources = std::map<std::pair<uint32_t, uint32_t>, sigma::LogSource>;
// Nothing where the comment is none of these.
std::optional<sigma::LogSource> ReadLogSource(std::string_view comment);

// In the order of `rules`, which must have been checked from `modules`. Names of bindings and lets
// become names of selections.
std::vector<Exported> Export(const ir::RuleSet& rules, const modules::ModuleSet& modules,
                             const LogSources& sources = {});

}  // namespace sigrun::sigma_export
