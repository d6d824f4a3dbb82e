// Patterns over names, as in `any of filter_*`.
#pragma once

#include <string_view>

namespace sigrun {

// Whether the whole name matches: `*` matches any run of characters; case-sensitive.
bool FitsNamePattern(std::string_view name, std::string_view pattern);

}  // namespace sigrun
