// One line of a source text as a terminal displays it: tabs as spaces, invisible characters
// escaped, wide and combining characters counted, long lines truncated around the marked part.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sigrun::diag {

struct ShownLine {
  std::string text;
  uint32_t mark_begin = 0;  // columns of the marked part
  uint32_t mark_width = 0;  // at least 1
};

// `begin` and `end` are bytes of `line`; a mark past the end is placed after the last character.
ShownLine ShowLine(std::string_view line, uint32_t begin, uint32_t end);

}  // namespace sigrun::diag
