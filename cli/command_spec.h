// What the command line understands, read off its definition: man page and completions are made of
// it, and so are never older than the program.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace sigrun::cli {

struct FlagSpec {
  std::vector<std::string> names;    // -q, --quiet; of a positional argument its one name
  std::string value;                 // FILE, LEVEL, …; empty: takes none
  std::vector<std::string> choices;  // all values there are, where they are few
  std::string description;
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
