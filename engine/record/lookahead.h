// Items on their way to the state, held back a little: meanwhile the memory of the groups that they
// feed is fetched. With many groups, waiting for it takes longer than all the rest. The order
// stays.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/record/handover.h"
#include "runtime/state/keyed_state.h"
#include "runtime/state/order/reorder.h"

namespace sigrun::engine {

class Lookahead {
 public:
  // The state must outlive it.
  explicit Lookahead(const state::KeyedState& state) : state_(state) {}

  // Takes a copy; calls deliver(item) for the one that has been held back for long enough.
  template <class Deliver>
  void Push(const state::ReorderItem& item, Deliver deliver) {
    if (pushed_ - delivered_ == kItems) DeliverFirst(deliver);
    Held& held = At(pushed_++);
    held.payload = item.payload;
    held.item = item;
    held.item.payload = held.payload;
    ForEachKey(held, [&](const FeedKey& key) { state_.PrefetchIndex(key.rule, key.key); });
    if (pushed_ - delivered_ <= kItems / 2) return;
    ForEachKey(At(pushed_ - 1 - kItems / 2),
               [&](const FeedKey& key) { state_.PrefetchGroup(key.rule, key.key); });
  }
  // The rest of them.
  template <class Deliver>
  void Finish(Deliver deliver) {
    while (delivered_ < pushed_) DeliverFirst(deliver);
  }

 private:
  static constexpr size_t kItems = 16;
  struct Held {
    state::ReorderItem item;
    std::string payload;
  };

  Held& At(size_t number) { return held_[number % kItems]; }
  template <class Visit>
  static void ForEachKey(const Held& held, Visit visit) {
    const std::string_view ordered =
        held.item.payload.substr(0, held.item.payload.size() - held.item.id_size);
    const uint32_t count = HandoverReader::KeyCount(ordered);
    for (uint32_t i = 0; i < count; ++i) visit(HandoverReader::KeyAt(ordered, i));
  }
  template <class Deliver>
  void DeliverFirst(Deliver deliver) {
    deliver(At(delivered_++).item);
  }

  const state::KeyedState& state_;
  std::array<Held, kItems> held_;
  size_t pushed_ = 0, delivered_ = 0;
};

}  // namespace sigrun::engine
