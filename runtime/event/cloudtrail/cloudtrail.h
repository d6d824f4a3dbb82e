// What makes an object a CloudTrail record, and what CloudTrail delivers beside records.
#pragma once

#include <optional>
#include <string_view>

#include "runtime/event/fields/certainty.h"
#include "runtime/event/fields/walked.h"
#include "runtime/event/vocabulary/outcome.h"

namespace sigrun::event {

class CloudTrail {
 public:
  static constexpr std::string_view kName = "cloudtrail";
  static constexpr std::string_view kFirstKey = "eventVersion";
  static constexpr std::string_view kHints[] = {"eventVersion", "eventSource"};

  explicit CloudTrail(ProbePaths& paths);

  bool IsRecord(const Walked& object, Certainty certainty) const;
  std::optional<Classified> Classify(const Walked& object) const;

 private:
  bool IsRecord(const Walked& object) const;
  bool IsWhole(const Walked& object) const;
  bool IsComplete(const Walked& object) const;
  bool IsInsight(const Walked& object) const;
  bool IsAggregated(const Walked& object) const;

  Probe version_, name_, source_, time_, id_, type_, category_, user_;
  Probe insight_, aggregated_id_, window_end_;
  Probe digest_object_, digest_files_;
};

}  // namespace sigrun::event
