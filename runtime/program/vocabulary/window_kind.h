// How the stretches of time lie over which a rule counts.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/enum_names.h"

namespace sigrun::program {

enum class WindowKind : uint8_t { kSliding, kTumbling };

constexpr std::string_view Name(WindowKind kind) {
  switch (kind) {
    case WindowKind::kSliding:
      return "sliding";
    case WindowKind::kTumbling:
      return "tumbling";
  }
  return {};
}

}  // namespace sigrun::program
