// A progress line with rate and time left, on a terminal only.
#pragma once

#include <chrono>
#include <cstdint>

namespace sigrun::cli {

class Progress {
 public:
  // `total`: the expected number of stored bytes; 0 if unknown (standard input).
  Progress(uint64_t total, bool enabled);
  ~Progress();
  void Add(uint64_t bytes);
  // Clears the line, so that something else can be printed.
  void Clear();

 private:
  void Draw(double seconds);

  uint64_t total_, done_ = 0;
  bool enabled_, drawn_ = false;
  std::chrono::steady_clock::time_point start_, last_;
};

}  // namespace sigrun::cli
