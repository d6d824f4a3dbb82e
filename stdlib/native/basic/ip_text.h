// The text form of IP addresses.
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "stdlib/native/basic/ip.h"

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

}  // namespace sigrun::stdlib::native
