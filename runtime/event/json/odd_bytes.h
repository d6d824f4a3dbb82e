// Finds bytes that JSON does not allow in strings, over a whole text at once, so that the result
// does not depend on which fields are read. Private to runtime/event.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace sigrun::event {

// The length of the escape at text[0] (a backslash); 0 if it is not a JSON escape. The text must be
// readable 5 bytes beyond.
size_t EscapeSize(const char* text);

// Adds the offsets of the backslashes that do not begin an escape, in order. The text begins
// outside strings and is padded.
void FindBadEscapes(const char* text, size_t size, std::vector<uint32_t>& offsets);

// Describes the problem of such a byte.
std::string_view OddByteProblem(char byte);

}  // namespace sigrun::event
