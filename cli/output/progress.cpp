#include "cli/output/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/time/duration.h"
#include "cli/output/output.h"

namespace sigrun::cli {
namespace {

constexpr std::chrono::milliseconds kBetweenDraws{100};
constexpr int kBarWidth = 30;

std::string Clock(double seconds) {
  const auto whole = std::llround(seconds);
  return whole >= 3600 ? fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60)
                       : fmt::format("{}:{:02}", whole / 60, whole % 60);
}

}  // namespace

Progress::Progress(uint64_t total, bool enabled)
    : total_(total), enabled_(enabled), start_(std::chrono::steady_clock::now()), last_(start_) {}

Progress::~Progress() { Clear(); }

void Progress::Add(uint64_t bytes) {
  done_ += bytes;
  if (!enabled_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - last_ < kBetweenDraws) return;
  last_ = now;
  Draw(std::chrono::duration<double>(now - start_).count());
}

void Progress::Draw(double seconds) {
  const double rate = seconds > 0 ? static_cast<double>(done_) / seconds : 0;
  std::string line = fmt::format("{}  {}/s", FormatBytes(static_cast<int64_t>(done_)),
                                 FormatBytes(static_cast<int64_t>(rate)));
  if (total_ > 0) {
    const double share = std::min(1.0, static_cast<double>(done_) / static_cast<double>(total_));
    const int filled = static_cast<int>(share * kBarWidth);
    const double left = rate > 0 ? static_cast<double>(total_ - std::min(done_, total_)) / rate : 0;
    line = fmt::format("[{:=<{}}{:{}}] {:3.0f}%  {}  {} left", "", filled, "", kBarWidth - filled,
                       share * 100, line, Clock(left));
  }
  Err().Control("\r\x1b[K" + line);
  drawn_ = true;
}

void Progress::Clear() {
  if (!drawn_) return;
  Err().Control("\r\x1b[K");
  drawn_ = false;
}

}  // namespace sigrun::cli
