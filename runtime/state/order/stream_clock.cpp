#include "runtime/state/order/stream_clock.h"

#include <algorithm>
#include <functional>
#include <tuple>

namespace sigrun::state {

StreamClock::StreamClock(Duration lateness, size_t jump_support)
    : lateness_{std::max<int64_t>(lateness.micros, 0)},
      support_(lateness_.micros == 0 ? 1 : kSupport),
      jump_support_(jump_support) {
  near_.reserve(kSupport + 1);
}

void StreamClock::Observe(Timestamp time, uint64_t mark, const event::Origin& origin) {
  const Seen record{time, mark, origin};
  if (!started_) {
    if (Insert(near_, record)) Start();
    return;
  }
  if (time > newest_ + kJump) {
    if (Insert(ahead_, record) && ahead_.size() >= jump_support_) Believe();
    return;
  }
  if (near_.size() >= support_ && time < near_.front().time) return;
  if (!Insert(near_, record)) return;
  if (near_.size() > support_) near_.erase(near_.begin());
  Move();
}

// False if it exists already.
bool StreamClock::Insert(std::vector<Seen>& seen, const Seen& record) const {
  const auto order = [](const Seen& each) { return std::tie(each.time, each.mark); };
  const auto place = std::ranges::lower_bound(seen, order(record), {}, order);
  if (place != seen.end() && order(*place) == order(record)) return false;
  seen.insert(place, record);
  return true;
}

// The largest time that enough records reach. With a support of one: two records at most an hour
// apart, because a single first record proves nothing.
void StreamClock::Start() {
  if (support_ > 1) {
    if (near_.size() < support_) return;
    newest_ = near_.front().time;
  } else {
    const auto apart = [](const Seen& a, const Seen& b) { return b.time > a.time + kJump; };
    const auto pair = std::adjacent_find(near_.begin(), near_.end(), std::not_fn(apart));
    if (pair != near_.end())
      newest_ = (pair + 1)->time;
    else if (near_.size() >= jump_support_)
      newest_ = near_.front().time;
    else
      return;
  }
  started_ = true;
  const auto first_ahead = std::ranges::partition_point(
      near_, [&](const Seen& each) { return each.time <= newest_ + kJump; });
  ahead_.assign(first_ahead, near_.end());
  near_.erase(first_ahead, near_.end());
  while (near_.size() > support_) near_.erase(near_.begin());
  Move();
}

void StreamClock::Move() {
  if (near_.size() >= support_) newest_ = std::max(newest_, near_.front().time);
  // A record ahead of the old time may not be ahead of the new one.
  while (!ahead_.empty() && ahead_.front().time <= newest_ + kJump) {
    Insert(near_, ahead_.front());
    ahead_.erase(ahead_.begin());
    if (near_.size() > support_) near_.erase(near_.begin());
    if (near_.size() >= support_) newest_ = std::max(newest_, near_.front().time);
  }
  constexpr int64_t kLowest = INT64_MIN;
  end_ = newest_.micros < kLowest + lateness_.micros ? Timestamp{kLowest} : newest_ - lateness_;
}

void StreamClock::Believe() {
  newest_ = ahead_.front().time;
  near_.clear();
  Move();
}

bool StreamClock::IsInOrder() const {
  const auto order = [](const Seen& a, const Seen& b) {
    return std::tie(a.time, a.mark) < std::tie(b.time, b.mark);
  };
  const auto strictly = [&](const std::vector<Seen>& seen) {
    for (size_t i = 0; i < seen.size(); ++i)
      if (!IsPlausible(seen[i].time) || (i > 0 && !order(seen[i - 1], seen[i]))) return false;
    return seen.size() < kJumpSupport;
  };
  if (!strictly(near_) || !strictly(ahead_)) return false;
  if (!started_) return newest_ == Timestamp{INT64_MIN} && end_ == newest_ && ahead_.empty();
  return near_.size() <= support_ && IsPlausible(newest_) && IsPlausible(end_) && end_ <= newest_;
}

Timestamp StreamClock::ready() const {
  return started_ && lateness_.micros == 0 ? Timestamp{end_.micros + 1} : end_;
}

std::optional<event::Origin> StreamClock::first_ahead() const {
  if (ahead_.empty()) return std::nullopt;
  const auto place = [](const Seen& each) {
    return std::tie(each.origin.file, each.origin.record);
  };
  return std::ranges::min_element(ahead_, {}, place)->origin;
}

}  // namespace sigrun::state
