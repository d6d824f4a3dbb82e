#include "compiler/sigma/correlation/range.h"

#include <cmath>

namespace sigrun::sigma {
namespace {

double NumberOf(const Comparison& comparison) {
  return std::visit([](auto n) { return static_cast<double>(n); }, comparison.threshold);
}

}  // namespace

// If a limit is excluded, the range begins at the next number.
void Range::Take(const Comparison& comparison) {
  const double number = NumberOf(comparison);
  const double from = whole_ ? std::ceil(number) : number;
  const double to = whole_ ? std::floor(number) : number;
  const std::string& op = comparison.op;
  if (op == ">=" || op == "==") least_ = std::max(least_, from);
  if (op == "<=" || op == "==") most_ = std::min(most_, to);
  if (op == ">") least_ = std::max(least_, whole_ ? to + 1 : Next(number));
  if (op == "<") most_ = std::min(most_, whole_ ? from - 1 : std::nextafter(number, -kInfinity));
  if (op == "!=") without_.insert(number);
}

double Range::Next(double number) const {
  return whole_ ? number + 1 : std::nextafter(number, kInfinity);
}

bool Range::IsEmpty() const {
  // One more candidate than there are excluded numbers: at least one remains.
  double at = least_;
  for (size_t i = 0; i <= without_.size(); ++i, at = Next(at)) {
    if (at > most_) return true;
    if (without_.count(at) == 0) return false;
  }
  return false;
}

bool Range::Always(const Comparison& comparison) const {
  const double number = NumberOf(comparison);
  const std::string& op = comparison.op;
  if (op == ">=") return number < least_;
  if (op == ">") return number < (whole_ ? least_ - 1 : least_);
  if (op == "<=") return number >= most_ && most_ < kInfinity;
  if (op == "<") return number > most_;
  return op == "!=" &&
         (number < least_ || number > most_ || (whole_ && number != std::floor(number)));
}

}  // namespace sigrun::sigma
