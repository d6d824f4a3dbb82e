// Holds back alerts that a rule's `suppress` has already let through once.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/event_time.h"

namespace sigrun::engine {

class Suppressor {
 public:
  explicit Suppressor(size_t rules) : counts_(rules) {}

  // True if the alert may pass: none of this rule and key has within `length` before `time`. Must
  // be asked in order of time.
  bool Pass(uint32_t rule, const std::string& key, Timestamp time, Duration length);

  uint64_t suppressed(uint32_t rule) const { return counts_[rule]; }

 private:
  void ForgetEnded(Timestamp now);

  std::unordered_map<std::string, Timestamp> quiet_until_;  // by rule and key
  size_t sweep_at_ = 1024;
  std::vector<uint64_t> counts_;
};

}  // namespace sigrun::engine
