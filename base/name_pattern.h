// Patterns over names, as in `any of filter_*`.
#pragma once

#include <string_view>

namespace sigrun {

// Whether the whole name fits: `*` stands for any run of characters, letter case counts.
bool FitsNamePattern(std::string_view name, std::string_view pattern);

}  // namespace sigrun
