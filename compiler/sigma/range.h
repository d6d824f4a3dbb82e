// The numbers that fulfil the comparisons of a correlation. Private to sigma.
#pragma once

#include <limits>
#include <set>

#include "compiler/sigma/correlation.h"

namespace sigrun::sigma {

class Range {
 public:
  static constexpr double kInfinity = std::numeric_limits<double>::infinity();
  // Of what is counted at an event that counts: there is one at least.
  static Range OfCounts(double most = kInfinity) { return {1, most, true}; }
  static Range OfNumbers() { return {-kInfinity, kInfinity, false}; }

  // Leaves those for which it holds.
  void Take(const Comparison& comparison);
  bool IsEmpty() const;
  // Whether it holds for all. `gte: 1` of what is counted does too, and is a usual way to say so.
  bool Always(const Comparison& comparison) const;

  double most() const { return most_; }
  bool whole() const { return whole_; }

 private:
  // All numbers from `least` to `most`, or the whole ones.
  Range(double least, double most, bool whole) : least_(least), most_(most), whole_(whole) {}
  double Next(double number) const;

  double least_, most_;
  bool whole_;
  std::set<double> without_;
};

}  // namespace sigrun::sigma
