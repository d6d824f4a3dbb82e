// Checked rules as Sigma YAML, as far as Sigma can say them.
#pragma once

#include <string>
#include <vector>

#include "base/source_map.h"
#include "compiler/ir/ir.h"
#include "compiler/modules/module.h"

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

// In the order of `rules`, which must have been checked from `modules`. Names of bindings and lets
// become names of selections.
std::vector<Exported> Export(const ir::RuleSet& rules, const modules::ModuleSet& modules);

}  // namespace sigrun::sigma_export
