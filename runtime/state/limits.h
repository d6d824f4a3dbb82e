// How much the memory of rules may hold.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sigrun::state {

struct Limits {
  size_t memory_bytes = size_t{768} << 20;  // all rules; see memory_relief.h for what goes first
  uint32_t distinct_values = 65'536;        // exact up to here for each group; then a lower bound
  uint32_t window_steps = 4'096;  // distinct times kept for each window; then steps of length/4096
  uint32_t evidence = 100;        // event ids kept for each group
};

}  // namespace sigrun::state
