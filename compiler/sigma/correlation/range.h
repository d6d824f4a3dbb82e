// The numbers that fulfil the comparisons of a correlation.
#pragma once

#include <limits>
#include <set>

#include "compiler/sigma/correlation/correlation.h"

namespace sigrun::sigma {

class Range {
 public:
  static constexpr double kInfinity = std::numeric_limits<double>::infinity();
  // Of a count at an event that was counted: at least one.
  static Range OfCounts(double most = kInfinity) { return {1, most, true}; }
  static Range OfNumbers() { return {-kInfinity, kInfinity, false}; }

  // Keeps the numbers for which the comparison holds.
  void Take(const Comparison& comparison);
  bool IsEmpty() const;
  // Whether it holds for all numbers. `gte: 1` of a count does too, and is a common way of saying
  // so.
  bool Always(const Comparison& comparison) const;

  double most() const { return most_; }
  bool whole() const { return whole_; }

 private:
  // All numbers from `least` to `most`, or only the whole ones.
  Range(double least, double most, bool whole) : least_(least), most_(most), whole_(whole) {}
  double Next(double number) const;

  double least_, most_;
  bool whole_;
  std::set<double> without_;
};

}  // namespace sigrun::sigma
