// How many processors this process may use.
#pragma once

namespace sigrun {

// At least one: those that it may run on (its affinity), or as many as the limit of its cgroup, and
// of those around it, allows (cpu.max; a part of one counts as one).
unsigned UsableProcessors();

}  // namespace sigrun
