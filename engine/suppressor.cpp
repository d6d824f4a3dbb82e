#include "engine/suppressor.h"

#include <algorithm>

namespace sigrun::engine {

bool Suppressor::Pass(uint32_t rule, std::string_view key, Timestamp time, Duration length) {
  if (order_ == AlertOrder::kByTime && passed_.size() >= sweep_at_) ForgetEnded(time);
  const auto [place, added] = passed_.try_emplace(KeyOf(rule, key));
  Passes& passes = place->second;
  if (!added && Near(passes, time, length)) {
    ++counts_[rule];
    return false;
  }
  if (added)
    passes = {time, time + length, {}};
  else
    Remember(passes, time, length);
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

void Suppressor::Remember(Passes& passes, Timestamp time, Duration length) const {
  if (order_ == AlertOrder::kAnyTime) {
    const Timestamp earlier = std::min(time, passes.last);
    passes.earlier.insert(std::upper_bound(passes.earlier.begin(), passes.earlier.end(), earlier),
                          earlier);
  }
  passes.last = std::max(time, passes.last);
  passes.quiet_until = passes.last + length;
}

// A key can be as long as a record: what is kept is a hash that nobody can make collide.
Hash128 Suppressor::KeyOf(uint32_t rule, std::string_view key) {
  text_.assign(reinterpret_cast<const char*>(&rule), sizeof rule);
  text_ += key;
  return SecretHash128(text_);
}

void Suppressor::ForgetEnded(Timestamp now) {
  std::erase_if(passed_, [now](const auto& entry) { return entry.second.quiet_until <= now; });
  sweep_at_ = std::max<size_t>(1024, passed_.size() * 2);
}

}  // namespace sigrun::engine
