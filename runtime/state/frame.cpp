#include "runtime/state/frame.h"

#include "base/check.h"

namespace sigrun::state {

using program::CellKind;

Value Frame::Cell(uint32_t index) const {
  SIGRUN_CHECK(index < plan_.cells.size());
  const program::Cell& cell = plan_.cells[index];
  if (cell.kind == CellKind::kFirstSeen)
    return Value::Bool(((first_sightings_ >> cell.index) & 1) != 0);
  if (group_ == nullptr) return {};
  if (cell.kind == CellKind::kSequence)
    return Value::Bool(at_deadline_ || group_->steps(plan_)->complete(*plan_.sequence));
  return cell.kind == CellKind::kAggregate ? Aggregate(cell.index) : Baseline(cell);
}

Value Frame::Aggregate(uint32_t index) const {
  if (plan_.counts_feeds) return group_->feeds.Get();
  AggregateState& aggregate = group_->aggregates(plan_)[index];
  aggregate.Expire(plan_.window.Start(time_));
  return aggregate.Get();
}

Value Frame::Baseline(const program::Cell& cell) const {
  const BaselineShape& shape = plan_.baselines[cell.index];
  BaselineState& baseline = group_->baselines(plan_)[cell.index];
  const int64_t first = group_->first_fed(plan_);
  switch (cell.kind) {
    case CellKind::kBaselineN:
      return Value::Int(baseline.N(shape, time_, first));
    case CellKind::kBaselineMean:
      return baseline.Mean(shape, time_, first);
    case CellKind::kBaselineStddev:
      return baseline.Stddev(shape, time_, first);
    case CellKind::kBaselineMedian:
      return baseline.Median(shape, time_, first);
    case CellKind::kBaselineMad:
      return baseline.Mad(shape, time_, first);
    case CellKind::kAggregate:
    case CellKind::kFirstSeen:
    case CellKind::kSequence:
      break;
  }
  return {};
}

}  // namespace sigrun::state
