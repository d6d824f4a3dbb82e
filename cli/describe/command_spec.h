// The structure of the command line, read from its definition: the man page and the completions are
// generated from it, and so are always up to date.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace sigrun::cli {

struct FlagSpec {
  std::vector<std::string> names;    // -q, --quiet; for a positional argument, its only name
  std::string value;                 // FILE, LEVEL, …; empty: takes none
  std::vector<std::string> choices;  // all possible values, if there are few
  std::string description;           // one line
  std::vector<std::string> details;  // further lines
  bool repeats = false;

  // Whether any file may be the value.
  bool TakesFile() const;
};

struct CommandSpec {
  std::string name, description, footer;
  std::vector<FlagSpec> flags, positionals;
};

struct ProgramSpec {
  std::string description, footer;
  std::vector<CommandSpec> commands;
};

ProgramSpec Describe(const CLI::App& app);

std::string ManPage(const ProgramSpec& program, const std::string& version);
std::string BashCompletion(const ProgramSpec& program);
std::string ZshCompletion(const ProgramSpec& program);
std::string FishCompletion(const ProgramSpec& program);

}  // namespace sigrun::cli
