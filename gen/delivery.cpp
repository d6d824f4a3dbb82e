#include "gen/delivery.h"

#include <algorithm>
#include <utility>

namespace sigrun::gen {
namespace {

constexpr uint64_t kWhole = uint64_t{1} << 32;

}  // namespace

Delivery::Delivery(uint64_t seed, const Disorder& disorder, Receive receive)
    : random_(seed, 3),
      late_(static_cast<uint64_t>(disorder.late_fraction * static_cast<double>(kWhole))),
      twice_(static_cast<uint64_t>(disorder.duplicate_fraction * static_cast<double>(kWhole))),
      max_delay_(disorder.max_delay),
      receive_(std::move(receive)) {}

bool Delivery::Later(const Waiting& a, const Waiting& b) {
  return a.when != b.when ? a.when > b.when : a.number > b.number;
}

void Delivery::Push(const Delivered& record) {
  ReleaseUntil(record.when);
  const bool late = random_.Chance(late_, kWhole);
  const bool twice = random_.Chance(twice_, kWhole);
  if (late) {
    Delay(record);
  } else {
    receive_(record);
  }
  if (!twice) return;
  ++duplicates_;
  Delay(record);
}

void Delivery::Finish() { ReleaseUntil(Timestamp{INT64_MAX}); }

void Delivery::Delay(const Delivered& record) {
  const Duration delay{random_.Between(0, max_delay_.micros)};
  waiting_.push_back({record.when + delay, number_++, std::string(record.account),
                      std::string(record.region), std::string(record.text)});
  std::push_heap(waiting_.begin(), waiting_.end(), Later);
}

void Delivery::ReleaseUntil(Timestamp time) {
  while (!waiting_.empty() && waiting_.front().when <= time) {
    std::pop_heap(waiting_.begin(), waiting_.end(), Later);
    const Waiting& first = waiting_.back();
    receive_({first.when, first.account, first.region, first.text});
    waiting_.pop_back();
  }
}

}  // namespace sigrun::gen
