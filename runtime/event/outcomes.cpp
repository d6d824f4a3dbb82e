#include "runtime/event/outcomes.h"

namespace sigrun::event {
namespace {
constexpr size_t kMostHeld = 1000;
}

void Outcomes::BeginFile(uint32_t file) {
  file_ = file;
  records_ = truncated_ = 0;
  trials_.clear();
  stopped_ = false;
}

// An event decides all open trials: what they held back is delivered first. If one has dropped some
// of it, that one restarts.
bool Outcomes::Ready() {
  if (stopped_) return false;
  for (Trial& trial : trials_) {
    if (!trial.forgetful) continue;
    trial.again = stopped_ = true;
    return false;
  }
  for (Trial& trial : trials_) {
    for (Outcome& outcome : trial.held) HandOn(outcome);
    trial.held.clear();
    trial.events = true;
  }
  return true;
}

void Outcomes::Give(Event& event) {
  if (!Ready()) return;
  event.origin.file = file_;
  if (!event.carrier) event.origin.record = ++records_;
  handler_.OnEvent(event);
}

void Outcomes::Give(RejectReason reason, std::string detail, uint64_t offset) {
  Take(Reject{reason, std::move(detail), {file_, 0, offset}});
}

void Outcomes::Give(NotEventKind kind, std::string detail, uint64_t offset) {
  Take(NotEvent{kind, std::move(detail), {file_, 0, offset}});
}

void Outcomes::GiveCarrier() { Take(Carrier{}); }

void Outcomes::Take(Outcome outcome) {
  if (stopped_) return;
  const bool holding = !trials_.empty() && !trials_.back().events && !trials_.back().known;
  if (!holding) return HandOn(outcome);
  Trial& trial = trials_.back();
  if (trial.held.size() < kMostHeld) {
    trial.held.push_back(std::move(outcome));
  } else {
    trial.forgetful = true;
  }
}

void Outcomes::HandOn(Outcome& outcome) {
  if (auto* const reject = std::get_if<Reject>(&outcome)) {
    truncated_ += reject->reason == RejectReason::kTruncated;
    reject->origin.record = ++records_;
    handler_.OnReject(*reject);
  } else if (auto* const other = std::get_if<NotEvent>(&outcome)) {
    other->origin.record = ++records_;
    handler_.OnNotEvent(*other);
  } else {
    handler_.OnCarrier();
  }
}

void Outcomes::BeginTrial(bool known) {
  if (known) Ready();
  trials_.push_back({.known = known});
}

Outcomes::Verdict Outcomes::EndTrial() {
  Trial trial = std::move(trials_.back());
  trials_.pop_back();
  if (trial.again) stopped_ = false;
  Verdict verdict{trial.events || trial.known, trial.again, {}, {}};
  for (Outcome& outcome : trial.held) {
    if (auto* const reject = std::get_if<Reject>(&outcome))
      verdict.rejects.push_back(std::move(*reject));
    else if (auto* const other = std::get_if<NotEvent>(&outcome))
      verdict.others.push_back(std::move(*other));
  }
  return verdict;
}

}  // namespace sigrun::event
