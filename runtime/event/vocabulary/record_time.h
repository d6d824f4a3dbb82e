// When something happened, or why that cannot be told.
#pragma once

#include <optional>
#include <string_view>

#include "base/time/event_time.h"

namespace sigrun::event {

// What was found where the time should be. Both are empty where nothing was.
struct UnreadTime {
  std::string_view field, text;
};

struct RecordTime {
  std::optional<Timestamp> time;
  UnreadTime unread;
};

}  // namespace sigrun::event
