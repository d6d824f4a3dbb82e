// What is known of a predicate. Undecided is one that met a limit (memory, the number of
// combinations) where the rest does not settle it: neither it nor its negation holds.
#pragma once

#include <cstdint>

namespace sigrun::exec {

enum class Truth : uint8_t { kNo, kYes, kUndecided };

inline Truth TruthOf(bool holds) { return holds ? Truth::kYes : Truth::kNo; }

}  // namespace sigrun::exec
