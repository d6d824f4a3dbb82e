// The reference implementation of whole rules: keeps every event and recomputes every window from
// scratch.
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

struct Judging {
  std::string only_rule;  // empty: all
  // As for the tests of rules: everything counts from the first record to the last. Otherwise it
  // counts from the body of the log to its end.
  bool rule_test = true;
};

// The findings of the rules of a set in events given as NDJSON, bare CloudTrail records and others,
// whose time is their `eventTime`, treated as a set; sorted.
std::vector<Fired> Run(const ir::RuleSet& rules, const std::string& ndjson,
                       const Judging& judging = {});

}  // namespace sigrun::reference
