// What is known about a predicate. It is undecided if it reached a limit (memory, the number of
// combinations) and the rest does not decide it: neither it nor its negation holds.
#pragma once

#include <cstdint>

namespace sigrun::exec {

enum class Truth : uint8_t { kNo, kYes, kUndecided };

inline Truth TruthOf(bool holds) { return holds ? Truth::kYes : Truth::kNo; }

}  // namespace sigrun::exec
