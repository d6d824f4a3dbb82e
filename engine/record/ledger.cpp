#include "engine/record/ledger.h"

#include <algorithm>

namespace sigrun::engine {
namespace {

constexpr size_t kMostTimeText = 64;  // of a time that cannot be read, for people

// The first of both, as far as there is room.
template <class Detail>
void MergeDetails(std::vector<Detail>& details, const std::vector<Detail>& others) {
  details.insert(details.end(), others.begin(), others.end());
  std::ranges::stable_sort(
      details, [](const Detail& a, const Detail& b) { return IsBefore(a.origin, b.origin); });
  if (details.size() > Ledger::kMaxDetails)
    details.erase(details.begin() + Ledger::kMaxDetails, details.end());
}

}  // namespace

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

void Ledger::Untimed(const event::Event& event) {
  if (untimed_++ > 0) return;
  first_untimed_ = {event.origin, std::string(event.unread_time.field),
                    std::string(event.unread_time.text.substr(0, kMostTimeText))};
}

void Ledger::Merge(const Ledger& other) {
  records_ += other.records_;
  evaluated_ += other.evaluated_;
  duplicate_ += other.duplicate_;
  late_ += other.late_;
  unordered_ += other.unordered_;
  rejected_ += other.rejected_;
  not_an_event_ += other.not_an_event_;
  carriers_ += other.carriers_;
  flagged_ += other.flagged_;
  if (other.differing_ > 0 &&
      (differing_ == 0 || IsBefore(other.first_differing_, first_differing_)))
    first_differing_ = other.first_differing_;
  differing_ += other.differing_;
  if (other.untimed_ > 0 &&
      (untimed_ == 0 || IsBefore(other.first_untimed_.origin, first_untimed_.origin)))
    first_untimed_ = other.first_untimed_;
  untimed_ += other.untimed_;
  for (size_t i = 0; i < kReasons; ++i) reasons_[i] += other.reasons_[i];
  for (size_t i = 0; i < kKinds; ++i) kinds_[i] += other.kinds_[i];
  MergeDetails(rejects_, other.rejects_);
  MergeDetails(flaws_, other.flaws_);
}

}  // namespace sigrun::engine
