// Makes the recorded calls, one batch after the other in the order of the input.
#pragma once

#include <cstdint>
#include <memory>

#include "engine/batch.h"
#include "engine/file_account.h"
#include "engine/front.h"
#include "engine/pipeline.h"
#include "engine/recorder.h"

namespace sigrun::engine {

class Replay {
 public:
  // Both must outlive it.
  Replay(FileAccount& account, Pipeline& pipeline) : account_(account), pipeline_(pipeline) {}

  // `front`: of the calling thread.
  void Take(Batch& batch, Front& front);

 private:
  void Give(Batch& batch, uint64_t first_record);
  void GoOn(const Block& block, Front& front);
  event::Origin Placed(event::Origin origin, uint64_t first_record) const;

  FileAccount& account_;
  Pipeline& pipeline_;
  uint32_t file_ = 0;     // the document that is being read
  uint64_t records_ = 0;  // of it, so far
  // The decoder of a block that did not end between records, and the records before that block.
  std::shared_ptr<Session> open_;
  uint64_t before_open_ = 0;
};

}  // namespace sigrun::engine
