// The escapes of a "…" literal.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sigrun::syntax {

struct Escape {
  uint32_t length = 1;            // bytes of the text read
  std::string value;              // the decoded text, in UTF-8
  const char* problem = nullptr;  // set if it is not an escape; value is then the text itself
};

// Reads one character or escape at the front of `text`, which is not empty.
Escape ReadEscape(std::string_view text);

}  // namespace sigrun::syntax
