// The first stage byte by byte: where simdjson has no vector kernel for the processor (its own
// fallback sees quotes in broken text differently), and as the judge of the fast one in tests.
// Private to runtime/event.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sigrun::event {

// Writes the positions of the tokens to `at`, which must have room for `size` of them, and returns
// how many there are; kBrokenText when a string is open at the end or holds a control character.
// With `controls` such characters but line ends are no fault; their offsets are added to it.
inline constexpr size_t kBrokenText = SIZE_MAX;
size_t FindTokens(const char* text, size_t size, uint32_t* at,
                  std::vector<uint32_t>* controls = nullptr);

}  // namespace sigrun::event
