// A diagnostic by its number. The diagnostics of a stage are a table (names.def), and its header
// (names.h) has a constant for each, so that a change of a table recompiles only what emits from
// it.
#pragma once

#include <cstdint>
#include <string_view>

namespace sigrun::diag {

// 201 for "E0201". The number is stable and never used again.
enum class Code : uint16_t {};

constexpr Code CodeOf(std::string_view code) {
  uint16_t number = 0;
  for (const char c : code.substr(1)) number = static_cast<uint16_t>(number * 10 + (c - '0'));
  return Code{number};
}

// The diagnostics by name: codes::UnknownName.
namespace codes {}

}  // namespace sigrun::diag
