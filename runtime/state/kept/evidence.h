// The ids of the latest events that fed a group: 24 bytes each. A UUID in its canonical lower-case
// form takes 16 bytes and is reproduced exactly; any other id is stored as text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/state/kept/ring.h"

namespace sigrun::state {

class EventId {
 public:
  EventId(int64_t time, std::string_view id);
  EventId() : packed_(0), uuid_() {}
  EventId(const EventId& other);
  EventId(EventId&& other) noexcept : EventId() { Swap(other); }
  EventId& operator=(EventId&& other) noexcept {
    Swap(other);
    return *this;
  }
  ~EventId();

  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    int64_t time = self.time();
    std::string text;
    if constexpr (!A::kReads) text = self.ToString();
    a(time, text);
    if constexpr (A::kReads) self = EventId(time, text);
  }

  int64_t time() const { return static_cast<int64_t>(packed_) >> 1; }
  std::string ToString() const;
  size_t bytes() const { return is_text() ? text_.size : 0; }

 private:
  bool is_text() const { return (packed_ & 1) != 0; }
  void Swap(EventId& other) noexcept;

  uint64_t packed_;  // twice the time (held at the ends of 63 bits), and 1 for text
  struct Text {
    char* chars;
    size_t size;
  };
  union {
    unsigned char uuid_[16];
    Text text_;
  };
};
static_assert(sizeof(EventId) == 24);

class Evidence {
 public:
  // Keeps the latest `limit`.
  void Add(uint32_t limit, const EventId& id);
  void Expire(int64_t start);
  void Clear();

  // No more than `limit` are read.
  template <class A, class Self>
  static void Fields(A& a, Self& self, uint32_t limit) {
    a(self.ids_);
    a.Require(self.ids_.size() <= limit, "a group has too many event ids");
    if constexpr (A::kReads) {
      self.text_bytes_ = 0;
      for (uint32_t i = 0; i < self.ids_.size(); ++i) self.text_bytes_ += self.ids_[i].bytes();
    }
  }

  // In order of time, then of arrival.
  std::vector<std::string> Ids() const;
  size_t bytes() const { return ids_.bytes() + text_bytes_; }

 private:
  void PopFront();

  Ring<EventId> ids_;
  size_t text_bytes_ = 0;
};

}  // namespace sigrun::state
