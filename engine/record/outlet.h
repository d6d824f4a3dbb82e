// The last stage of alerts: counts them by rule, holds those that may still change, and skips those
// outside the requested days.
#pragma once

#include <cstdint>
#include <numeric>
#include <vector>

#include "engine/record/options.h"
#include "engine/record/sink.h"
#include "runtime/alert/alert.h"

namespace sigrun::engine {

class Outlet {
 public:
  Outlet(AlertSink& sink, const Options& options, size_t rules)
      : sink_(sink), options_(options), counts_(rules), cut_(rules) {}

  // Whether alerts of the ordered stage wait for Release.
  void Hold(bool hold) { hold_ = hold; }
  void Release();

  // A final alert. `sent`: it was already written, and is only counted.
  void Send(uint32_t rule, const alert::Alert& alert, bool sent = false);
  // An alert of the ordered stage.
  void SendInOrder(uint32_t rule, alert::Alert alert);

  // The approximate size of the held alerts.
  size_t held_bytes() const { return held_bytes_; }
  uint64_t alerts(uint32_t rule) const { return counts_[rule]; }
  uint64_t alerts() const { return std::accumulate(counts_.begin(), counts_.end(), uint64_t{0}); }
  // The number of them with truncated text.
  uint64_t cut(uint32_t rule) const { return cut_[rule]; }
  // Alerts before Options::since or from Options::until on.
  uint64_t outside() const { return outside_; }
  // The first error of the sink; it gets no alert after it.
  const Status& status() const { return status_; }

 private:
  bool Count(uint32_t rule, const alert::Alert& alert);
  void Give(const alert::Alert& alert);

  AlertSink& sink_;
  const Options& options_;
  std::vector<uint64_t> counts_, cut_;
  uint64_t outside_ = 0;
  bool hold_ = false;
  std::vector<alert::Alert> held_;
  size_t held_bytes_ = 0;
  Status status_ = Ok();
};

}  // namespace sigrun::engine
