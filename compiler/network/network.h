// The predicate network: decides which predicates and values of a rule set are shared. Sharing is
// optional and only saves work.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "compiler/ir/ir.h"

namespace sigrun::net {

struct Options {
  bool share = true;  // equal predicates and values are evaluated once for each event
};

struct Network {
  ir::RuleSet rules;                        // with equal expressions merged, if shared
  std::vector<ir::ExprId> atoms;            // shared predicates, operands before users
  std::vector<ir::ExprId> values;           // shared values, operands before users
  std::map<ir::ExprId, uint32_t> atom_of;   // index in atoms
  std::map<ir::ExprId, uint32_t> value_of;  // index in values
};

Network Build(const ir::RuleSet& rules, const Options& options = {});

// Whether the node is one question about one field: as an atom it needs no code, so it is one
// however rarely it is used.
bool IsDirect(const ir::RuleSet& rules, const ir::Node& node);

// Text for `sigrun dump --stage=net` and the golden files.
std::string Print(const Network& network);

}  // namespace sigrun::net
