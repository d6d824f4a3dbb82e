// The time and the id of an event: 24 bytes. A UUID in its canonical lower-case form is reproduced
// exactly; any other id is stored as text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

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

}  // namespace sigrun::state
