// Reads files in several threads: some read and inflate, some decode and evaluate, and one at a
// time takes what was found, in the order of the files. Nothing that comes out depends on how many
// there are.
//
// A document is read by one thread. If its first block is lines of whole records, the others are
// cut between lines and decoded by any thread, each as if it began between records; Replay checks
// that. What waits for its turn is limited: a thread that is too far ahead helps the others, or
// waits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

#include "engine/batch.h"
#include "engine/day_filter.h"
#include "engine/front.h"
#include "engine/pipeline.h"
#include "runtime/io/input.h"

namespace sigrun::engine {

class Crew {
 public:
  // Called by one thread at a time, never for two batches at once.
  struct Turn {
    std::function<void(Batch&, Front&)> take;  // in the order of the input
    std::function<void(uint64_t)> progress;    // with the stored bytes read since its last call
    std::function<bool()> stop;                // whether reading should end
  };
  static constexpr unsigned kMostThreads = 256;

  // All must outlive the crew.
  Crew(const Pipeline& pipeline, const event::Layout& layout, const Options& options,
       const DayFilter& days, unsigned threads);

  struct Done {
    size_t files = 0;  // read to their ends
    io::ReadStats bytes;
  };
  // Reads regular files, with this thread among the others. When stopped, the complete records of
  // the first file that was not read to its end have been taken, as far as they had been read.
  Done Read(std::span<const io::InputFile> files, const Turn& turn);

 private:
  class Run;

  const Pipeline& pipeline_;
  const event::Layout& layout_;
  const Options& options_;
  const DayFilter& days_;
  const unsigned threads_;
};

}  // namespace sigrun::engine
