// Base64 the slow way: a string of '0' and '1' in between.
#pragma once

#include <string>

namespace sigrun::oracle {

inline const std::string kBase64Table =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

inline std::string EncodeBase64(const std::string& text) {
  std::string bits, out;
  for (const unsigned char byte : text)
    for (int bit = 7; bit >= 0; --bit) bits += (byte >> bit & 1) != 0 ? '1' : '0';
  while (bits.size() % 6 != 0) bits += '0';
  for (size_t i = 0; i < bits.size(); i += 6)
    out += kBase64Table[std::stoul(bits.substr(i, 6), nullptr, 2)];
  while (out.size() % 4 != 0) out += '=';
  return out;
}

}  // namespace sigrun::oracle
