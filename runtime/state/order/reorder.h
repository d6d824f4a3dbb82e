// Sorts items: by time, then by the bytes of their id, then by origin (file, record), whatever the
// order in which they were added. A stream drains it up to a watermark; a scan of many files adds
// everything and drains once.
//
// Exact for any amount: above the memory limit, sorted runs go to an unnamed temporary file, and
// draining merges them. About 70 bytes and the payload per item, in memory and on disk. Nothing is
// written below the limit. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time/event_time.h"
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
  // The limit for items in memory. Merging spilled runs takes up to half as much again, and at
  // least 16 KiB per run.
  size_t memory_bytes = size_t{64} << 20;
  std::string temp_folder;  // empty: that of the environment (TMPDIR), otherwise /tmp
};

class ReorderBuffer {
 public:
  // Receives each item in turn; it points into the buffer until the call returns. It must not call
  // back.
  using Sink = std::function<void(const ReorderItem&)>;

  explicit ReorderBuffer(ReorderOptions options = {});
  ~ReorderBuffer();

  // An error (a full disk) leaves the buffer unchanged: the item was not added, and no more can be
  // added. The message names the folder and says what to do.
  Status Add(const ReorderItem& item);

  // Delivers all items older than `watermark`; those of exactly its time stay. An item that is
  // added after younger ones were delivered is the first one of the next call.
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
