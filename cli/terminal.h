// What is known about the terminal, and colours for it.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

#include "runtime/program/program.h"

namespace sigrun::cli {

bool IsTerminal(std::FILE* stream);
// Columns of the terminal; 100 where it is none.
int Columns();
// On a terminal, unless NO_COLOR is set or TERM is dumb.
bool WantsColor(std::FILE* stream);

enum class Style { kBold, kDim, kRed, kYellow, kGreen, kCyan, kMagenta };
std::string Paint(std::string_view text, Style style, bool color);
std::string Paint(std::string_view text, program::Level level, bool color);

// Control characters, which could steer a terminal, made visible; line ends become spaces.
std::string Sanitize(std::string_view text);

}  // namespace sigrun::cli
