// Text of a log, a file name or a rule as a terminal may be shown it. What could steer the
// terminal, turn the reading direction round or hide is written out: \x1b, \n, \u202e, \u{e0041}; a
// byte that is no UTF-8 is \xff. The one function for this: whatever prints text of others uses it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sigrun {

// One character as it is shown.
struct Glyph {
  std::string text;
  uint32_t bytes = 1;  // that it takes up in the text
  uint32_t width = 1;  // columns
};
// The first character of a text that is not empty.
Glyph FirstGlyph(std::string_view text);

// On one line: line ends and tabs are written out, too.
std::string Visible(std::string_view text);

// A text of several lines of our own: line ends and tabs stay.
std::string VisibleLines(std::string_view text);

// JSON with such characters as escapes: the values are the same. "##" is escaped as well, with
// which commands of CI services begin.
std::string VisibleJson(std::string_view json);

}  // namespace sigrun
