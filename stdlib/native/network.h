// Functions on IP addresses.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/arena.h"
#include "stdlib/native/basic/ip.h"
#include "stdlib/native/basic/ip_text.h"
#include "stdlib/native/coerce.h"

namespace sigrun::stdlib::native {

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
