#include "runtime/state/sequence/ordered_match.h"

#include <algorithm>
#include <bit>

#include "runtime/state/kept/logical_bytes.h"
#include "runtime/state/sequence/step_match.h"

namespace sigrun::state {

void OrderedMatch::Add(const AlternativePlan& plan, int64_t start, uint64_t bits,
                       const StepEvent& event) {
  if (ends_.empty()) Begin(plan);
  const int64_t time = event.time;
  if (time != time_) CloseBlock(plan);
  time_ = time;
  Forget(start);
  seen_ |= bits;
  bits &= plan.positive;
  // Without a new event in the block no match gets longer: a second with a million events costs no
  // more than one with only the needed ones.
  if (bits == 0 || !AddToBlock(plan, bits, event)) return;
  size_t offset = 0;
  for (const SequencePath& path : plan.paths) {
    Extend(path, offset);
    offset += path.steps.size();
  }
}

void OrderedMatch::Begin(const AlternativePlan& plan) {
  size_t places = 0;
  for (const SequencePath& path : plan.paths) {
    places += path.steps.size();
    ends_.push_back(places - 1);
  }
  before_.resize(places);
  now_.resize(places);
}

void OrderedMatch::ListPartials(std::vector<int64_t>& starts, std::vector<uint32_t>& chains) const {
  for (const auto* partials : {&before_, &now_})
    for (const Partial& partial : *partials) {
      starts.push_back(partial.start);
      chains.push_back(partial.chain);
    }
}

// False if they are none that Add made.
bool OrderedMatch::TakePartials(const AlternativePlan& plan, const std::vector<int64_t>& starts,
                                const std::vector<uint32_t>& chains,
                                std::vector<MatchChains::Saved> links) {
  ends_.clear();
  before_.clear();
  now_.clear();
  block_bits_.clear();
  if (starts.size() != chains.size() || !IsBlock(plan)) return false;
  for (const BlockEvent& event : block_) block_bits_.push_back(event.bits);
  if (!starts.empty()) Begin(plan);
  if (starts.size() != before_.size() + now_.size()) return false;
  for (size_t i = 0; i < starts.size(); ++i) {
    if ((starts[i] == kNever) != (chains[i] == MatchChains::kEmpty)) return false;
    Partial& partial = i < before_.size() ? before_[i] : now_[i - before_.size()];
    partial = {starts[i], chains[i]};
  }
  return chains_.Load(std::move(links), chains);
}

bool OrderedMatch::IsBlock(const AlternativePlan& plan) const {
  return block_.size() <= size_t{64} * plan.longest &&
         std::ranges::all_of(block_, [&](const BlockEvent& each) {
           return each.bits != 0 && (each.bits & ~plan.positive) == 0 && each.event.time == time_;
         });
}

// What comes between steps ends the matches that wait for the later one, unless the earlier one has
// been taken at the same time.
void OrderedMatch::CloseBlock(const AlternativePlan& plan) {
  size_t at = 0;
  for (const SequencePath& path : plan.paths)
    for (size_t step = 0; step < path.steps.size(); ++step, ++at) {
      if ((path.forbidden[step] & seen_) != 0) Drop(before_[at]);
      if (now_[at].start >= before_[at].start) std::swap(before_[at], now_[at]);
      Drop(now_[at]);
    }
  block_.clear();
  block_bits_.clear();
  seen_ = 0;
}

void OrderedMatch::Forget(int64_t start) {
  for (Partial& partial : before_)
    if (partial.start != kNever && partial.start < start) Drop(partial);
  for (Partial& partial : now_)
    if (partial.start != kNever && partial.start < start) Drop(partial);
}

// An event is redundant if enough others could replace it in each of its steps.
bool OrderedMatch::AddToBlock(const AlternativePlan& plan, uint64_t bits, const StepEvent& event) {
  bool needed = false;
  for (uint64_t rest = bits; rest != 0 && !needed; rest &= rest - 1) {
    const uint64_t bit = rest & -rest;
    const auto same = std::count_if(block_bits_.begin(), block_bits_.end(),
                                    [&](uint64_t each) { return (each & bit) != 0; });
    needed = static_cast<size_t>(same) < plan.longest;
  }
  if (!needed) return false;
  block_.push_back({bits, event});
  block_bits_.push_back(bits);
  return true;
}

void OrderedMatch::Extend(const SequencePath& path, size_t offset) {
  for (size_t step = 0; step < path.steps.size(); ++step) ExtendTo(path, offset, step);
}

// The best match whose last steps, up to `step`, are taken by events of the block.
void OrderedMatch::ExtendTo(const SequencePath& path, size_t offset, size_t step) {
  Partial& partial = now_[offset + step];
  StepMatch match(block_bits_);
  const Partial first{time_, MatchChains::kEmpty};
  const Partial* best = nullptr;
  size_t taken = 0;  // steps in the best match that the block takes
  for (size_t from = step + 1; from-- > 0;) {
    if (!match.Add(uint64_t{1} << path.steps[from])) break;
    const Partial& earlier = from == 0 ? first : before_[offset + from - 1];
    if (earlier.start == kNever || (best != nullptr && earlier.start <= best->start)) continue;
    best = &earlier;
    taken = match.size();
  }
  if (best == nullptr || best->start <= partial.start) return;
  StepMatch chosen(block_bits_);
  for (size_t i = 0; i < taken; ++i) chosen.Add(uint64_t{1} << path.steps[step - i]);
  Partial made = *best;
  chains_.Hold(made.chain);
  for (size_t e = 0; e < block_.size(); ++e) {
    if (!chosen.Has(e)) continue;
    const uint32_t longer = chains_.Add(made.chain, block_[e].event);
    chains_.Release(made.chain);
    made.chain = longer;
  }
  Replace(partial, made);
}

void OrderedMatch::Replace(Partial& partial, Partial with) {
  chains_.Release(partial.chain);
  partial = with;
}

void OrderedMatch::Clear() {
  before_.assign(before_.size(), {});
  now_.assign(now_.size(), {});
  block_.clear();
  block_bits_.clear();
  seen_ = 0;
  time_ = kNever;
  chains_.Clear();
}

const OrderedMatch::Partial* OrderedMatch::Best(const std::vector<Partial>& partials) const {
  const Partial* best = nullptr;
  for (const size_t end : ends_)
    if (partials[end].start != kNever && (best == nullptr || partials[end].start > best->start))
      best = &partials[end];
  return best;
}

int64_t OrderedMatch::Start() const {
  const Partial *earlier = Best(before_), *now = Best(now_);
  return std::max(earlier == nullptr ? kNever : earlier->start,
                  now == nullptr ? kNever : now->start);
}

int64_t OrderedMatch::StartOfNow() const {
  const Partial* now = Best(now_);
  return now == nullptr ? kNever : now->start;
}

void OrderedMatch::AppendTo(const AlternativePlan&, std::vector<StepEvent>& events,
                            bool of_now) const {
  const Partial *earlier = of_now ? nullptr : Best(before_), *now = Best(now_);
  const bool take_now = now != nullptr && (earlier == nullptr || now->start >= earlier->start);
  const Partial* best = take_now ? now : earlier;
  if (best != nullptr) chains_.AppendTo(best->chain, events);
}

bool OrderedMatch::Account(const EventStore& events) {
  bool right = chains_.Account(events);
  for (BlockEvent& each : block_) right &= each.event.Account(events);
  return right;
}

size_t OrderedMatch::bytes() const {
  size_t held = 0;
  for (const BlockEvent& each : block_) held += each.event.held_bytes();
  return held + LogicalBytes(before_) + LogicalBytes(now_) + LogicalBytes(ends_) +
         LogicalBytes(block_) + LogicalBytes(block_bits_) + chains_.bytes();
}

}  // namespace sigrun::state
