// `--rules a b LOGS`: --rules takes one path, so that `b` would be read as a log.
#pragma once

#include <string>
#include <vector>

namespace sigrun::cli {

// What to say about an input that is rules, not logs; empty where none is. `rules` are the paths
// given with --rules.
std::string RulesAmongInputs(const std::vector<std::string>& inputs,
                             const std::vector<std::string>& rules);

}  // namespace sigrun::cli
