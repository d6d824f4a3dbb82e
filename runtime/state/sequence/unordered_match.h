// The events of an unordered alternative: for each step the latest ones, up to its number. An event
// counts for each step whose predicate holds for it. 16 bytes per event of a step, and the event.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/state/sequence/match_chains.h"
#include "runtime/state/sequence/sequence_plan.h"

namespace sigrun::state {

class UnorderedMatch {
 public:
  static constexpr int64_t kNever = INT64_MIN;

  // An event that can take the steps of `bits`; called in order of time. Events before `start` are
  // dropped.
  void Add(const AlternativePlan& plan, int64_t start, uint64_t bits, const StepEvent& event);
  void Clear();

  // The latest start of a complete match; kNever if there is none.
  int64_t Start() const { return start_; }
  // The latest start of one with an event at the time of the latest event.
  int64_t StartOfNow() const { return start_of_now_; }
  // The events of those matches.
  void AppendTo(const AlternativePlan& plan, std::vector<StepEvent>& events, bool of_now) const;

  template <class A, class Self>
  static void Fields(A& a, Self& self, const AlternativePlan& plan) {
    a(self.taken_, self.now_);
    if constexpr (A::kReads)
      a.Require(a.ok() && self.FindStarts(plan), "the matches of a sequence make no sense");
  }

  // Calls visit(StepEvent&) for each.
  template <class Visit>
  void ForEachEvent(Visit visit) {
    for (Events& events : taken_)
      for (StepEvent& event : events) visit(event);
  }
  // After reading: see StepEvent.
  bool Account(const EventStore& events);
  size_t bytes() const;

 private:
  using Events = std::vector<StepEvent>;  // in arrival order

  // False if the events are none that Add left.
  bool FindStarts(const AlternativePlan& plan);
  // The steps whose match starts latest, as many as are asked for; fewer when there is none. With
  // `of_now` one of them has an event of the latest time.
  std::vector<size_t> Best(const AlternativePlan& plan, bool of_now) const;
  int64_t StartOf(const std::vector<size_t>& steps) const;

  std::vector<Events> taken_;  // by AlternativePlan::counts
  int64_t now_ = kNever, start_ = kNever, start_of_now_ = kNever;
};

}  // namespace sigrun::state
