// The progress of a stream in event time. Senders wrote the times, and any of them may be wrong or
// forged: no single record moves the clock.
//
// The newest time is the 8th largest of different records. A jump of more than an hour takes effect
// once 64 records are beyond it; until then, those records are "ahead". The first 8 records start
// the clock. With zero lateness, the sender guarantees the order: one record within the hour is
// then enough, and two start the clock.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/time/event_time.h"
#include "runtime/event/event.h"
#include "runtime/event/origin_fields.h"

namespace sigrun::state {

class StreamClock {
 public:
  static constexpr size_t kSupport = 8, kJumpSupport = 64;
  static constexpr Duration kJump = Hours(1);

  // `jump_support`: of the records beyond a jump. A set that was read whole needs no more than
  // kSupport.
  explicit StreamClock(Duration lateness, size_t jump_support = kJumpSupport);

  // An event of this time would be too late to be sorted.
  bool IsLate(Timestamp time) const { return time < end_; }

  // A record that is not late. Records of the same time and mark count once.
  void Observe(Timestamp time, uint64_t mark, const event::Origin& origin);

  // Nothing older is accepted; before the clock has started, the lowest time.
  Timestamp end() const { return end_; }
  // The time before which waiting records are in their final order and can be evaluated. With zero
  // lateness, that includes records of exactly the newest time.
  Timestamp ready() const;

  // The records further ahead than a jump, while it has not taken effect: their number, the first
  // one read.
  size_t ahead() const { return ahead_.size(); }
  std::optional<event::Origin> first_ahead() const;

  // All but the lateness: reading needs a clock of the same.
  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    a(self.started_, self.newest_, self.end_, self.near_, self.ahead_);
    if constexpr (A::kReads)
      a.Require(a.ok() && self.IsInOrder(), "a stream's times make no sense");
  }

 private:
  struct Seen {
    Timestamp time;
    uint64_t mark;
    event::Origin origin;

    template <class A, class Self>
    static void Fields(A& a, Self& self) {
      a(self.time, self.mark, self.origin);
    }
  };

  bool IsInOrder() const;

  bool Insert(std::vector<Seen>& seen, const Seen& record) const;
  void Start();
  void Move();
  void Believe();

  Duration lateness_;
  size_t support_, jump_support_;
  bool started_ = false;
  Timestamp newest_{INT64_MIN}, end_{INT64_MIN};
  // In order of time. Before the start, all are in near_.
  std::vector<Seen> near_, ahead_;
};

}  // namespace sigrun::state
