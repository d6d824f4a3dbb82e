// Functions on IP addresses, and their text form.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/arena.h"
#include "stdlib/native/coerce.h"
#include "stdlib/native/ip.h"

namespace sigrun::stdlib::native {

inline constexpr size_t kAddressText = 48;  // bytes that hold any address and a prefix length

inline char* WriteNumber(char* out, unsigned value, int base) noexcept {
  return std::to_chars(out, out + 10, value, base).ptr;
}

inline char* WriteV4(char* out, uint32_t bits) noexcept {
  for (int shift = 24; shift >= 0; shift -= 8) {
    out = WriteNumber(out, bits >> shift & 0xFF, 10);
    if (shift > 0) *out++ = '.';
  }
  return out;
}

inline unsigned GroupOf(IpAddress address, int i) noexcept {
  return (i < 4 ? address.high : address.low) >> (48 - 16 * (i % 4)) & 0xFFFF;
}

// The longest run of two or more zero groups, the first of equals: it is written as "::".
inline void FindZeroRun(IpAddress address, int& start, int& length) noexcept {
  start = -1;
  length = 1;
  for (int i = 0, run = 0; i < 8; ++i) {
    run = GroupOf(address, i) == 0 ? run + 1 : 0;
    if (run <= length) continue;
    length = run;
    start = i - run + 1;
  }
}

inline char* WriteV6(char* out, IpAddress address) noexcept {
  int gap, length;
  FindZeroRun(address, gap, length);
  for (int i = 0; i < 8;) {
    if (i == gap) {
      *out++ = ':';
      *out++ = ':';
      i += length;
      continue;
    }
    if (i > 0 && i != gap + length) *out++ = ':';
    out = WriteNumber(out, GroupOf(address, i++), 16);
  }
  return out;
}

// In the format of RFC 5952; IPv4-mapped addresses in IPv4 form. `buffer` has kAddressText bytes.
inline std::string_view FormatIp(IpAddress address, char* buffer) noexcept {
  char* end = address.is_v4() ? WriteV4(buffer, static_cast<uint32_t>(address.low))
                              : WriteV6(buffer, address);
  return {buffer, static_cast<size_t>(end - buffer)};
}

// An IPv4 network in dotted form, for the table below.
constexpr IpAddress Dotted(uint32_t a, uint32_t b) noexcept {
  return IpAddress::V4(a << 24 | b << 16);
}

// Addresses that no packet from the public Internet can carry: private use (RFC 1918, RFC 4193),
// shared by carriers (RFC 6598), loopback, link-local.
inline bool IsPrivate(IpAddress address) noexcept {
  struct Block {
    IpAddress network;
    int bits;
  };
  static constexpr Block kBlocks[] = {
      {Dotted(10, 0), 104},  {Dotted(172, 16), 108},        {Dotted(192, 168), 112},
      {Dotted(127, 0), 104}, {Dotted(169, 254), 112},       {Dotted(100, 64), 106},
      {{0, 1}, 128},         {{0xFE80000000000000, 0}, 10}, {{0xFC00000000000000, 0}, 7},
  };
  for (const Block& block : kBlocks)
    if (FirstBits(address, block.bits) == block.network) return true;
  return false;
}

inline bool IsIp(std::string_view text) noexcept { return ParseIp(text).has_value(); }

inline int64_t IpVersion(IpAddress address) noexcept { return address.is_v4() ? 4 : 6; }

// The network of `prefix` bits that the address lies in, such as 203.0.113.0/24.
inline std::optional<std::string_view> CidrNetwork(IpAddress address, int64_t prefix,
                                                   Arena& arena) noexcept {
  const int width = address.is_v4() ? 32 : 128;
  if (prefix < 0 || prefix > width) return std::nullopt;
  const int bits = static_cast<int>(prefix);
  char buffer[kAddressText];
  const size_t size = FormatIp(FirstBits(address, bits + 128 - width), buffer).size();
  buffer[size] = '/';
  const char* end = WriteNumber(buffer + size + 1, static_cast<unsigned>(bits), 10);
  return CopyText({buffer, static_cast<size_t>(end - buffer)}, arena);
}

}  // namespace sigrun::stdlib::native
