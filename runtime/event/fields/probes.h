// Fields whose places a walk notes whatever the program reads: those by which records and envelopes
// are recognised, and those that hold a record's time and id. Whoever needs one asks for it by its
// path, once, and gets its number.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sigrun::event {

// Keys from the record's root.
using KeyPath = std::vector<std::string>;

std::string PathText(const KeyPath& path);  // "timeWindow.windowEnd"

// The number of a field that has been asked for; 0: of none.
struct Probe {
  uint8_t number = 0;
};

class ProbePaths {
 public:
  // The same path has the same number. At most 255 different ones.
  Probe Add(const KeyPath& path);
  // The path with number i stands at [i - 1].
  const std::vector<KeyPath>& paths() const { return paths_; }

 private:
  std::vector<KeyPath> paths_;
};

// Where each probe's value stands in the structural index; 0 is "not there".
class Probes {
 public:
  explicit Probes(size_t paths) : count_(paths + 1) { Clear(); }
  Probes(const Probes& other) : count_(other.count_) {
    std::copy_n(other.tokens_.begin(), count_, tokens_.begin());
  }
  Probes& operator=(const Probes&) = delete;

  uint32_t operator[](Probe probe) const { return tokens_[probe.number]; }
  // What is set for no probe is kept, and not looked at.
  void Set(Probe probe, uint32_t token) { tokens_[probe.number] = token; }
  void Clear() { std::fill_n(tokens_.begin(), count_, 0); }
  // Whether one of the probes from `first` on is there.
  bool HasAny(Probe first, size_t count) const {
    uint32_t any = 0;
    for (size_t i = 0; i < count; ++i) any |= tokens_[first.number + i];
    return any != 0;
  }

 private:
  size_t count_;
  std::array<uint32_t, 256> tokens_;
};

}  // namespace sigrun::event
