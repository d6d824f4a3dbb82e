// Alerts that are held until the end, for formats that show them in order of time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "cli/formats/alert_format.h"

namespace sigrun::cli {

// Holds up to kMostShown alerts that take up to kMostHeld bytes. Beyond that the least severe are
// dropped, and their number is printed at the end.
class HoldingFormat : public AlertFormat {
 public:
  void Write(const alert::Alert& alert, OutputStream& out) final;
  void End(OutputStream& out) final;

 protected:
  // All alerts that are held, in order of time.
  virtual void WriteAll(const std::vector<alert::Alert>& alerts, OutputStream& out) = 0;

 private:
  static constexpr size_t kMostShown = 10'000;
  static constexpr size_t kMostHeld = size_t{32} << 20;

  void DropLeastSevere();

  std::vector<alert::Alert> held_;
  size_t bytes_ = 0;
  uint64_t dropped_ = 0;
};

// 2026-11-15 02:34:11
std::string ShortTime(Timestamp time);
// The level in capitals.
std::string LevelHeading(program::Level level);

}  // namespace sigrun::cli
