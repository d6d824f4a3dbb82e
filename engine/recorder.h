// Evaluates the records of a decoder, and records what is to happen with them.
#pragma once

#include <initializer_list>
#include <string_view>

#include "engine/batch.h"
#include "engine/front.h"
#include "engine/pipeline.h"
#include "runtime/event/decoder.h"
#include "runtime/event/event.h"

namespace sigrun::engine {

class Recorder final : public event::Handler {
 public:
  // The pipeline must outlive it.
  explicit Recorder(const Pipeline& pipeline) : pipeline_(pipeline) {}

  // Where it records, and the front that evaluates: for one decoder in one thread at a time.
  void Use(Batch& batch, Front& front) {
    batch_ = &batch;
    front_ = &front;
  }

  void OnEvent(const event::Event& event) override;
  void OnReject(const event::Reject& reject) override { batch_->entries.emplace_back(reject); }
  void OnNotEvent(const event::NotEvent& other) override { batch_->entries.emplace_back(other); }
  void OnCarrier() override { batch_->entries.emplace_back(Batch::Carrier{}); }

 private:
  std::string_view Keep(std::string_view text);
  void Keep(std::initializer_list<std::string_view*> texts) {
    for (std::string_view* text : texts) *text = Keep(*text);
  }

  const Pipeline& pipeline_;
  Batch* batch_ = nullptr;
  Front* front_ = nullptr;
};

// A decoder whose records are recorded.
struct Session {
  // All must outlive it.
  Session(const Pipeline& pipeline, const event::Layout& layout, const event::Limits& limits)
      : recorder(pipeline), decoder(layout, limits, recorder) {}
  Recorder recorder;
  event::Decoder decoder;
};

}  // namespace sigrun::engine
