// The program `sigrun`.
#include <CLI/CLI.hpp>
#include <csignal>

#include "cli/command_line.h"
#include "cli/output/output.h"

// Only running out of memory escapes from here; the program then aborts.
// NOLINTNEXTLINE(bugprone-exception-escape)
int main(int argc, char** argv) {
  using namespace sigrun::cli;
  GuardDescriptors();
  // A closed pipe and an exceeded limit are failed writes like others.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  return FinishOutput(RunCommandLine(argc, argv));
}
