// Invisible characters that make two texts differ: no-break and other Unicode spaces, zero-width
// marks, direction marks, byte order marks.
#pragma once

#include <cstddef>
#include <string_view>

namespace sigrun {

// The length in bytes of the space that the text begins with: a space, a tab, or an invisible
// character. 0 if there is none.
size_t LeadingBlank(std::string_view text);

// Without spaces at both ends.
std::string_view WithoutOuterBlanks(std::string_view text);

// The text after a byte order mark.
std::string_view WithoutByteOrderMark(std::string_view text);

}  // namespace sigrun
