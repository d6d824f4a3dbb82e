// Holds back alerts that a rule's `suppress` has already let through once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/event_time.h"
#include "base/hash.h"

namespace sigrun::engine {

// In what order alerts are shown to the suppressor.
enum class AlertOrder {
  kByTime,   // a scan of files: what has ended can be forgotten
  kAnyTime,  // a stream: late records come, and earlier alerts must still be known
};

class Suppressor {
 public:
  Suppressor(size_t rules, AlertOrder order) : order_(order), counts_(rules) {}

  // True if the alert may pass: none of this rule and key has passed less than `length` before or
  // after `time`. What passes is remembered, what is held back is not.
  bool Pass(uint32_t rule, std::string_view key, Timestamp time, Duration length);

  uint64_t suppressed(uint32_t rule) const { return counts_[rule]; }

 private:
  // The times of the alerts of one rule and key that have passed.
  struct Passes {
    Timestamp last;
    Timestamp quiet_until;           // after the last
    std::vector<Timestamp> earlier;  // in order; none where alerts come by time
  };
  struct Spread {
    size_t operator()(const Hash128& hash) const { return SecretMix(hash); }
  };

  static bool Near(const Passes& passes, Timestamp time, Duration length);
  void Remember(Passes& passes, Timestamp time, Duration length) const;
  Hash128 KeyOf(uint32_t rule, std::string_view key);
  void ForgetEnded(Timestamp now);

  AlertOrder order_;
  std::unordered_map<Hash128, Passes, Spread> passed_;  // by rule and key
  size_t sweep_at_ = 1024;
  std::vector<uint64_t> counts_;
  std::string text_;  // scratch of KeyOf
};

}  // namespace sigrun::engine
