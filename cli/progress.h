// A progress line with rate and time left, on a terminal only.
#pragma once

#include <chrono>
#include <cstdint>

namespace sigrun::cli {

class Progress {
 public:
  // `total` stored bytes are expected; 0 where that is not known (standard input).
  Progress(uint64_t total, bool enabled);
  ~Progress();
  void Add(uint64_t bytes);
  // Takes the line away, so that something else can be printed.
  void Clear();

 private:
  void Draw(double seconds);

  uint64_t total_, done_ = 0;
  bool enabled_, drawn_ = false;
  std::chrono::steady_clock::time_point start_, last_;
};

}  // namespace sigrun::cli
