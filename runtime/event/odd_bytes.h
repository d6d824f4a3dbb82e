// What strings may not hold by JSON's grammar, found over a whole text at once, so that it does not
// depend on who looks at which field. Private to runtime/event.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace sigrun::event {

// How many bytes the escape at text[0] (a backslash) has; 0 when JSON knows no such escape. The
// text must be readable 5 bytes beyond.
size_t EscapeSize(const char* text);

// Adds the offsets of the backslashes that begin no escape, in order. The text begins outside
// strings and is padded.
void FindBadEscapes(const char* text, size_t size, std::vector<uint32_t>& offsets);

// What is wrong with a byte that was found.
std::string_view OddByteProblem(char byte);

}  // namespace sigrun::event
