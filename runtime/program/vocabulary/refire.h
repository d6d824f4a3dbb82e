// How often a stateful rule fires while its condition holds.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/enum_names.h"

namespace sigrun::program {

// kChange: when the condition turns true (see docs/semantics.md). kEvery: at each feeding event on
// which it holds.
enum class Refire : uint8_t { kChange, kEvery };

constexpr std::string_view Name(Refire refire) {
  switch (refire) {
    case Refire::kChange:
      return "change";
    case Refire::kEvery:
      return "every";
  }
  return {};
}

}  // namespace sigrun::program
