// "1 rule", "2 rules", "1,234,567 records".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sigrun {

// 1,234,567
std::string Thousands(uint64_t n);

std::string Plural(uint64_t n, std::string_view one, std::string_view many);
// If the plural only adds an s.
std::string Plural(uint64_t n, std::string_view one);

}  // namespace sigrun
