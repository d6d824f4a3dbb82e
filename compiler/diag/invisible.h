// Characters that look like a blank or like nothing, and are a part of the text all the same. They
// come in with text copied from a page.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sigrun::diag {

struct Invisible {
  size_t begin, end;  // its bytes in the text
  uint32_t character;
  bool blank;        // looks like a blank; else like nothing
  std::string name;  // "a no-break space (U+00A0)"
};

// The first at or behind `from`. Joiners within words of other scripts, and within emoji, belong
// there and do not count: only those count that stand beside ASCII or at an end.
std::optional<Invisible> FindInvisible(std::string_view text, size_t from = 0);

}  // namespace sigrun::diag
