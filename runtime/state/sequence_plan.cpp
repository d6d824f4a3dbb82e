#include "runtime/state/sequence_plan.h"

#include <algorithm>

namespace sigrun::state {
namespace {

// The places of the steps that happen.
std::vector<size_t> Positive(const program::Sequence& sequence) {
  std::vector<size_t> places;
  for (size_t i = 0; i < sequence.steps.size(); ++i)
    if (!sequence.steps[i].negated) places.push_back(i);
  return places;
}

uint64_t NegatedBetween(const program::Sequence& sequence, size_t first, size_t last) {
  uint64_t bits = 0;
  for (size_t i = first; i < last; ++i)
    if (sequence.steps[i].negated) bits |= uint64_t{1} << i;
  return bits;
}

SequencePath MakePath(const program::Sequence& sequence, const std::vector<size_t>& taken) {
  SequencePath path;
  for (size_t i = 0; i < taken.size(); ++i) {
    for (uint32_t n = sequence.steps[taken[i]].repeat; n > 0; --n) {
      path.steps.push_back(static_cast<uint8_t>(taken[i]));
      path.forbidden.push_back(0);
    }
    const size_t next = i + 1 < taken.size() ? taken[i + 1] : taken[i];
    path.forbidden.back() = NegatedBetween(sequence, taken[i], next);
  }
  return path;
}

}  // namespace

SequencePlan MakeSequencePlan(const program::Sequence& sequence) {
  SequencePlan plan;
  plan.any_order = sequence.any_order;
  const std::vector<size_t> places = Positive(sequence);
  for (const size_t place : places) plan.positive |= uint64_t{1} << place;
  const size_t from = plan.any_order ? 0 : places.back() + 1;
  plan.absent = NegatedBetween(sequence, from, sequence.steps.size());
  // Each choice of so many of the places, in order.
  std::vector<bool> chosen(places.size());
  const size_t count = sequence.at_least == 0 ? places.size() : sequence.at_least;
  std::fill_n(chosen.begin(), count, true);
  do {
    std::vector<size_t> taken;
    for (size_t i = 0; i < places.size(); ++i)
      if (chosen[i]) taken.push_back(places[i]);
    plan.paths.push_back(MakePath(sequence, taken));
    plan.longest = std::max(plan.longest, static_cast<uint32_t>(plan.paths.back().steps.size()));
  } while (std::prev_permutation(chosen.begin(), chosen.end()));
  return plan;
}

}  // namespace sigrun::state
