// Colours for the terminal.
#pragma once

#include <string>
#include <string_view>

#include "runtime/program/vocabulary/level.h"

namespace sigrun::cli {

enum class Style { kBold, kDim, kRed, kYellow, kGreen, kCyan, kMagenta };
std::string Paint(std::string_view text, Style style, bool color);
std::string Paint(std::string_view text, program::Level level, bool color);

}  // namespace sigrun::cli
