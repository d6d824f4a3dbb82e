// UUIDs are read in words: as letter by letter.
#include "base/uuid.h"

#include <doctest/doctest.h>

#include <random>
#include <string>

#include "base/text/ascii.h"

namespace sigrun {
namespace {

std::optional<Hash128> LetterByLetter(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  Hash128 hash;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = AsciiLower(text[i]);
    if (dash ? c != '-' : !IsDigit(c) && (c < 'a' || c > 'f')) return std::nullopt;
    if (dash) continue;
    hash.high = hash.high << 4 | hash.low >> 60;
    hash.low = hash.low << 4 | static_cast<uint64_t>(IsDigit(c) ? c - '0' : c - 'a' + 10);
  }
  return hash;
}

TEST_CASE("a UUID is read in words as letter by letter") {
  const std::string good = "01234567-89ab-cdef-ABCD-EF0123456789";
  CHECK(ParseUuid(good) == Hash128{0x0123456789ABCDEFu, 0xABCDEF0123456789u});
  for (size_t i = 0; i < good.size(); ++i)
    for (int c = 0; c < 256; ++c) {
      std::string text = good;
      text[i] = static_cast<char>(c);
      CHECK(ParseUuid(text) == LetterByLetter(text));
    }
  CHECK(!ParseUuid(good.substr(1)));
  CHECK(!ParseUuid(good + "0"));
  std::mt19937 random(1);
  for (int round = 0; round < 1000; ++round) {
    std::string text = good;
    for (char& c : text)
      if (c != '-') c = "0123456789abcdefABCDEF"[random() % 22];
    CHECK(ParseUuid(text) == LetterByLetter(text));
  }
}

}  // namespace
}  // namespace sigrun
