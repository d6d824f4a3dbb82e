// What the value of a flag may be; what it is not is said with the nearest that would do.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace sigrun::cli {

CLI::Validator OneOf(std::vector<std::string> values);

// The code or the name of a diagnostic that is no error.
CLI::Validator IgnorableCode();

}  // namespace sigrun::cli
