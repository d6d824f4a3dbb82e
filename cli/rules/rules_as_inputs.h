// `--rules a b LOGS`: --rules takes one path, so `b` would be read as a log.
#pragma once

#include <string>
#include <vector>

namespace sigrun::cli {

// The message about an input that contains rules, not logs; empty if there is none. `rules` are the
// paths given with --rules.
std::string RulesAmongInputs(const std::vector<std::string>& inputs,
                             const std::vector<std::string>& rules);

}  // namespace sigrun::cli
