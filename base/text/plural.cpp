#include "base/text/plural.h"

#include <fmt/format.h>

namespace sigrun {

std::string Thousands(uint64_t n) {
  std::string digits = fmt::format("{}", n);
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<size_t>(at), ",");
  return digits;
}

std::string Plural(uint64_t n, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", Thousands(n), n == 1 ? one : many);
}

std::string Plural(uint64_t n, std::string_view one) {
  return fmt::format("{} {}{}", Thousands(n), one, n == 1 ? "" : "s");
}

}  // namespace sigrun
