// Dashes at the start of a word, for `windash`. Windows accepts each of kDashes before an option.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace sigrun::stdlib {

inline constexpr std::string_view kDashes[] = {"-", "/", "\u2013", "\u2014", "\u2015"};
// The most dashes that `windash` replaces in one text; they give 625 texts.
inline constexpr size_t kMostDashes = 4;

// Splits the text at each `-` or `/` that begins a word.
std::vector<std::string_view> CutAtDashes(std::string_view text);

}  // namespace sigrun::stdlib
