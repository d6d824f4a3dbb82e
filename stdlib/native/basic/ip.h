// IP addresses as 128 bits. An IPv4 address is its IPv4-mapped IPv6 form (::ffff:a.b.c.d), so the
// two ways of writing it are one value.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/text/ascii.h"

namespace sigrun::stdlib::native {

struct IpAddress {
  uint64_t high = 0, low = 0;

  static constexpr IpAddress V4(uint32_t bits) noexcept {
    return {0, uint64_t{0xFFFF} << 32 | bits};
  }
  constexpr bool is_v4() const noexcept { return high == 0 && low >> 32 == 0xFFFF; }
  friend constexpr auto operator<=>(const IpAddress&, const IpAddress&) = default;
};

// Up to three digits, taken as decimal even with leading zeros (CloudTrail writes 010.001.002.003).
inline bool TakeOctet(std::string_view& text, uint32_t& bits) noexcept {
  unsigned value = 0;
  size_t digits = 0;
  for (; digits < text.size() && digits < 4; ++digits) {
    const unsigned digit = static_cast<unsigned char>(text[digits]) - unsigned{'0'};
    if (digit > 9) break;
    value = value * 10 + digit;
  }
  if (digits == 0 || digits > 3 || value > 255) return false;
  text.remove_prefix(digits);
  bits = bits << 8 | value;
  return true;
}

inline std::optional<uint32_t> ParseV4(std::string_view text) noexcept {
  uint32_t bits = 0;
  for (int octet = 0; octet < 4; ++octet) {
    if (octet > 0) {
      if (text.empty() || text.front() != '.') return std::nullopt;
      text.remove_prefix(1);
    }
    if (!TakeOctet(text, bits)) return std::nullopt;
  }
  return text.empty() ? std::optional(bits) : std::nullopt;
}

inline int HexDigit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// The eight groups of an IPv6 address while they are read.
class V6Groups {
 public:
  bool Add(unsigned group) noexcept {
    if (count_ == 8) return false;
    groups_[count_++] = static_cast<uint16_t>(group);
    return true;
  }
  bool AddV4(std::string_view text) noexcept {
    const auto bits = ParseV4(text);
    return bits && Add(*bits >> 16) && Add(*bits & 0xFFFF);
  }
  // "::" is here; at most once.
  bool AddGap() noexcept {
    if (gap_ >= 0) return false;
    gap_ = count_;
    return true;
  }

  std::optional<IpAddress> Address() const noexcept {
    if (gap_ < 0 ? count_ != 8 : count_ > 7) return std::nullopt;
    uint64_t halves[2] = {0, 0};
    for (int i = 0; i < count_; ++i) {
      const int place = gap_ >= 0 && i >= gap_ ? i + 8 - count_ : i;
      halves[place / 4] |= uint64_t{groups_[i]} << (48 - 16 * (place % 4));
    }
    return IpAddress{halves[0], halves[1]};
  }

 private:
  uint16_t groups_[8] = {};
  int count_ = 0, gap_ = -1;
};

// One to four hexadecimal digits.
inline bool TakeGroup(std::string_view& text, unsigned& group) noexcept {
  size_t digits = 0;
  group = 0;
  while (digits < text.size() && digits < 5 && HexDigit(text[digits]) >= 0)
    group = group << 4 | static_cast<unsigned>(HexDigit(text[digits++]));
  text.remove_prefix(digits);
  return digits >= 1 && digits <= 4;
}

inline std::optional<IpAddress> ParseV6(std::string_view text) noexcept {
  V6Groups groups;
  if (text.substr(0, 2) == "::") {
    groups.AddGap();
    text.remove_prefix(2);
    if (text.empty()) return groups.Address();
  }
  for (;;) {
    const std::string_view from_here = text;
    unsigned group = 0;
    if (!TakeGroup(text, group)) return std::nullopt;
    if (!text.empty() && text.front() == '.')
      return groups.AddV4(from_here) ? groups.Address() : std::nullopt;
    if (!groups.Add(group)) return std::nullopt;
    if (text.empty()) return groups.Address();
    if (text.front() != ':') return std::nullopt;
    text.remove_prefix(1);
    if (text.empty()) return std::nullopt;
    if (text.front() != ':') continue;
    if (!groups.AddGap()) return std::nullopt;
    text.remove_prefix(1);
    if (text.empty()) return groups.Address();
  }
}

// The address before the zone, which names a link ("fe80::1%eth0"): it is the same address on each
// link. Other text is returned unchanged.
inline std::string_view WithoutZone(std::string_view text) noexcept {
  const size_t percent = text.find('%');
  if (percent == std::string_view::npos || text.find(':') > percent) return text;
  const std::string_view zone = text.substr(percent + 1);
  for (const char c : zone)
    if (!IsAsciiAlnum(c) && c != '.' && c != '-' && c != '_' && c != '~' && c != ':') return text;
  return zone.empty() ? text : text.substr(0, percent);
}

// An IPv4 or IPv6 address, with nothing else except the zone of an IPv6 address.
inline std::optional<IpAddress> ParseIp(std::string_view text) noexcept {
  text = WithoutZone(text);
  if (text.size() < 2 || text.size() > 45) return std::nullopt;
  if (text.find(':') != std::string_view::npos) return ParseV6(text);
  const auto bits = ParseV4(text);
  return bits ? std::optional(IpAddress::V4(*bits)) : std::nullopt;
}

// The first `bits` of all 128, the others zero.
inline IpAddress FirstBits(IpAddress address, int bits) noexcept {
  const uint64_t high = bits >= 64 ? ~uint64_t{0} : ~(~uint64_t{0} >> bits);
  const uint64_t low = bits <= 64 ? 0 : bits >= 128 ? ~uint64_t{0} : ~(~uint64_t{0} >> (bits - 64));
  return {address.high & high, address.low & low};
}

}  // namespace sigrun::stdlib::native
