// Versions of dotted numbers, compared part by part as numbers: 1.10 is later than 1.9.
#pragma once

#include <algorithm>
#include <compare>
#include <optional>
#include <string_view>

#include "stdlib/native/basic/number.h"

namespace sigrun::stdlib::native {

inline bool IsVersion(std::string_view text) noexcept {
  bool digit_before = false;
  for (const char c : text) {
    if (!IsDigit(c) && !(c == '.' && digit_before)) return false;
    digit_before = c != '.';
  }
  return digit_before;
}

// Takes the first number off, without leading zeros; nothing left is 0.
inline std::string_view TakePart(std::string_view& version) noexcept {
  std::string_view part = version.substr(0, version.find('.'));
  version.remove_prefix(std::min(version.size(), part.size() + 1));
  part.remove_prefix(std::min(part.size(), part.find_first_not_of('0')));
  return part;
}

// Of any length: digits are compared as text, never turned into a number.
inline std::strong_ordering CompareParts(std::string_view a, std::string_view b) noexcept {
  return a.size() != b.size() ? a.size() <=> b.size() : a.compare(b) <=> 0;
}

// Nothing when one of them is not made of dotted numbers.
inline std::optional<bool> VersionAtLeast(std::string_view version,
                                          std::string_view least) noexcept {
  if (!IsVersion(version) || !IsVersion(least)) return std::nullopt;
  while (!version.empty() || !least.empty()) {
    const std::strong_ordering order = CompareParts(TakePart(version), TakePart(least));
    if (order != 0) return order > 0;
  }
  return true;
}

}  // namespace sigrun::stdlib::native
