// Validators for the values of flags; an error suggests the most similar valid value.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace sigrun::cli {

CLI::Validator OneOf(std::vector<std::string> values);

// The code or the name of a warning or note.
CLI::Validator IgnorableCode();

}  // namespace sigrun::cli
