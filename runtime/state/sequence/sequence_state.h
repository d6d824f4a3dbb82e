// The state of a rule with a sequence for one group: the events and partial matches of each
// alternative, and complete matches that wait for their deadline, if the rule requires that
// something does not happen afterwards.
#pragma once

#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/hash.h"
#include "runtime/event/event.h"
#include "runtime/event/origin_fields.h"
#include "runtime/program/feed.h"
#include "runtime/state/kept/saved_captures.h"
#include "runtime/state/kept/stored_value.h"
#include "runtime/state/sequence/ordered_match.h"
#include "runtime/state/sequence/unordered_match.h"

namespace sigrun::state {

// A complete match whose deadline is still to come, with the data for its alert.
struct WaitingMatch {
  size_t alternative = 0;
  int64_t start = 0;      // of its first event
  int64_t completed = 0;  // time of the event that completed it
  uint64_t number = 0;    // of the feed that did
  uint64_t first_sightings = 0;
  event::Origin origin;
  std::vector<EventId> ids;  // of its events, that one last
  std::vector<StoredValue> group, captures;

  // The captures that are needed now; those that were not saved are absent.
  void PickCaptures(const SavedCaptures& saved);

  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    a(self.alternative, self.start, self.completed, self.number, self.first_sightings);
    a(self.origin, self.ids, self.group, self.captures);
  }
};

class SequenceState {
 public:
  explicit SequenceState(const SequencePlan& plan);

  // An event; its bits are the steps that it can take. `start`: of the window.
  void Add(const SequencePlan& plan, int64_t start, uint64_t bits, const StepEvent& event);
  void Clear();

  // ---- alternatives that do not wait
  // Whether a whole match of one lies in the window.
  bool complete(const SequencePlan& plan) const { return Best(plan).has_value(); }
  // The events of the match that starts latest, and last the latest event.
  std::vector<EventHandle> Events(const SequencePlan& plan) const;

  // ---- alternatives that wait
  // The last added event ends the waiting matches after which it must not come; returns their
  // number.
  size_t Break(const SequencePlan& plan, uint64_t bits, int64_t time);
  // The start of the match of an alternative that the last added event completed, unless one with
  // the same start was completed at the same time.
  std::optional<int64_t> Completed(const SequencePlan& plan, size_t alternative, int64_t start,
                                   uint64_t bits, int64_t time) const;
  // Its events, as above.
  std::vector<EventHandle> CompletedEvents(const SequencePlan& plan, size_t alternative) const;
  // Adds a match completed now; false if there are too many.
  bool Wait(WaitingMatch match);
  // The start and the number of the match with the next deadline.
  std::optional<std::pair<int64_t, uint64_t>> First() const;
  WaitingMatch TakeFirst();
  size_t waiting() const { return waiting_.size(); }
  // The scheduled time at which the rule checks the group next.
  std::optional<std::pair<int64_t, uint64_t>> scheduled;

  // All but `scheduled`. Matches that wait have so many values in their group.
  template <class A, class Self>
  static void Fields(A& a, Self& self, const SequencePlan& plan, size_t group,
                     const SavedCaptures& captures) {
    for (size_t i = 0; i < self.alternatives_.size(); ++i) {
      auto& alternative = self.alternatives_[i];
      std::visit(
          [&](auto& match) {
            std::remove_cvref_t<decltype(match)>::Fields(a, match, plan.alternatives[i]);
          },
          alternative.match);
      a(alternative.absent_seen);
    }
    a(self.waiting_, self.latest_);
    if constexpr (A::kReads)
      if (a.Require(a.ok() && self.MayWait(plan, group, captures.count),
                    "a waiting match makes no sense"))
        for (WaitingMatch& match : self.waiting_) match.PickCaptures(captures);
  }

  // Calls visit(EventHandle&) for each event that is held, after the first Add.
  template <class Visit>
  void ForEachEvent(Visit visit) {
    visit(latest_.event);
    for (Alternative& each : alternatives_)
      std::visit(
          [&](auto& match) { match.ForEachEvent([&](StepEvent& step) { visit(step.event); }); },
          each.match);
  }
  // After reading. False if an event is none of the store.
  bool Account(const EventStore& events);
  size_t bytes() const;

 private:
  struct Alternative {
    std::variant<OrderedMatch, UnorderedMatch> match;
    int64_t absent_seen = OrderedMatch::kNever;  // an event that must not come
  };

  // The alternative whose match starts latest, of those that do not wait.
  std::optional<size_t> Best(const SequencePlan& plan) const;
  std::vector<EventHandle> EventsOf(const AlternativePlan& plan,
                                    const Alternative& alternative) const;
  const WaitingMatch* CompletedAt(int64_t time, size_t alternative) const;
  size_t FirstPlace() const;
  bool MayWait(const SequencePlan& plan, size_t group, size_t captures) const;

  std::vector<Alternative> alternatives_;
  std::vector<WaitingMatch> waiting_;  // as completed
  StepEvent latest_;
};

}  // namespace sigrun::state
