#include "cli/terminal.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

namespace sigrun::cli {

bool IsTerminal(std::FILE* stream) { return isatty(fileno(stream)) == 1; }

int Columns() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 100;
}

bool WantsColor(std::FILE* stream) {
  const char* term = std::getenv("TERM");
  const bool dumb = term != nullptr && std::string_view(term) == "dumb";
  return IsTerminal(stream) && std::getenv("NO_COLOR") == nullptr && !dumb;
}

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

std::string Sanitize(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n' || c == '\t')
      out += ' ';
    else if (byte < 0x20 || byte == 0x7F)
      out += fmt::format("\\x{:02x}", byte);
    else
      out += c;
  }
  return out;
}

}  // namespace sigrun::cli
