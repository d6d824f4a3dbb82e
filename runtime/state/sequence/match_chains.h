// The events of partial matches, each a chain from its last event to its first. Chains share their
// beginnings; unused links are reused. 40 bytes per event of a chain.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/state/kept/evidence.h"
#include "runtime/state/kept/logical_bytes.h"

namespace sigrun::state {

// An event that takes a step. `order` is the arrival number in the group.
struct StepEvent {
  uint64_t order = 0;
  EventId id;

  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    a(self.order, self.id);
  }
};

class MatchChains {
 public:
  static constexpr uint32_t kEmpty = UINT32_MAX;

  // A chain with one more event; the caller holds it, and still holds `chain`.
  uint32_t Add(uint32_t chain, const StepEvent& event);
  void Hold(uint32_t chain);
  void Release(uint32_t chain);
  void Clear();

  // An event of a chain, and the place of the one before it in a list of such; kEmpty for the
  // first.
  struct Saved {
    uint32_t before = kEmpty;
    StepEvent event;

    template <class A, class Self>
    static void Fields(A& a, Self& self) {
      a(self.before, self.event);
    }
  };
  // The events of these chains, each after the one before it. The chains become their places.
  std::vector<Saved> Save(std::vector<uint32_t>& chains) const;
  // The reverse: nothing else is held before. The caller holds each of the chains once. False, and
  // nothing is held, if the list is none that Save made.
  bool Load(std::vector<Saved> saved, const std::vector<uint32_t>& chains);

  // Appends the events of the chain, the last first.
  void AppendTo(uint32_t chain, std::vector<StepEvent>& events) const;
  size_t bytes() const { return LogicalBytes(links_) + text_bytes_; }

 private:
  struct Link {
    uint32_t before;
    uint32_t holders;
    StepEvent event;
  };

  std::vector<Link> links_;
  uint32_t free_ = kEmpty;  // links without holders, through `before`
  size_t text_bytes_ = 0;
};

}  // namespace sigrun::state
