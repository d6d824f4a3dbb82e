// How far a stream has come in event time. The times are those that senders wrote, and one of them
// may be wrong or a lie: no single record moves the clock.
//
// The newest time is the 8th largest of different records. A jump of more than an hour is believed
// once 64 records lie beyond it; those that do are "ahead" until then. The first 8 records start
// the clock. Where the lateness is zero the sender vouches for the order: then one record within
// the hour is enough, and two start the clock.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/event_time.h"
#include "runtime/event/event.h"

namespace sigrun::state {

class StreamClock {
 public:
  static constexpr size_t kSupport = 8, kJumpSupport = 64;
  static constexpr Duration kJump = Hours(1);

  explicit StreamClock(Duration lateness);

  // An event of this time would come too late to be put in order.
  bool IsLate(Timestamp time) const { return time < end_; }

  // A record that is not late. Records of the same time and mark count once.
  void Observe(Timestamp time, uint64_t mark, const event::Origin& origin);

  // Nothing older will be taken; before the clock has started, the lowest time.
  Timestamp end() const { return end_; }
  // Up to where the records that wait are in order for good: those before it can be evaluated. With
  // a lateness of zero that includes those of exactly the newest time.
  Timestamp ready() const;

  // Records further ahead than a jump, as long as they are not believed: how many, the first read.
  size_t ahead() const { return ahead_.size(); }
  std::optional<event::Origin> first_ahead() const;

 private:
  struct Seen {
    Timestamp time;
    uint64_t mark;
    event::Origin origin;
  };

  bool Insert(std::vector<Seen>& seen, const Seen& record) const;
  void Start();
  void Move();
  void Believe();

  Duration lateness_;
  size_t support_;
  bool started_ = false;
  Timestamp newest_{INT64_MIN}, end_{INT64_MIN};
  // In order of time. Before the start all are near.
  std::vector<Seen> near_, ahead_;
};

}  // namespace sigrun::state
