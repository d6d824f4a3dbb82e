// The loss ledger: every record ends in exactly one counter.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "runtime/event/event.h"

namespace sigrun::engine {

class Ledger {
 public:
  static constexpr size_t kReasons = 8, kKinds = 4;
  static constexpr size_t kMaxDetails = 1'000;  // rejects kept with their place

  // A record was met; exactly one of the calls below must follow.
  void Record() { ++records_; }
  void Evaluated() { ++evaluated_; }
  void Duplicate() { ++duplicate_; }
  void Late() { ++late_; }
  void Rejected(const event::Reject& reject);
  void NotAnEvent(const event::NotEvent& other);

  uint64_t records() const { return records_; }
  uint64_t evaluated() const { return evaluated_; }
  uint64_t duplicate() const { return duplicate_; }
  uint64_t late() const { return late_; }
  uint64_t rejected() const { return rejected_; }
  uint64_t not_an_event() const { return not_an_event_; }
  uint64_t rejected(event::RejectReason reason) const {
    return reasons_[static_cast<size_t>(reason)];
  }
  uint64_t not_an_event(event::NotEventKind kind) const {
    return kinds_[static_cast<size_t>(kind)];
  }
  // The first kMaxDetails of them.
  const std::vector<event::Reject>& rejects() const { return rejects_; }

  bool Balances() const {
    return records_ == evaluated_ + duplicate_ + late_ + rejected_ + not_an_event_;
  }

 private:
  uint64_t records_ = 0, evaluated_ = 0, duplicate_ = 0, late_ = 0, rejected_ = 0,
           not_an_event_ = 0;
  std::array<uint64_t, kReasons> reasons_{};
  std::array<uint64_t, kKinds> kinds_{};
  std::vector<event::Reject> rejects_;
};

}  // namespace sigrun::engine
