// Networks the slow way: addresses are read by the C library and compared as strings of '0' and
// '1'.
#pragma once

#include <arpa/inet.h>

#include <optional>
#include <string>

namespace sigrun::oracle {

// 32 or 128 characters; an IPv4-mapped address has 32.
inline std::optional<std::string> AddressBits(const std::string& text) {
  unsigned char bytes[16];
  size_t size = 0;
  if (inet_pton(AF_INET, text.c_str(), bytes) == 1) size = 4;
  if (size == 0 && inet_pton(AF_INET6, text.c_str(), bytes) == 1) size = 16;
  if (size == 0) return std::nullopt;
  std::string bits;
  for (size_t i = 0; i < size; ++i)
    for (int bit = 7; bit >= 0; --bit) bits += (bytes[i] >> bit & 1) != 0 ? '1' : '0';
  const bool mapped =
      size == 16 && bits.substr(0, 96) == std::string(80, '0') + std::string(16, '1');
  return mapped ? bits.substr(96) : bits;
}

// `network` is "address/prefix".
inline bool InNetwork(const std::string& address, const std::string& network) {
  const size_t slash = network.find('/');
  const auto bits = AddressBits(address), wanted = AddressBits(network.substr(0, slash));
  const auto prefix = static_cast<size_t>(std::stoi(network.substr(slash + 1)));
  return bits && wanted && bits->size() == wanted->size() &&
         bits->substr(0, prefix) == wanted->substr(0, prefix);
}

}  // namespace sigrun::oracle
