// Characters that nobody sees, and that make two texts differ: no-break and other blanks of
// Unicode, marks of zero width, marks for the direction of text, byte order marks.
#pragma once

#include <cstddef>
#include <string_view>

namespace sigrun {

// The bytes of the blank that the text begins with: a space, a tab, or a character that nobody
// sees. 0: it begins with none.
size_t LeadingBlank(std::string_view text);

// Without blanks at either end.
std::string_view WithoutOuterBlanks(std::string_view text);

// The text behind a byte order mark.
std::string_view WithoutByteOrderMark(std::string_view text);

}  // namespace sigrun
