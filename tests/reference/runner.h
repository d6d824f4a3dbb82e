// The judge of whole rules: keeps every event and recomputes every window from scratch.
#pragma once

#include <compare>
#include <string>
#include <vector>

#include "compiler/ir/ir.h"

namespace sigrun::reference {

struct Fired {
  std::string rule;
  std::string time;
  std::string event_id;  // of the event that made it fire
  int level = 0;
  friend auto operator<=>(const Fired&, const Fired&) = default;
};

// What the rules of a set find in events given as NDJSON of bare CloudTrail records; sorted. Only
// the rule named, if one is.
std::vector<Fired> Run(const ir::RuleSet& rules, const std::string& ndjson,
                       const std::string& only_rule = {});

}  // namespace sigrun::reference
