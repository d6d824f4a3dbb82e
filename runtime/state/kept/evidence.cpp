#include "runtime/state/kept/evidence.h"

namespace sigrun::state {
namespace {

uint32_t TextBytes(EventHandle event, const EventStore& events) {
  return static_cast<uint32_t>(events[event].bytes());
}

}  // namespace

void Evidence::Add(uint32_t limit, uint64_t total, EventHandle event, const EventStore& events) {
  if (limit == 0) return;
  const uint64_t most = std::min<uint64_t>(limit, total);
  while (events_.size() >= most) {
    // Mostly 0: then it is not worth a look at memory that has gone cold.
    if (text_bytes_ > 0) text_bytes_ -= TextBytes(events_.front(), events);
    events_.pop_front();
  }
  events_.push_back(event);
  text_bytes_ += TextBytes(event, events);
}

void Evidence::Clear() {
  events_.clear();
  text_bytes_ = 0;
}

bool Evidence::Account(const EventStore& events) {
  text_bytes_ = 0;
  for (uint32_t i = 0; i < events_.size(); ++i) {
    if (events_[i] >= events.size() || (i > 0 && events_[i] <= events_[i - 1])) return false;
    text_bytes_ += TextBytes(events_[i], events);
  }
  return true;
}

std::vector<std::string> Evidence::Ids(int64_t start, const EventStore& events) const {
  std::vector<std::string> ids;
  ids.reserve(events_.size());
  for (uint32_t i = 0; i < events_.size(); ++i)
    if (const EventId& event = events[events_[i]]; event.time() >= start)
      ids.push_back(event.ToString());
  return ids;
}

}  // namespace sigrun::state
