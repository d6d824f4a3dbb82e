// Puts items in order: by time, then the bytes of their id, then place of origin (file, record),
// whatever the order in which they were added. A stream drains it up to a watermark as it goes; a
// scan of many files adds everything and drains once.
//
// Exact whatever the amount: above the memory limit sorted runs go to a temporary file without a
// name, and draining merges them. About 70 bytes and the payload for each item, in memory and on
// disk. Nothing is written while the limit is not reached. Not for use by several threads at once.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/event_time.h"
#include "base/result.h"
#include "runtime/event/event.h"

namespace sigrun::state {

struct ReorderItem {
  Timestamp time;
  event::Origin origin;
  std::string_view payload;  // below 4 GiB; the buffer keeps a copy
  uint32_t id_size = 0;      // the id is the last bytes of the payload

  std::string_view id() const { return payload.substr(payload.size() - id_size); }
};

struct ReorderOptions {
  // For what is held in memory. Merging spilled runs takes up to half as much again, and at least
  // 16 KiB for each run.
  size_t memory_bytes = size_t{64} << 20;
  std::string temp_folder;  // empty: that of the environment (TMPDIR), else /tmp
};

class ReorderBuffer {
 public:
  // Gets each item in turn; it points into the buffer until the call returns. It must not call
  // back.
  using Sink = std::function<void(const ReorderItem&)>;

  explicit ReorderBuffer(ReorderOptions options = {});
  ~ReorderBuffer();

  // An error (a full disk) leaves the buffer as it was before: the item was not added, and nothing
  // can be added from then on. The message names the folder and says what to do.
  Status Add(const ReorderItem& item);

  // Delivers all items older than `watermark`; those of exactly its time stay. An item that comes
  // after younger ones were delivered is delivered with the next call, as the first of it.
  Status DrainBefore(Timestamp watermark, const Sink& sink);
  Status DrainAll(const Sink& sink);

  uint64_t size() const;
  size_t memory_bytes() const;
  uint64_t spilled_bytes() const;  // written to the temporary file so far

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sigrun::state
