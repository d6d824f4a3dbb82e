#include "tests/reference/sequence.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace sigrun::reference {
namespace {

// One choice of steps: indices in the sequence, repetitions written out.
using Steps = std::vector<size_t>;

void AddChoices(const Alternative& alternative, size_t at, size_t left, Steps taken,
                std::vector<Steps>& out) {
  if (left == 0) {
    out.push_back(taken);
    return;
  }
  if (at == alternative.last) return;
  AddChoices(alternative, at + 1, left, taken, out);
  if (alternative.steps[at].negated) return;
  taken.insert(taken.end(), alternative.steps[at].repeat, at);
  AddChoices(alternative, at + 1, left - 1, taken, out);
}

std::vector<Steps> Choices(const Alternative& alternative) {
  std::vector<Steps> choices;
  AddChoices(alternative, alternative.first, alternative.at_least, {}, choices);
  return choices;
}

// Each step separately: as many events as it requires.
bool FoundInAnyOrder(const std::vector<Taker>& events, const Steps& steps, int64_t start,
                     std::optional<int64_t> ends_at) {
  bool ends = !ends_at;
  for (const size_t step : std::set<size_t>(steps.begin(), steps.end())) {
    std::ptrdiff_t found = 0;
    for (const Taker& event : events) {
      if (((event.steps >> step) & 1) == 0 || event.time < start) continue;
      ++found;
      ends |= event.time == ends_at;
    }
    if (found < std::count(steps.begin(), steps.end(), step)) return false;
  }
  return ends;
}

class Search {
 public:
  Search(const Alternative& alternative, const std::vector<Taker>& events, const Steps& steps,
         int64_t start, std::optional<int64_t> ends_at)
      : alternative_(alternative),
        events_(events),
        steps_(steps),
        start_(start),
        ends_at_(ends_at) {}

  bool Found() { return Take(0, start_); }

 private:
  bool Take(size_t step, int64_t last) {
    if (step == steps_.size()) return Fits();
    // A used event counts only while it could still be taken, and as any other of its time that can
    // take the same steps.
    std::multiset<uint64_t> matters;
    for (const size_t e : used_)
      if (events_[e].time == last) matters.insert(events_[e].steps);
    if (!failed_.insert({step, last, matters}).second) return false;
    std::set<std::pair<int64_t, uint64_t>> tried;
    for (size_t e = 0; e < events_.size(); ++e) {
      const Taker& event = events_[e];
      if (used_.count(e) || ((event.steps >> steps_[step]) & 1) == 0 || event.time < start_)
        continue;
      if (event.time < last || (step == 0 && event.time != start_)) continue;
      if (!tried.insert({event.time, event.steps}).second) continue;
      if (step > 0 && Between(step, last, event.time)) continue;
      used_.insert(e);
      const bool found = Take(step + 1, event.time);
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
        if (alternative_.steps[i].negated && ((event.steps >> i) & 1) && event.time > a &&
            event.time < b)
          return true;
    return false;
  }

  const Alternative& alternative_;
  const std::vector<Taker>& events_;
  const Steps& steps_;
  int64_t start_;
  std::optional<int64_t> ends_at_;
  std::set<size_t> used_;
  std::set<std::tuple<size_t, int64_t, std::multiset<uint64_t>>> failed_;
};

}  // namespace

std::vector<Alternative> AlternativesOf(const ir::Sequence& sequence) {
  std::vector<Alternative> made;
  size_t first = 0;
  for (const program::SequenceAlternative& each : sequence.alternatives) {
    const size_t last = first + each.steps;
    size_t at_least = each.at_least;
    for (size_t i = first; i < last && each.at_least == 0; ++i)
      at_least += sequence.steps[i].negated ? 0 : 1;
    made.push_back({each.any_order, at_least, sequence.steps, first, last});
    first = last;
  }
  return made;
}

std::optional<int64_t> LatestStart(const Alternative& alternative, const std::vector<Taker>& events,
                                   int64_t from, std::optional<int64_t> ends_at) {
  std::set<int64_t, std::greater<>> starts;
  for (const Taker& event : events)
    if (event.time >= from) starts.insert(event.time);
  const std::vector<Steps> choices = Choices(alternative);
  for (const int64_t start : starts)
    for (const Steps& steps : choices)
      if (alternative.any_order ? FoundInAnyOrder(events, steps, start, ends_at)
                                : Search(alternative, events, steps, start, ends_at).Found())
        return start;
  return std::nullopt;
}

uint64_t AbsentSteps(const Alternative& alternative) {
  uint64_t absent = 0;
  for (size_t i = alternative.first; i < alternative.last; ++i) {
    if (alternative.steps[i].negated)
      absent |= uint64_t{1} << i;
    else if (!alternative.any_order)
      absent = 0;
  }
  return absent;
}

}  // namespace sigrun::reference
