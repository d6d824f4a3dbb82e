// An error or warning about a rule, with its location.
#pragma once

#include <cstdint>
#include <string>

namespace sigrun {

enum class Severity : uint8_t { kError, kWarning, kNote };

struct Diagnostic {
  Severity severity = Severity::kError;
  std::string code;     // "E0201": stable, never used again for anything else
  std::string file;     // as it was named; empty if it is of no file
  uint32_t line = 0;    // from 1; 0 without a file
  uint32_t column = 0;  // from 1, in characters (code points)
  std::string message;  // one line
  std::string help;     // the next step; may be empty
  // All of it for a terminal: place, message, source line with the span underlined, notes, help.
  std::string text;
};

}  // namespace sigrun
