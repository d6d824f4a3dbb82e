#include "engine/record/suppressor.h"

#include <algorithm>
#include <map>

namespace sigrun::engine {

bool Suppressor::Pass(uint32_t rule, std::string_view key, Timestamp time, Duration length) {
  OfRule& of = rules_[rule];
  // A key can be as long as a record: only a collision-resistant hash is stored.
  const auto [place, added] = of.passed.try_emplace(Sha256Hash128(key));
  Passes& passes = place->second;
  if (!added && Near(passes, time, length)) {
    ++of.suppressed;
    return false;
  }
  if (added) {
    passes = {time, time + length, {}};
    ++of.kept;
    ++kept_;
  } else {
    Remember(of, passes, time, length);
  }
  if (kept_ > most_) Relieve(time);
  return true;
}

bool Suppressor::Near(const Passes& passes, Timestamp time, Duration length) {
  const auto near = [&](Timestamp other) {
    const int64_t apart = other < time ? (time - other).micros : (other - time).micros;
    return apart < length.micros;
  };
  if (near(passes.last)) return true;
  const auto next = std::lower_bound(passes.earlier.begin(), passes.earlier.end(), time);
  return (next != passes.earlier.end() && near(*next)) ||
         (next != passes.earlier.begin() && near(*(next - 1)));
}

void Suppressor::Remember(OfRule& of, Passes& passes, Timestamp time, Duration length) {
  if (order_ == AlertOrder::kAnyTime) {
    const Timestamp earlier = std::min(time, passes.last);
    passes.earlier.insert(std::upper_bound(passes.earlier.begin(), passes.earlier.end(), earlier),
                          earlier);
    ++of.kept;
    ++kept_;
  }
  passes.last = std::max(time, passes.last);
  passes.quiet_until = passes.last + length;
}

// Frees down to fifteen sixteenths, so that it is not called again at once. The choice depends only
// on the alerts.
void Suppressor::Relieve(Timestamp now) {
  if (order_ == AlertOrder::kByTime)
    for (OfRule& of : rules_) ForgetEnded(of, now);
  const size_t target = most_ - most_ / 16;
  while (kept_ > target) {
    const auto sharers = static_cast<size_t>(
        std::ranges::count_if(rules_, [](const OfRule& of) { return of.kept > 0; }));
    OfRule& largest = *std::ranges::max_element(rules_, {}, &OfRule::kept);
    ForgetOldest(largest, std::min(kept_ - target, largest.kept - target / sharers));
  }
}

void Suppressor::ForgetEnded(OfRule& of, Timestamp now) {
  std::erase_if(of.passed, [now](const auto& entry) { return entry.second.quiet_until <= now; });
  kept_ -= of.kept - of.passed.size();
  of.kept = of.passed.size();
}

void Suppressor::Save(uint32_t rule, ArchiveWriter& to) const {
  std::map<Hash128, const Passes*> in_order;
  for (const auto& [key, passes] : rules_[rule].passed) in_order.emplace(key, &passes);
  to.Size(in_order.size());
  for (const auto& [key, passes] : in_order) to(key, passes->earlier, passes->last);
}

void Suppressor::Load(uint32_t rule, Duration length, ArchiveReader& from) {
  OfRule& of = rules_[rule];
  for (uint32_t count = from.Size(); count > 0 && from.ok(); --count) {
    Hash128 key;
    Passes passes{};
    from(key, passes.earlier, passes.last);
    std::vector<Timestamp> times = passes.earlier;
    times.push_back(passes.last);
    const bool plausible = std::ranges::all_of(times, [](Timestamp t) { return IsPlausible(t); });
    if (!from.Require(plausible && std::ranges::is_sorted(times), "the times of alerts are wrong"))
      return;
    passes.quiet_until = passes.last + length;
    if (!from.Require(of.passed.emplace(key, std::move(passes)).second, "a key is there twice"))
      return;
    of.kept += times.size();
    kept_ += times.size();
  }
}

// At least `count` times, and all that are as old.
void Suppressor::ForgetOldest(OfRule& of, size_t count) {
  std::vector<Timestamp> times;
  times.reserve(of.kept);
  for (const auto& [key, passes] : of.passed) {
    times.insert(times.end(), passes.earlier.begin(), passes.earlier.end());
    times.push_back(passes.last);
  }
  const auto newest = times.begin() + static_cast<std::ptrdiff_t>(count) - 1;
  std::nth_element(times.begin(), newest, times.end());
  const Timestamp upto = *newest;
  size_t kept = 0;
  for (auto entry = of.passed.begin(); entry != of.passed.end();) {
    Passes& passes = entry->second;
    if (passes.last <= upto) {
      entry = of.passed.erase(entry);
      continue;
    }
    std::erase_if(passes.earlier, [upto](Timestamp time) { return time <= upto; });
    kept += passes.earlier.size() + 1;
    ++entry;
  }
  of.forgotten += of.kept - kept;
  kept_ -= of.kept - kept;
  of.kept = kept;
}

}  // namespace sigrun::engine
