// From the arguments to a command that runs; what is wrong with them is said in one line.
#pragma once

namespace sigrun::cli {

// Returns the exit code.
int RunCommandLine(int argc, char** argv);

}  // namespace sigrun::cli
