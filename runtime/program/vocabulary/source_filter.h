// Which events a rule is for.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/enum_names.h"

namespace sigrun::program {

// kAny: of a rule whose inputs (other rules) are of several sources.
enum class SourceFilter : uint8_t { kCloudTrail, kJson, kAny };

constexpr std::string_view Name(SourceFilter source) {
  switch (source) {
    case SourceFilter::kCloudTrail:
      return "aws.cloudtrail";
    case SourceFilter::kJson:
      return "json";
    case SourceFilter::kAny:
      return "any";
  }
  return {};
}

}  // namespace sigrun::program
