// Decides which files can be skipped if only the alerts of some days are wanted.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/record/options.h"
#include "runtime/program/fwd.h"

namespace sigrun::engine {

// A file whose path says that it was delivered more than a day before `since` or after `until`
// contains no event that an alert in the range is about. It may still influence such an alert:
//   - Earlier files feed windows, sequences, sightings and baselines, decide whether a condition
//     has just become true, and when an interval of `suppress` began. None of this has a
//     computable end: if a rule has state or `suppress`, all earlier files are read.
//   - Later files show that the log continued to a deadline, and influence where the log begins
//     and ends. If a rule waits for an event that must not happen, or learns, all later files are
//     read.
class DayFilter {
 public:
  DayFilter(const program::Program& program, const Options& options);

  enum class Verdict : uint8_t { kRead, kSkip, kReadForState };
  Verdict Judge(std::string_view path) const;
  // The number of rules that need files of other days.
  uint64_t needing() const { return needing_; }

 private:
  const Options& options_;
  uint64_t needing_ = 0;
  bool needs_earlier_ = false, needs_later_ = false;
};

}  // namespace sigrun::engine
