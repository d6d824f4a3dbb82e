// Reads the documents of one file: decodes their beginnings, and cuts the rest of those that
// consist of lines into blocks for others to decode.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "engine/batch.h"
#include "engine/day_filter.h"
#include "engine/front.h"
#include "engine/recorder.h"
#include "runtime/io/input.h"

namespace sigrun::engine {

// Receives what is cut, in order.
class CutReceiver {
 public:
  virtual ~CutReceiver() = default;
  // Memory for kBlock bytes and Decoder::kPadding.
  virtual std::unique_ptr<char[]> NewBlock() = 0;
  virtual void OnBatch(std::unique_ptr<Batch> batch) = 0;
  virtual void OnBlock(Block block) = 0;
};

class DocumentCutter final : public io::Documents, private io::Contents {
 public:
  static constexpr size_t kBlock = size_t{1} << 20;

  // All must outlive it; the session and the front are those of its thread.
  DocumentCutter(const DayFilter& days, Session& session, Front& front, CutReceiver& receiver);

  bool Wants(const std::string& name) override;
  void Begin(const std::string& name, bool member, const io::DocumentStart& start) override;
  void End(bool complete) override;
  void Cut(const Error& error) override;
  void Stop() override;
  void Fail(const Error& error) override;
  io::Contents& contents() override { return *this; }

  // The file was read: gives what is left.
  void Finish() { GiveBatch(); }

 private:
  enum class Mode : uint8_t {
    kBeginning,  // the first block is being filled
    kWhole,      // decoded here
    kBlocks,     // cut
  };

  std::span<char> Buffer() override;
  void Commit(size_t size) override;
  void Flush() override {}

  void OnFull();
  void DecodeRest();
  void GiveRest(bool last);
  void GiveBatch();
  void GiveLargeBatch();

  const DayFilter& days_;
  Session& session_;
  Front& front_;
  CutReceiver& receiver_;
  std::unique_ptr<Batch> batch_;
  Mode mode_ = Mode::kBeginning;
  std::unique_ptr<char[]> data_;  // of the block that is being filled
  size_t size_ = 0;
  uint64_t offset_ = 0;              // of it in the document
  std::optional<uint64_t> records_;  // of the document that has ended, if it was decoded here
};

}  // namespace sigrun::engine
