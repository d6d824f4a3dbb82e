// How serious an alert is.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/enum_names.h"

namespace sigrun::program {

enum class Level : uint8_t { kInformational, kLow, kMedium, kHigh, kCritical };

constexpr std::string_view Name(Level level) {
  switch (level) {
    case Level::kInformational:
      return "informational";
    case Level::kLow:
      return "low";
    case Level::kMedium:
      return "medium";
    case Level::kHigh:
      return "high";
    case Level::kCritical:
      return "critical";
  }
  return {};
}

}  // namespace sigrun::program
