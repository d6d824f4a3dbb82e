// SIGINT, SIGTERM and SIGHUP ask a command to end. A command that handles them finishes what it has
// begun; all others end at once, as by default. A second Ctrl-C always ends the program at once. A
// signal that was ignored at program start (`nohup`) stays ignored.
#pragma once

#include <string_view>

namespace sigrun::cli {

// From now on, signals are recorded until they are queried.
void CatchInterrupts();

// The received signal, or 0.
int Interrupted();
// SIGINT, SIGTERM, SIGHUP.
std::string_view NameOfSignal(int signal);

// Readable once a signal was received, for poll().
int InterruptDescriptor();

}  // namespace sigrun::cli
