#include "engine/document_cutter.h"

#include <cstring>
#include <string_view>
#include <utility>

namespace sigrun::engine {
namespace {

constexpr size_t kLargeBatch = size_t{256} << 10;

}  // namespace

DocumentCutter::DocumentCutter(const DayFilter& days, Session& session, Front& front,
                               CutReceiver& receiver)
    : days_(days),
      session_(session),
      front_(front),
      receiver_(receiver),
      batch_(std::make_unique<Batch>()),
      data_(receiver.NewBlock()) {
  session_.recorder.Use(*batch_, front_);
}

bool DocumentCutter::Wants(const std::string& name) {
  const DayFilter::Verdict verdict = days_.Judge(name);
  batch_->entries.emplace_back(Batch::Wanted{verdict});
  return verdict != DayFilter::Verdict::kSkip;
}

void DocumentCutter::Begin(const std::string& name, bool, const io::DocumentStart& start) {
  batch_->entries.emplace_back(Batch::DocumentBegins{name, start});
  offset_ = 0;
}

std::span<char> DocumentCutter::Buffer() {
  if (mode_ == Mode::kWhole) return session_.decoder.Buffer();
  return {data_.get() + size_, kBlock - size_};
}

void DocumentCutter::Commit(size_t size) {
  if (mode_ == Mode::kWhole) {
    session_.decoder.Commit(size);
    return GiveLargeBatch();
  }
  size_ += size;
  if (size_ == kBlock) OnFull();
}

void DocumentCutter::OnFull() {
  std::unique_ptr<char[]> full = std::exchange(data_, receiver_.NewBlock());
  const size_t end = std::string_view(full.get(), kBlock).rfind('\n') + 1;  // 0: there is none
  const size_t lines = end == 0 ? kBlock : end;
  size_ = kBlock - lines;
  std::memcpy(data_.get(), full.get() + lines, size_);
  if (mode_ == Mode::kBlocks) {
    const uint64_t offset = std::exchange(offset_, offset_ + lines);
    return receiver_.OnBlock({std::move(full), lines, offset, false});
  }
  session_.decoder.Begin(0);
  session_.decoder.Read(full.get(), lines);
  offset_ = lines;
  if (end > 0 && session_.decoder.between_records()) {
    mode_ = Mode::kBlocks;
    batch_->records = session_.decoder.records();
    return GiveBatch();
  }
  mode_ = Mode::kWhole;
  session_.decoder.Feed({data_.get(), size_});
  size_ = 0;
  GiveLargeBatch();
}

void DocumentCutter::End(bool complete) {
  records_.reset();
  if (mode_ == Mode::kBlocks) {
    GiveRest(true);
  } else {
    DecodeRest();
    session_.decoder.End();
    records_ = session_.decoder.records();
  }
  batch_->entries.emplace_back(Batch::DocumentEnds{complete});
  mode_ = Mode::kBeginning;
  GiveLargeBatch();
}

void DocumentCutter::Stop() {
  if (mode_ == Mode::kBlocks)
    GiveRest(false);
  else
    DecodeRest();
  mode_ = Mode::kBeginning;
}

void DocumentCutter::DecodeRest() {
  if (mode_ == Mode::kWhole) return session_.decoder.Flush();
  session_.decoder.Begin(0);
  session_.decoder.Read(data_.get(), std::exchange(size_, 0));
}

void DocumentCutter::GiveRest(bool last) {
  receiver_.OnBlock(
      {std::exchange(data_, receiver_.NewBlock()), std::exchange(size_, 0), offset_, last});
}

void DocumentCutter::Cut(const Error& error) {
  batch_->entries.emplace_back(Batch::DocumentCut{error, records_});
}

void DocumentCutter::Fail(const Error& error) {
  batch_->entries.emplace_back(Batch::Failure{error});
}

void DocumentCutter::GiveLargeBatch() {
  if (batch_->memory.used() + batch_->entries.size() * sizeof(Batch::Entry) > kLargeBatch)
    GiveBatch();
}

void DocumentCutter::GiveBatch() {
  if (batch_->entries.empty() && batch_->records == 0) return;
  receiver_.OnBatch(std::exchange(batch_, std::make_unique<Batch>()));
  session_.recorder.Use(*batch_, front_);
}

}  // namespace sigrun::engine
