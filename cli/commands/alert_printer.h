// The sink of a scan: counts alerts and writes those of the wanted levels in a format.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "cli/formats/alert_format.h"
#include "sigrun/sink.h"

namespace sigrun::cli {

class AlertPrinter final : public Sink {
 public:
  AlertPrinter(std::unique_ptr<AlertFormat> format, program::Level least, OutputStream& out);

  Outcome OnAlert(const Alert& alert) override;
  // To be called once, after the last alert.
  void Finish();

  uint64_t printed() const { return printed_; }
  uint64_t below_level() const { return below_level_; }
  std::optional<program::Level> highest() const { return highest_; }

 private:
  std::unique_ptr<AlertFormat> format_;
  program::Level least_;
  OutputStream& out_;
  uint64_t printed_ = 0, below_level_ = 0;
  std::optional<program::Level> highest_;  // of all alerts, printed or not
};

}  // namespace sigrun::cli
