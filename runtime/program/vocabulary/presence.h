// The questions about a value that can be absent.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/enum_names.h"

namespace sigrun::program {

// kExists: present and not null.
enum class PresenceMode : uint8_t { kExists, kNull, kAbsent, kEmpty };

constexpr std::string_view Name(PresenceMode mode) {
  switch (mode) {
    case PresenceMode::kExists:
      return "exists";
    case PresenceMode::kNull:
      return "is null";
    case PresenceMode::kAbsent:
      return "is absent";
    case PresenceMode::kEmpty:
      return "is empty";
  }
  return {};
}

}  // namespace sigrun::program
