#include "engine/suppressor.h"

#include <algorithm>

namespace sigrun::engine {

bool Suppressor::Pass(uint32_t rule, const std::string& key, Timestamp time, Duration length) {
  if (quiet_until_.size() >= sweep_at_) ForgetEnded(time);
  const auto [place, added] = quiet_until_.try_emplace(std::to_string(rule) + ":" + key);
  if (!added && time < place->second) {
    ++counts_[rule];
    return false;
  }
  place->second = time + length;
  return true;
}

void Suppressor::ForgetEnded(Timestamp now) {
  std::erase_if(quiet_until_, [now](const auto& entry) { return entry.second <= now; });
  sweep_at_ = std::max<size_t>(1024, quiet_until_.size() * 2);
}

}  // namespace sigrun::engine
