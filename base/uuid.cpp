#include "base/uuid.h"

#include <bit>
#include <cstdint>
#include <cstring>

namespace sigrun {
namespace {

static_assert(std::endian::native == std::endian::little);

constexpr uint64_t Each(uint64_t byte) { return byte * 0x0101010101010101u; }

// Eight letters; the first is in the lowest byte.
uint64_t Load(const char* four, const char* other_four) {
  uint32_t first, second;
  std::memcpy(&first, four, 4);
  std::memcpy(&second, other_four, 4);
  return first | uint64_t{second} << 32;
}

// The number that eight hexadecimal digits write; sets high bits of `bad` where a letter is none.
// All letters are handled together: each byte of a word is one, and no sum leaves its byte.
uint64_t TakeHex(uint64_t letters, uint64_t& bad) {
  const uint64_t low = letters & Each(0x7F);
  const uint64_t digit = low ^ Each('0');                  // 0 to 9
  const uint64_t letter = (low | Each(0x20)) ^ Each('`');  // 1 to 6
  const uint64_t no_digit = digit + Each(0x7F - 9);
  const uint64_t no_letter = (letter + Each(0x7F - 6)) | ~(letter + Each(0x7F));
  bad |= letters | (no_digit & no_letter);
  uint64_t halves = (letters & Each(0x0F)) + 9 * (letters >> 6 & Each(1));
  halves = (halves << 4 | halves >> 8) & 0x00FF00FF00FF00FFu;
  halves = (halves | halves >> 8) & 0x0000FFFF0000FFFFu;
  return __builtin_bswap32(static_cast<uint32_t>(halves | halves >> 16));
}

}  // namespace

std::optional<Hash128> ParseUuid(std::string_view text) {
  if (text.size() != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-')
    return std::nullopt;
  const char* const at = text.data();
  uint64_t bad = 0;
  const uint64_t words[] = {TakeHex(Load(at, at + 4), bad), TakeHex(Load(at + 9, at + 14), bad),
                            TakeHex(Load(at + 19, at + 24), bad),
                            TakeHex(Load(at + 28, at + 32), bad)};
  if ((bad & Each(0x80)) != 0) return std::nullopt;
  return Hash128{words[0] << 32 | words[1], words[2] << 32 | words[3]};
}

}  // namespace sigrun
