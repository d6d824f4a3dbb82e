#include "base/uuid.h"

#include <array>
#include <cstdint>

namespace sigrun {
namespace {

constexpr uint8_t kNoDigit = 0xFF;

constexpr std::array<uint8_t, 256> HexDigits() {
  std::array<uint8_t, 256> digits{};
  digits.fill(kNoDigit);
  for (uint8_t i = 0; i < 10; ++i) digits[static_cast<size_t>('0' + i)] = i;
  for (uint8_t i = 0; i < 6; ++i)
    digits[static_cast<size_t>('a' + i)] = digits[static_cast<size_t>('A' + i)] =
        static_cast<uint8_t>(10 + i);
  return digits;
}
constexpr auto kHexDigits = HexDigits();

// Adds the digits of one group; sets a high bit of `bad` if one is not a digit.
uint64_t TakeHex(uint64_t number, std::string_view digits, uint8_t& bad) {
  for (const char c : digits) {
    const uint8_t digit = kHexDigits[static_cast<unsigned char>(c)];
    bad |= digit;
    number = number << 4 | (digit & 15);
  }
  return number;
}

}  // namespace

std::optional<Hash128> ParseUuid(std::string_view text) {
  if (text.size() != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-')
    return std::nullopt;
  uint8_t bad = 0;
  uint64_t high = TakeHex(0, text.substr(0, 8), bad);
  high = TakeHex(TakeHex(high, text.substr(9, 4), bad), text.substr(14, 4), bad);
  const uint64_t low = TakeHex(TakeHex(0, text.substr(19, 4), bad), text.substr(24, 12), bad);
  if (bad > 15) return std::nullopt;
  return Hash128{high, low};
}

}  // namespace sigrun
