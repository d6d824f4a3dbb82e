// The first stage byte by byte: used if simdjson has no vector kernel for the processor (its own
// fallback treats quotes in broken text differently), and as the reference for the fast one in
// tests. Private to runtime/event.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sigrun::event {

// Writes the positions of the tokens to `at`, which must have space for `size` of them, and returns
// their number; kBrokenText if a string is unclosed or contains a control character. With
// `controls`, such characters except line breaks are allowed; their offsets are added to it.
inline constexpr size_t kBrokenText = SIZE_MAX;
size_t FindTokens(const char* text, size_t size, uint32_t* at,
                  std::vector<uint32_t>* controls = nullptr);

}  // namespace sigrun::event
