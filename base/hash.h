// Hashes, by who may choose the bytes.
//
//   Hash64                    XXH3, the same everywhere: guards images against damage, finds texts
//   of
//                             rules. Whoever chooses the bytes can make two of them collide.
//   SecretHash64, …128        XXH3 keyed by a secret of the process: for keys that come from a log.
//                             Nobody can choose bytes that collide. Only for places in memory and
//                             for comparisons inside the process: never stored, never shown, and
//                             nothing that comes out may depend on it, as it differs in each run.
//   Sha256…                   names what outlives the process or what somebody may want to forge:
//                             alert ids, digests of records, tuples that are remembered by hash.
#pragma once

#include <array>
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
uint64_t SecretHash64(std::string_view bytes);
Hash128 SecretHash128(std::string_view bytes);

// The secret for spreading 128 bits that are already an id or a hash.
extern const std::array<uint64_t, 2> kSecretWords;
inline uint64_t SecretMix(const Hash128& hash) {
  __extension__ typedef unsigned __int128 Wide;
  const Wide product =
      static_cast<Wide>(hash.high ^ kSecretWords[0]) * (hash.low ^ kSecretWords[1]);
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

// The first 128 bits of the digest.
Hash128 Sha256Hash128(std::string_view bytes);
// Lower-case hexadecimal digest: 64 characters.
std::string Sha256Hex(std::string_view bytes);

std::string ToHex(const Hash128& hash);

}  // namespace sigrun
