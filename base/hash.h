// Hashes. Hash64/Hash128 (XXH3) spread keys in memory and guard images against damage; Sha256 names
// things that outlive the process or that somebody may want to forge, such as alert ids.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace sigrun {

uint64_t Hash64(std::string_view bytes, uint64_t seed = 0);

struct Hash128 {
  uint64_t high = 0, low = 0;
  friend constexpr auto operator<=>(const Hash128&, const Hash128&) = default;
};
Hash128 HashBytes128(std::string_view bytes);

// Lower-case hexadecimal digest: 64 characters.
std::string Sha256Hex(std::string_view bytes);

std::string ToHex(const Hash128& hash);

}  // namespace sigrun
