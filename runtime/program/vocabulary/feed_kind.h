// What events feed, each by its index in a table of Stateful, or in the steps of its
// sequence.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/enum_names.h"

namespace sigrun::program {

enum class FeedKind : uint8_t { kAggregate, kFirstSeen, kStep };

constexpr std::string_view Name(FeedKind kind) {
  switch (kind) {
    case FeedKind::kAggregate:
      return "aggregate";
    case FeedKind::kFirstSeen:
      return "first_seen";
    case FeedKind::kStep:
      return "step";
  }
  return {};
}

}  // namespace sigrun::program
