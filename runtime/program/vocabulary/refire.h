// How often a stateful rule fires while its condition is true.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/enum_names.h"

namespace sigrun::program {

// kChange: when the condition becomes true (see docs/reference/semantics.md). kEvery: for each
// feeding event for which it is true.
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
