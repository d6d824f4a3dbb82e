// The program `sigrun`.
#include <CLI/CLI.hpp>
#include <csignal>

#include "cli/command.h"
#include "cli/command_line.h"
#include "cli/output.h"

// What escapes from here is that memory has run out; the program then aborts.
// NOLINTNEXTLINE(bugprone-exception-escape)
int main(int argc, char** argv) {
  using namespace sigrun::cli;
  GuardDescriptors();
  // A reader that goes away and a limit that is met are failed writes like others.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  return FinishOutput(RunCommandLine(argc, argv));
}
