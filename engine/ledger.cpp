#include "engine/ledger.h"

namespace sigrun::engine {

void Ledger::Rejected(const event::Reject& reject) {
  ++rejected_;
  ++reasons_[static_cast<size_t>(reject.reason)];
  if (rejects_.size() < kMaxDetails) rejects_.push_back(reject);
}

void Ledger::NotAnEvent(const event::NotEvent& other) {
  ++not_an_event_;
  ++kinds_[static_cast<size_t>(other.kind)];
}

void Ledger::Flagged(const event::Event& event) {
  ++flagged_;
  if (flaws_.size() < kMaxDetails) flaws_.push_back({std::string(event.flaw), event.origin});
}

}  // namespace sigrun::engine
