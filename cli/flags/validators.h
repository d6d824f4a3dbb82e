// Validators for the values of flags; an error suggests the most similar valid value.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <vector>

namespace sigrun::cli {

CLI::Validator OneOf(std::vector<std::string> values);

// A value and its explanation.
struct Choice {
  std::string name, doc;
};
// A flag with one of these values; the description has one line for each of them.
CLI::Option* AddChoice(CLI::App& command, const std::string& flag, std::string& value,
                       const std::string& description, const std::vector<Choice>& choices);

// A size in bytes from `least` to `most`, with a unit, such as 512MiB: replaced by the number.
CLI::Validator Size(uint64_t least, uint64_t most);

// The code or the name of a warning or note.
CLI::Validator IgnorableCode();

}  // namespace sigrun::cli
