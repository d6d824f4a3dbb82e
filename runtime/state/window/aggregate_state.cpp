#include "runtime/state/window/aggregate_state.h"

#include <algorithm>

namespace sigrun::state {
namespace {

using program::AggregateKind;
using Family = std::variant<CountWindow, SumWindow, BestWindow, DistinctWindow, QuantileWindow>;

Best BestOf(AggregateKind kind) {
  switch (kind) {
    case AggregateKind::kMin:
      return Best::kLeast;
    case AggregateKind::kMax:
      return Best::kGreatest;
    case AggregateKind::kFirst:
      return Best::kFirst;
    default:
      return Best::kLast;
  }
}

Family MakeFamily(AggregateKind kind, double percent) {
  switch (kind) {
    case AggregateKind::kCount:
      return CountWindow();
    case AggregateKind::kDistinct:
      return DistinctWindow();
    case AggregateKind::kSum:
    case AggregateKind::kAvg:
      return SumWindow();
    case AggregateKind::kMedian:
      return QuantileWindow(50);
    case AggregateKind::kPercentile:
      return QuantileWindow(percent);
    default:
      return BestWindow(BestOf(kind));
  }
}

}  // namespace

AggregateState::AggregateState(AggregateKind kind, double percent)
    : mean_(kind == AggregateKind::kAvg), family_(MakeFamily(kind, percent)) {}

bool AggregateState::Takes(AggregateKind kind, std::span<const Value> arguments) {
  if (!std::all_of(arguments.begin(), arguments.end(), [](const Value& v) { return v.present(); }))
    return false;
  switch (kind) {
    case AggregateKind::kCount:
      return true;
    case AggregateKind::kDistinct:
      return !arguments.empty();
    case AggregateKind::kSum:
    case AggregateKind::kAvg:
    case AggregateKind::kMedian:
    case AggregateKind::kPercentile:
      return arguments.size() == 1 && SumWindow::Takes(arguments[0]);
    default:
      return arguments.size() == 1 && BestWindow::Takes(BestOf(kind), arguments[0]);
  }
}

bool AggregateState::Add(const WindowShape& shape, uint32_t max_values,
                         const AggregateInput& input) {
  if (auto* count = std::get_if<CountWindow>(&family_))
    count->Add(shape, input.time);
  else if (auto* sum = std::get_if<SumWindow>(&family_))
    sum->Add(shape, input.time, input.arguments[0]);
  else if (auto* best = std::get_if<BestWindow>(&family_))
    best->Add(shape, input.time, input.arguments[0]);
  else if (auto* quantile = std::get_if<QuantileWindow>(&family_))
    quantile->Add(shape, input.time, input.arguments[0]);
  else
    return std::get<DistinctWindow>(family_).Add(max_values, input.time, input.tuple);
  return true;
}

void AggregateState::Expire(int64_t start) {
  std::visit([&](auto& family) { family.Expire(start); }, family_);
}

void AggregateState::Clear() {
  std::visit([](auto& family) { family.Clear(); }, family_);
}

Value AggregateState::Get() const {
  if (const auto* sum = std::get_if<SumWindow>(&family_)) return mean_ ? sum->Mean() : sum->Sum();
  if (const auto* count = std::get_if<CountWindow>(&family_)) return count->Get();
  if (const auto* best = std::get_if<BestWindow>(&family_)) return best->Get();
  if (const auto* quantile = std::get_if<QuantileWindow>(&family_)) return quantile->Get();
  return std::get<DistinctWindow>(family_).Get();
}

size_t AggregateState::bytes() const {
  return std::visit([](const auto& family) { return family.bytes(); }, family_);
}

}  // namespace sigrun::state
