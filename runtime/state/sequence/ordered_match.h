// The partial matches of an ordered sequence: for each path and each of its prefixes, the one that
// starts latest, because no other can stay in the window longer. Events of equal time form a block
// and count in any order among themselves, each for one step; an event that must not come between
// two steps does so only at a time strictly between theirs. 16 bytes per step plus what MatchChains
// stores.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "runtime/state/sequence/match_chains.h"
#include "runtime/state/sequence/sequence_plan.h"

namespace sigrun::state {

class OrderedMatch {
 public:
  static constexpr int64_t kNever = INT64_MIN;

  // An event that can take the steps of `bits`; called in order of time. Matches that start before
  // `start` are dropped.
  void Add(const AlternativePlan& plan, int64_t start, uint64_t bits, const StepEvent& event);
  void Clear();

  // The latest start of a complete match; kNever if there is none.
  int64_t Start() const;
  // The latest start of one whose last step is taken at the time of the latest event.
  int64_t StartOfNow() const;
  // The events of those matches.
  void AppendTo(const AlternativePlan& plan, std::vector<StepEvent>& events, bool of_now) const;

  template <class A, class Self>
  static void Fields(A& a, Self& self, const AlternativePlan& plan) {
    std::vector<int64_t> starts;
    std::vector<uint32_t> chains;
    std::vector<MatchChains::Saved> links;
    if constexpr (!A::kReads) {
      self.ListPartials(starts, chains);
      links = self.chains_.Save(chains);
    }
    a(links, starts, chains, self.block_, self.seen_, self.time_);
    if constexpr (A::kReads)
      a.Require(a.ok() && self.TakePartials(plan, starts, chains, std::move(links)),
                "the matches of a sequence make no sense");
  }

  // Calls visit(StepEvent&) for each.
  template <class Visit>
  void ForEachEvent(Visit visit) {
    for (BlockEvent& each : block_) visit(each.event);
    chains_.ForEachEvent(visit);
  }
  // After reading: see StepEvent.
  bool Account(const EventStore& events);
  size_t bytes() const;

 private:
  struct Partial {
    int64_t start = kNever;
    uint32_t chain = MatchChains::kEmpty;
  };
  struct BlockEvent {
    uint64_t bits = 0;
    StepEvent event;

    template <class A, class Self>
    static void Fields(A& a, Self& self) {
      a(self.bits, self.event);
    }
  };

  // Those in before_, then those in now_.
  void ListPartials(std::vector<int64_t>& starts, std::vector<uint32_t>& chains) const;
  bool TakePartials(const AlternativePlan& plan, const std::vector<int64_t>& starts,
                    const std::vector<uint32_t>& chains, std::vector<MatchChains::Saved> links);
  bool IsBlock(const AlternativePlan& plan) const;
  void Begin(const AlternativePlan& plan);

  void CloseBlock(const AlternativePlan& plan);
  void Forget(int64_t start);
  bool AddToBlock(const AlternativePlan& plan, uint64_t bits, const StepEvent& event);
  void Extend(const SequencePath& path, size_t offset);
  void ExtendTo(const SequencePath& path, size_t offset, size_t step);
  void Replace(Partial& partial, Partial with);
  void Drop(Partial& partial) { Replace(partial, {}); }
  const Partial* Best(const std::vector<Partial>& partials) const;

  // By path and step: matches up to that step, of earlier times and with that step in the block.
  std::vector<Partial> before_, now_;
  std::vector<size_t> ends_;  // of each path: the place of its last step
  std::vector<BlockEvent> block_;
  std::vector<uint64_t> block_bits_;  // of the events in block_
  uint64_t seen_ = 0;                 // bits of all events of the block
  int64_t time_ = kNever;
  MatchChains chains_;
};

}  // namespace sigrun::state
