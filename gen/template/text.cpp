#include "gen/template/text.h"

#include <charconv>

#include "base/hash.h"
#include "base/text/base64.h"

namespace sigrun::gen {
namespace {

constexpr char kBase32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr char kHex[] = "0123456789abcdef";
constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// One draw gives 60 bits: 15 hexadecimal digits, 12 of base 32, 10 of base 64.
template <int kBits>
void AppendDigits(Random& random, int count, const char* alphabet, std::string& out) {
  constexpr int kPerDraw = 60 / kBits;
  const size_t before = out.size();
  out.resize(before + static_cast<size_t>(count));
  char* at = out.data() + before;
  while (count > 0) {
    uint64_t bits = random.Next() >> 4;
    for (int i = 0; i < kPerDraw && count > 0; ++i, --count, bits >>= kBits) {
      *at++ = alphabet[bits & ((1u << kBits) - 1)];
    }
  }
}

void AppendTwoDigits(int value, std::string& out) {
  out += static_cast<char>('0' + value / 10);
  out += static_cast<char>('0' + value % 10);
}

}  // namespace

void AppendHex(Random& random, int count, std::string& out) {
  AppendDigits<4>(random, count, kHex, out);
}

void AppendBase32(Random& random, int count, std::string& out) {
  AppendDigits<5>(random, count, kBase32, out);
}

void AppendBase64(Random& random, int count, std::string& out) {
  AppendDigits<6>(random, count, base64::kAlphabet.data(), out);
}

void AppendBase62(Random& random, int count, std::string& out) {
  for (; count > 0; --count) out += base64::kAlphabet[random.Below(62)];
}

void AppendUuid(Random& random, std::string& out) {
  uint64_t high = random.Next();
  uint64_t low = random.Next();
  high = (high & ~uint64_t{0xF000}) | 0x4000;
  low = (low & ~(uint64_t{3} << 62)) | (uint64_t{2} << 62);
  char text[36];
  char* at = text;
  for (int i = 0; i < 32; ++i) {
    if (i == 8 || i == 12 || i == 16 || i == 20) *at++ = '-';
    const uint64_t word = i < 16 ? high : low;
    *at++ = kHex[(word >> (60 - 4 * (i % 16))) & 15];
  }
  out.append(text, sizeof text);
}

void AppendInt(int64_t value, std::string& out) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out.append(digits, end);
}

void AppendTime(Timestamp time, std::string& out) {
  char buffer[32];
  time.micros -= time.micros % kMicrosPerSecond;
  out.append(buffer, static_cast<size_t>(FormatTimestamp(time, buffer)));
}

void AppendExpiry(Timestamp time, std::string& out) {
  const CivilTime civil = ToCivil(time);
  out.append(kMonths[civil.month - 1]).append(" ");
  AppendInt(civil.day, out);
  out += ", ";
  AppendInt(civil.year, out);
  out += ", ";
  AppendInt(civil.hour % 12 == 0 ? 12 : civil.hour % 12, out);
  out += ':';
  AppendTwoDigits(civil.minute, out);
  out += ':';
  AppendTwoDigits(civil.second, out);
  out += civil.hour < 12 ? " AM" : " PM";
}

std::string NewAccessKey(Random& random, std::string_view prefix) {
  std::string key(prefix);
  AppendBase32(random, 9, key);
  return key += "EXAMPLE";
}

std::string StableId(std::string_view prefix, std::string_view account, std::string_view name) {
  Random random(Hash64(name, Hash64(account)), 0);
  std::string id(prefix);
  AppendBase32(random, 10, id);
  return id += "EXAMPLE";
}

std::string StableUuid(std::string_view name) {
  Random random(Hash64(name), 1);
  std::string uuid;
  AppendUuid(random, uuid);
  return uuid;
}

std::string Replaced(std::string_view pattern, std::string_view from, std::string_view to) {
  std::string out;
  for (size_t at = 0;;) {
    const size_t hit = pattern.find(from, at);
    out += pattern.substr(at, hit - at);
    if (hit == std::string_view::npos) return out;
    out += to;
    at = hit + from.size();
  }
}

}  // namespace sigrun::gen
