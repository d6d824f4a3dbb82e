// Parses the arguments and runs the command; an error in them is reported in one line.
#pragma once

namespace sigrun::cli {

// Returns the exit code.
int RunCommandLine(int argc, char** argv);

}  // namespace sigrun::cli
