#include "cli/output/terminal.h"

#include <fmt/format.h>

namespace sigrun::cli {

std::string Paint(std::string_view text, Style style, bool color) {
  static constexpr const char* kCodes[] = {"1", "2", "31", "33", "32", "36", "35"};
  if (!color) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", kCodes[static_cast<size_t>(style)], text);
}

std::string Paint(std::string_view text, program::Level level, bool color) {
  static constexpr const char* kCodes[] = {"2", "36", "33", "31", "1;37;41"};
  if (!color) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", kCodes[static_cast<size_t>(level)], text);
}

}  // namespace sigrun::cli
