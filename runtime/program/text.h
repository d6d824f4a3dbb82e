// Text for the parts of a program, for error messages and the printed form. Private to this folder.
#pragma once

#include <string>
#include <string_view>

#include "runtime/program/program.h"

namespace sigrun::program {

inline constexpr size_t kShownCharacters = 60;

// In double quotes on one line, escaped as in JSON; text longer than kShownCharacters is cut, never
// inside a UTF-8 sequence, and ends in "…" (after the closing quote).
std::string Quoted(std::string_view text);

// A name unchanged if it consists of letters, digits and _ . - / only; otherwise Quoted.
std::string Shown(std::string_view name);

// "int 5", "string \"Root\"", "text_set [\"a\", \"b\", …] of 12", at most about kShownCharacters.
std::string Describe(const Constant& constant);

}  // namespace sigrun::program
