#include "tests/reference/sequence.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace sigrun::reference {
namespace {

// One choice of steps: indices in the sequence, repetitions written out.
using Steps = std::vector<size_t>;

void AddChoices(const ir::Sequence& sequence, size_t at, size_t left, Steps taken,
                std::vector<Steps>& out) {
  if (left == 0) {
    out.push_back(taken);
    return;
  }
  if (at == sequence.steps.size()) return;
  AddChoices(sequence, at + 1, left, taken, out);
  if (sequence.steps[at].negated) return;
  taken.insert(taken.end(), sequence.steps[at].repeat, at);
  AddChoices(sequence, at + 1, left - 1, taken, out);
}

std::vector<Steps> Choices(const ir::Sequence& sequence) {
  const auto positive = static_cast<size_t>(
      std::count_if(sequence.steps.begin(), sequence.steps.end(),
                    [](const ir::SequenceStep& step) { return !step.negated; }));
  std::vector<Steps> choices;
  AddChoices(sequence, 0, sequence.at_least == 0 ? positive : sequence.at_least, {}, choices);
  return choices;
}

class Search {
 public:
  Search(const ir::Sequence& sequence, const std::vector<Taker>& events, const Steps& steps,
         int64_t start, std::optional<int64_t> ends_at)
      : sequence_(sequence), events_(events), steps_(steps), start_(start), ends_at_(ends_at) {}

  bool Found() { return Take(0, start_); }

 private:
  bool Take(size_t step, int64_t last) {
    if (step == steps_.size()) return Fits();
    // What is used counts only while it could still be taken.
    std::set<size_t> matters;
    for (const size_t e : used_)
      if (sequence_.any_order || events_[e].time == last) matters.insert(e);
    if (!failed_.insert({step, last, matters}).second) return false;
    for (size_t e = 0; e < events_.size(); ++e) {
      const Taker& event = events_[e];
      if (used_.count(e) || ((event.steps >> steps_[step]) & 1) == 0 || event.time < start_)
        continue;
      if (!sequence_.any_order && (event.time < last || (step == 0 && event.time != start_)))
        continue;
      if (!sequence_.any_order && step > 0 && Between(step, last, event.time)) continue;
      used_.insert(e);
      const bool found = Take(step + 1, sequence_.any_order ? last : event.time);
      used_.erase(e);
      if (found) return true;
    }
    return false;
  }

  bool Fits() const {
    int64_t last = INT64_MIN;
    for (const size_t e : used_) last = std::max(last, events_[e].time);
    return !ends_at_ || last == *ends_at_;
  }

  // Whether something that must not be there lies between the times of two steps.
  bool Between(size_t step, int64_t a, int64_t b) const {
    for (size_t i = steps_[step - 1] + 1; i < steps_[step]; ++i)
      for (const Taker& event : events_)
        if (sequence_.steps[i].negated && ((event.steps >> i) & 1) && event.time > a &&
            event.time < b)
          return true;
    return false;
  }

  const ir::Sequence& sequence_;
  const std::vector<Taker>& events_;
  const Steps& steps_;
  int64_t start_;
  std::optional<int64_t> ends_at_;
  std::set<size_t> used_;
  std::set<std::tuple<size_t, int64_t, std::set<size_t>>> failed_;
};

}  // namespace

std::optional<int64_t> LatestStart(const ir::Sequence& sequence, const std::vector<Taker>& events,
                                   int64_t from, std::optional<int64_t> ends_at) {
  std::set<int64_t, std::greater<>> starts;
  for (const Taker& event : events)
    if (event.time >= from) starts.insert(event.time);
  const std::vector<Steps> choices = Choices(sequence);
  for (const int64_t start : starts)
    for (const Steps& steps : choices)
      if (Search(sequence, events, steps, start, ends_at).Found()) return start;
  return std::nullopt;
}

uint64_t AbsentSteps(const ir::Sequence& sequence) {
  uint64_t absent = 0;
  for (size_t i = 0; i < sequence.steps.size(); ++i) {
    if (sequence.steps[i].negated)
      absent |= uint64_t{1} << i;
    else if (!sequence.any_order)
      absent = 0;
  }
  return absent;
}

}  // namespace sigrun::reference
