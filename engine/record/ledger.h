// The ledger: every record is counted exactly once.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "runtime/event/event.h"

namespace sigrun::engine {

class Ledger {
 public:
  static constexpr size_t kReasons = 6, kKinds = 5;
  static constexpr size_t kMaxDetails = 1'000;  // rejects and flaws kept with their place

  // A record was read; exactly one of the calls below must follow.
  void Record() { ++records_; }
  void Evaluated() { ++evaluated_; }
  void Duplicate() { ++duplicate_; }
  void Late() { ++late_; }
  // This many of the evaluated events were not seen by stateful rules, because there was no space
  // to sort them.
  void Unordered(uint64_t events) {
    evaluated_ -= events;
    unordered_ += events;
  }
  // In addition to one of the others: a record that differs from another one with its id.
  void Differs(const event::Origin& origin) {
    if (differing_++ == 0) first_differing_ = origin;
  }
  void Rejected(const event::Reject& reject);
  void NotAnEvent(const event::NotEvent& other);
  // Not part of that sum: a carrier, and a flagged record.
  void Carrier() { ++carriers_; }
  void Flagged(const event::Event& event);
  // Also not part of it: an event without a time.
  void Untimed(const event::Event& event);

  // Adds the counts of another ledger. The details of the first records of both are kept.
  void Merge(const Ledger& other);

  uint64_t records() const { return records_; }
  uint64_t evaluated() const { return evaluated_; }
  uint64_t duplicate() const { return duplicate_; }
  uint64_t late() const { return late_; }
  uint64_t unordered() const { return unordered_; }
  uint64_t rejected() const { return rejected_; }
  uint64_t differing() const { return differing_; }
  const event::Origin& first_differing() const { return first_differing_; }
  uint64_t not_an_event() const { return not_an_event_; }
  uint64_t rejected(event::RejectReason reason) const {
    return reasons_[static_cast<size_t>(reason)];
  }
  uint64_t not_an_event(event::NotEventKind kind) const {
    return kinds_[static_cast<size_t>(kind)];
  }
  uint64_t carriers() const { return carriers_; }
  uint64_t flagged() const { return flagged_; }
  // The first kMaxDetails of them.
  const std::vector<event::Reject>& rejects() const { return rejects_; }
  struct Flaw {
    std::string detail;
    event::Origin origin;
  };
  const std::vector<Flaw>& flaws() const { return flaws_; }
  struct UntimedEvent {
    event::Origin origin;
    std::string field, text;  // the content of the time field; empty: nothing
  };
  uint64_t untimed() const { return untimed_; }
  const UntimedEvent& first_untimed() const { return first_untimed_; }

  bool Balances() const {
    return records_ == evaluated_ + duplicate_ + late_ + unordered_ + rejected_ + not_an_event_;
  }

 private:
  uint64_t records_ = 0, evaluated_ = 0, duplicate_ = 0, late_ = 0, unordered_ = 0, rejected_ = 0,
           not_an_event_ = 0, carriers_ = 0, flagged_ = 0, differing_ = 0, untimed_ = 0;
  event::Origin first_differing_;
  UntimedEvent first_untimed_;
  std::array<uint64_t, kReasons> reasons_{};
  std::array<uint64_t, kKinds> kinds_{};
  std::vector<event::Reject> rejects_;
  std::vector<Flaw> flaws_;
};

}  // namespace sigrun::engine
