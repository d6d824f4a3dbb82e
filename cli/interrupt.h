// SIGINT, SIGTERM and SIGHUP ask a command to end. One that can do so in its own way finishes what
// it has begun; all others end at once, as ever. A second Ctrl-C always ends at once. A signal that
// was ignored when the program started (`nohup`) stays ignored.
#pragma once

#include <string_view>

namespace sigrun::cli {

// From now on the signals are kept until they are asked for.
void CatchInterrupts();

// The signal that came, or 0.
int Interrupted();
// SIGINT, SIGTERM, SIGHUP.
std::string_view NameOfSignal(int signal);

// Readable as soon as a signal has come, for poll().
int InterruptDescriptor();

}  // namespace sigrun::cli
