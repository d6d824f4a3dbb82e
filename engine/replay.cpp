#include "engine/replay.h"

#include "base/overloaded.h"

namespace sigrun::engine {

void Replay::Take(Batch& batch, Front& front) {
  if (!batch.block) {
    Give(batch, 0);
    if (batch.records > 0) records_ = batch.records;
    return;
  }
  // What was found in a block that did not begin between records means nothing.
  if (open_) return GoOn(*batch.block, front);
  const uint64_t before = records_;
  Give(batch, before);
  records_ = before + batch.records;
  if (batch.block->last) return;
  open_ = std::move(batch.open);
  before_open_ = before;
}

void Replay::GoOn(const Block& block, Front& front) {
  Batch found;
  open_->recorder.Use(found, front);
  open_->decoder.Feed({block.data.get(), block.size});
  if (block.last) open_->decoder.End();
  Give(found, before_open_);
  records_ = before_open_ + open_->decoder.records();
  if (block.last || open_->decoder.between_records()) open_.reset();
}

void Replay::Give(Batch& batch, uint64_t first_record) {
  const auto place = [&](event::Origin& origin) { origin = Placed(origin, first_record); };
  const Overloaded give{
      [&](Evaluated& record) {
        place(record.event.origin);
        place(record.handover.origin);
        pipeline_.OnEvaluated(record);
      },
      [&](event::Reject& reject) {
        place(reject.origin);
        pipeline_.OnReject(reject);
      },
      [&](event::NotEvent& other) {
        place(other.origin);
        pipeline_.OnNotEvent(other);
      },
      [&](Batch::Carrier&) { pipeline_.OnCarrier(); },
      [&](Batch::Wanted& wanted) { account_.Wants(wanted.verdict); },
      [&](Batch::DocumentBegins& document) {
        file_ = account_.Begin(document.name, document.start);
        records_ = 0;
      },
      [&](Batch::DocumentEnds& end) { account_.End(end.complete); },
      [&](Batch::DocumentCut& cut) { account_.Cut(cut.error, cut.records.value_or(records_)); },
      [&](Batch::Failure& failure) { account_.Fail(failure.error); },
  };
  for (Batch::Entry& entry : batch.entries) std::visit(give, entry);
}

event::Origin Replay::Placed(event::Origin origin, uint64_t first_record) const {
  origin.file = file_;
  origin.record += first_record;
  return origin;
}

}  // namespace sigrun::engine
