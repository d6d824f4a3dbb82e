// The generator's own randomness: xoshiro256** seeded by splitmix64, integers only, so that a seed
// means the same bytes with every compiler and on every machine.
//
// The order of draws is part of the result. Never draw twice inside the argument list of a call:
// C++ does not define the order of argument evaluation.
#pragma once

#include <bit>
#include <cstdint>

namespace sigrun::gen {

__extension__ using Uint128 = unsigned __int128;

class Random {
 public:
  // Streams of one seed are independent of each other.
  Random(uint64_t seed, uint64_t stream) {
    uint64_t state = seed ^ (stream * 0xD1B54A32D192ED03u);
    for (uint64_t& word : state_) word = SplitMix(state);
  }

  uint64_t Next() {
    const uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

  // Evenly from 0 … n-1; n > 0.
  uint64_t Below(uint64_t n) { return static_cast<uint64_t>((Uint128{Next()} * n) >> 64); }
  int64_t Between(int64_t low, int64_t high) {  // both included
    return low + static_cast<int64_t>(Below(static_cast<uint64_t>(high - low) + 1));
  }
  // True in `parts` of `whole` draws.
  bool Chance(uint64_t parts, uint64_t whole) { return Below(whole) < parts; }

 private:
  static uint64_t SplitMix(uint64_t& state) {
    uint64_t z = (state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  uint64_t state_[4];
};

}  // namespace sigrun::gen
