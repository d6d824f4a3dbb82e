// Which files need not be read where only the alerts of some days are wanted.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/options.h"
#include "runtime/program/fwd.h"

namespace sigrun::engine {

// A file whose path says that it was delivered more than a day before `since` or after `until`
// holds no event that an alert inside can be about. It may still decide such an alert:
//   - what came before feeds windows, sequences, sightings and baselines, decides whether a
//   condition
//     has turned true or was so already, and when a quiet time of `suppress` began. None of it has
//     an end that could be computed: where a rule has state or `suppress`, all earlier files are
//     read;
//   - what came after shows that the log went on to a deadline, and weighs in on where the log
//     begins and ends. Where a rule waits for what does not happen, or learns, all later files are
//     read.
class DayFilter {
 public:
  DayFilter(const program::Program& program, const Options& options);

  enum class Verdict : uint8_t { kRead, kSkip, kReadForState };
  Verdict Judge(std::string_view path) const;
  // Rules for whose sake files of other days are read.
  uint64_t needing() const { return needing_; }

 private:
  const Options& options_;
  uint64_t needing_ = 0;
  bool needs_earlier_ = false, needs_later_ = false;
};

}  // namespace sigrun::engine
