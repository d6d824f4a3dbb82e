// Holds back alerts that a rule's `suppress` has already let through once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/archive.h"
#include "base/hash.h"
#include "base/time/event_time.h"

namespace sigrun::engine {

// The order in which alerts are passed to the suppressor.
enum class AlertOrder {
  kByTime,   // a scan of files: ended intervals can be forgotten
  kAnyTime,  // a stream: late records come, and earlier alerts must still be known
};

// Stores the times of alerts that have passed, up to a limit for all rules together. Above it,
// ended intervals are dropped first; then the rule furthest above its equal share drops its oldest
// times. Alerts that these would have suppressed then pass.
class Suppressor {
 public:
  // `memory`: bytes, roughly.
  Suppressor(size_t rules, AlertOrder order, size_t memory)
      : order_(order), most_(memory / kBytesEach), rules_(rules) {}

  // True if the alert may pass: no alert of this rule and key passed less than `length` before or
  // after `time`. Only alerts that pass are stored.
  bool Pass(uint32_t rule, std::string_view key, Timestamp time, Duration length);

  // What is known of a rule, in an archive: the keys in order, each with its times. Reading needs a
  // rule of which nothing is known; `length` is that of its suppression.
  void Save(uint32_t rule, ArchiveWriter& to) const;
  void Load(uint32_t rule, Duration length, ArchiveReader& from);

  uint64_t suppressed(uint32_t rule) const { return rules_[rule].suppressed; }
  // Times given up that had not ended.
  uint64_t forgotten(uint32_t rule) const { return rules_[rule].forgotten; }

 private:
  static constexpr size_t kBytesEach = 80;  // including the overhead of the table

  // The times of the alerts of one rule and key that have passed.
  struct Passes {
    Timestamp last;
    Timestamp quiet_until;           // after the last
    std::vector<Timestamp> earlier;  // in order; none where alerts come by time
  };
  struct Spread {
    size_t operator()(const Hash128& hash) const { return SecretMix(hash); }
  };
  struct OfRule {
    std::unordered_map<Hash128, Passes, Spread> passed;  // by key
    size_t kept = 0;                                     // times
    uint64_t suppressed = 0, forgotten = 0;
  };

  static bool Near(const Passes& passes, Timestamp time, Duration length);
  void Remember(OfRule& of, Passes& passes, Timestamp time, Duration length);
  void Relieve(Timestamp now);
  void ForgetEnded(OfRule& of, Timestamp now);
  void ForgetOldest(OfRule& of, size_t count);

  AlertOrder order_;
  size_t most_, kept_ = 0;  // times, of all rules
  std::vector<OfRule> rules_;
};

}  // namespace sigrun::engine
