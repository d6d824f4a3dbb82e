#include "runtime/state/kept/event_store.h"

namespace sigrun::state {

EventHandle EventStore::Put(int64_t time, std::string_view id) {
  const bool again = last_id_ && *last_id_ == id && events_.back().time() == time;
  if (!again) {
    SIGRUN_CHECK(events_.size() < UINT32_MAX);  // swept long before
    events_.emplace_back(time, id);
    text_bytes_ += events_.back().bytes();
    last_id_ = id;
  }
  return static_cast<EventHandle>(events_.size() - 1);
}

}  // namespace sigrun::state
