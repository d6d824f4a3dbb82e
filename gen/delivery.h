// The delivery of records: some late, some twice, as CloudTrail does.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time/event_time.h"
#include "gen/template/random.h"

namespace sigrun::gen {

// A record to be delivered. The text is one JSON object without a line break.
struct Delivered {
  Timestamp when;  // of delivery
  std::string_view account;
  std::string_view region;
  std::string_view text;
};

class Delivery {
 public:
  struct Disorder {
    double late_fraction, duplicate_fraction;
    Duration max_delay;
  };
  using Receive = std::function<void(const Delivered&)>;

  Delivery(uint64_t seed, const Disorder& disorder, Receive receive);

  // Records must be pushed in order of time.
  void Push(const Delivered& record);
  void Finish();  // delivers the remaining records

  int64_t duplicates() const { return duplicates_; }

 private:
  struct Waiting {
    Timestamp when;
    uint64_t number;  // makes the order total
    std::string account, region, text;
  };
  static bool Later(const Waiting& a, const Waiting& b);
  void Delay(const Delivered& record);
  void ReleaseUntil(Timestamp time);

  Random random_;
  uint64_t late_, twice_;  // of 2^32
  Duration max_delay_;
  Receive receive_;
  std::vector<Waiting> waiting_;  // heap, earliest first
  uint64_t number_ = 0;
  int64_t duplicates_ = 0;
};

}  // namespace sigrun::gen
