// Formats numbers for everything that a machine reads or that becomes part of an id: one format,
// the same with every compiler and library. It is that of RFC 8785 (JSON Canonicalization Scheme),
// which is ECMAScript's: the shortest digits that read back as the same number. 3.0 is "3", 1e20 is
// "100000000000000000000", 1e21 is "1e+21", 0.000001 is "0.000001", 1e-7 is "1e-7", -0.0 is "0".
#pragma once

#include <string>
#include <string_view>

namespace sigrun {

// `buffer` has at least 32 bytes.
std::string_view NumberText(double number, char* buffer) noexcept;
std::string NumberText(double number);

// The same, but never reads back as an integer: 3.0 is "3.0", -0.0 is "-0.0".
std::string RealText(double number);

}  // namespace sigrun
