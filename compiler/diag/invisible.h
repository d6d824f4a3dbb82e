// Characters that look like a space or like nothing, but are part of the text. They often come from
// text copied from a web page.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sigrun::diag {

struct Invisible {
  size_t begin, end;  // its bytes in the text
  uint32_t character;
  bool blank;        // looks like a space; otherwise like nothing
  std::string name;  // "a no-break space (U+00A0)"
};

// The first one at or after `from`. Joiners within words of other scripts, and within emoji, are
// legitimate: only those next to ASCII or at an end are reported.
std::optional<Invisible> FindInvisible(std::string_view text, size_t from = 0);

}  // namespace sigrun::diag
