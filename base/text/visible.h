// Makes text from a log, a file name or a rule safe for a terminal. Characters that could control
// the terminal, change the reading direction or hide are escaped: \x1b, \n, \u202e, \u{e0041}; a
// byte that is not UTF-8 becomes \xff. All code that prints untrusted text uses this function.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sigrun {

// One character as displayed.
struct Glyph {
  std::string text;
  uint32_t bytes = 1;  // its length in the text
  uint32_t width = 1;  // columns
};
// The first character of a text that is not empty.
Glyph FirstGlyph(std::string_view text);

// On one line: line breaks and tabs are escaped, too.
std::string Visible(std::string_view text);

// Text of our own with several lines: line breaks and tabs stay.
std::string VisibleLines(std::string_view text);

// JSON with such characters as escapes: the values are unchanged. "##" is also escaped, because
// commands of CI services begin with it.
std::string VisibleJson(std::string_view json);

}  // namespace sigrun
