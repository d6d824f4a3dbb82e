#include "runtime/state/sequence/sequence_plan.h"

#include <algorithm>

#include "runtime/program/program.h"

namespace sigrun::state {
namespace {

using program::SequenceStep;

// The steps of one alternative, from `first` to before `last`.
class AlternativeMaker {
 public:
  AlternativeMaker(const std::vector<SequenceStep>& steps, size_t first, size_t last)
      : steps_(steps), first_(first), last_(last) {
    for (size_t i = first; i < last; ++i)
      if (!steps[i].negated) positive_.push_back(i);
  }

  AlternativePlan Make(const program::SequenceAlternative& alternative) {
    AlternativePlan plan;
    plan.any_order = alternative.any_order;
    plan.at_least = alternative.at_least == 0 ? positive_.size() : alternative.at_least;
    for (const size_t step : positive_) plan.positive |= uint64_t{1} << step;
    plan.absent = NegatedBetween(plan.any_order ? first_ : positive_.back() + 1, last_);
    if (plan.any_order)
      AddCounts(plan);
    else
      AddPaths(plan);
    return plan;
  }

 private:
  uint64_t NegatedBetween(size_t first, size_t last) const {
    uint64_t bits = 0;
    for (size_t i = first; i < last; ++i)
      if (steps_[i].negated) bits |= uint64_t{1} << i;
    return bits;
  }

  void AddCounts(AlternativePlan& plan) const {
    for (const size_t step : positive_)
      plan.counts.push_back({static_cast<uint8_t>(step), steps_[step].repeat});
  }

  // Each choice of this many steps, in order.
  void AddPaths(AlternativePlan& plan) const {
    std::vector<bool> chosen(positive_.size());
    std::fill_n(chosen.begin(), plan.at_least, true);
    do {
      std::vector<size_t> taken;
      for (size_t i = 0; i < positive_.size(); ++i)
        if (chosen[i]) taken.push_back(positive_[i]);
      plan.paths.push_back(MakePath(taken));
      plan.longest = std::max(plan.longest, static_cast<uint32_t>(plan.paths.back().steps.size()));
    } while (std::prev_permutation(chosen.begin(), chosen.end()));
  }

  SequencePath MakePath(const std::vector<size_t>& taken) const {
    SequencePath path;
    for (size_t i = 0; i < taken.size(); ++i) {
      path.steps.insert(path.steps.end(), steps_[taken[i]].repeat, static_cast<uint8_t>(taken[i]));
      path.forbidden.resize(path.steps.size());
      if (i + 1 < taken.size()) path.forbidden.back() = NegatedBetween(taken[i], taken[i + 1]);
    }
    return path;
  }

  const std::vector<SequenceStep>& steps_;
  size_t first_, last_;
  std::vector<size_t> positive_;  // the steps that happen
};

}  // namespace

SequencePlan MakeSequencePlan(const program::Sequence& sequence) {
  SequencePlan plan;
  size_t first = 0;
  for (const program::SequenceAlternative& alternative : sequence.alternatives) {
    const size_t last = first + alternative.steps;
    plan.alternatives.push_back(AlternativeMaker(sequence.steps, first, last).Make(alternative));
    (plan.alternatives.back().waits() ? plan.waits : plan.fires_at_events) = true;
    first = last;
  }
  return plan;
}

}  // namespace sigrun::state
