#include "runtime/event/outcomes.h"

namespace sigrun::event {
namespace {
constexpr size_t kHopeless = 1000;  // outcomes without one event among them
}

void Outcomes::BeginFile(uint32_t file) {
  file_ = file;
  records_ = truncated_ = 0;
  trials_.clear();
  hopeless_ = false;
}

// The innermost trial, if it still has to show an event.
Outcomes::Trial* Outcomes::Holding() {
  return trials_.empty() || trials_.back().held.events ? nullptr : &trials_.back();
}

void Outcomes::Hold(Trial& trial, bool reject) {
  trial.order.push_back(reject);
  hopeless_ = trial.order.size() >= kHopeless;
}

void Outcomes::Give(Event& event) {
  if (Holding() != nullptr) Commit();
  event.origin.file = file_;
  event.origin.record = ++records_;
  handler_.OnEvent(event);
}

void Outcomes::Give(RejectReason reason, std::string detail, uint64_t offset) {
  Reject reject{reason, std::move(detail), {file_, 0, offset}};
  Trial* const trial = Holding();
  if (trial == nullptr) return HandOn(reject);
  trial->held.rejects.push_back(std::move(reject));
  Hold(*trial, true);
}

void Outcomes::Give(NotEventKind kind, std::string detail, uint64_t offset) {
  NotEvent other{kind, std::move(detail), {file_, 0, offset}};
  Trial* const trial = Holding();
  if (trial == nullptr) return HandOn(other);
  trial->held.others.push_back(std::move(other));
  Hold(*trial, false);
}

void Outcomes::HandOn(Reject& reject) {
  truncated_ += reject.reason == RejectReason::kTruncated;
  reject.origin.record = ++records_;
  handler_.OnReject(reject);
}

void Outcomes::HandOn(NotEvent& other) {
  other.origin.record = ++records_;
  handler_.OnNotEvent(other);
}

void Outcomes::HandOn(Trial& trial) {
  size_t reject = 0, other = 0;
  for (const bool is_reject : trial.order) {
    if (is_reject) {
      HandOn(trial.held.rejects[reject++]);
    } else {
      HandOn(trial.held.others[other++]);
    }
  }
  trial.held = {};
  trial.order.clear();
}

// An event settles all trials that are open: what they held back comes first.
void Outcomes::Commit() {
  for (Trial& trial : trials_) {
    HandOn(trial);
    trial.held.events = true;
  }
  hopeless_ = false;
}

Outcomes::Verdict Outcomes::EndTrial() {
  Verdict verdict = std::move(trials_.back().held);
  trials_.pop_back();
  hopeless_ = false;
  return verdict;
}

}  // namespace sigrun::event
