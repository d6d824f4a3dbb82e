// Words for the things of a program, for error texts and the printed form. For this folder's use.
#pragma once

#include <string>
#include <string_view>

#include "runtime/program/program.h"

namespace sigrun::program {

inline constexpr size_t kShownCharacters = 60;

// In double quotes on one line, escaped as in JSON; what is longer than kShownCharacters ends in
// "…" (after the closing quote) and never inside a UTF-8 sequence.
std::string Quoted(std::string_view text);

// A name as it is where it is made of letters, digits and _ . - / only; else Quoted.
std::string Shown(std::string_view name);

// "int 5", "string \"Root\"", "text_set [\"a\", \"b\", …] of 12", at most about kShownCharacters.
std::string Describe(const Constant& constant);

}  // namespace sigrun::program
