// The events that can take steps of a sequence of any order: of each step the latest, as many as
// the sequence has steps, for older ones can be replaced by them. 40 bytes for each.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/state/match_chains.h"
#include "runtime/state/sequence_plan.h"

namespace sigrun::state {

class UnorderedMatch {
 public:
  static constexpr int64_t kNever = INT64_MIN;

  // An event that can take the steps of `bits`; called in order of time. Events before `start` are
  // forgotten.
  void Add(const SequencePlan& plan, int64_t start, uint64_t bits, const StepEvent& event);
  void Clear();

  // The latest start of a whole match; kNever when there is none.
  int64_t Start() const { return start_; }
  // Of one with an event of the time of the latest.
  int64_t StartOfNow() const { return start_of_now_; }
  // The events of those matches, the last first.
  void AppendTo(const SequencePlan& plan, std::vector<StepEvent>& events, bool of_now) const;

  size_t bytes() const;

 private:
  struct Candidate {
    uint64_t bits;
    StepEvent event;
  };

  void DropNeedless(const SequencePlan& plan);
  bool TakesLatest(const SequencePath& path) const;
  // The latest start of a match of this path; `taken`, if given, takes the places of its events.
  int64_t Match(const SequencePath& path, std::vector<size_t>* taken) const;

  std::vector<Candidate> events_;  // in the order they came
  int64_t start_ = kNever, start_of_now_ = kNever;
  size_t text_bytes_ = 0;
};

}  // namespace sigrun::state
