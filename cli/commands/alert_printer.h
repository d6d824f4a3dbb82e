// Alerts on standard output in one of the formats.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "engine/pipeline.h"

namespace sigrun::cli {

enum class AlertFormat { kJsonl, kTable, kTimeline, kOcsf };

// Streaming formats (jsonl, ocsf) keep nothing; table and timeline print everything at the end and
// keep up to kMostShown alerts of up to kMostHeld bytes, the most severe ones.
class AlertPrinter : public engine::AlertSink {
 public:
  static constexpr size_t kMostShown = 10'000;
  static constexpr size_t kMostHeld = size_t{32} << 20;

  static std::unique_ptr<AlertPrinter> Make(AlertFormat format, program::Level least);

  Status OnAlert(const alert::Alert& alert) final;
  // Prints everything that is still held.
  virtual void Finish() {}

  uint64_t printed() const { return printed_; }
  uint64_t below_level() const { return below_level_; }
  std::optional<program::Level> highest() const { return highest_; }

 protected:
  explicit AlertPrinter(program::Level least) : least_(least) {}
  virtual void Print(const alert::Alert& alert) = 0;

 private:
  program::Level least_;
  uint64_t printed_ = 0, below_level_ = 0;
  std::optional<program::Level> highest_;  // of all alerts, printed or not
};

}  // namespace sigrun::cli
