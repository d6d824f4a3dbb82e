// Private to the reorder buffer: sorted runs of items in one temporary file. The file has no name,
// so nothing is left behind however the process ends.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "runtime/state/order/reorder_entry.h"

namespace sigrun::state {

class SpillFile {
 public:
  explicit SpillFile(std::string folder);
  ~SpillFile();
  SpillFile(const SpillFile&) = delete;
  SpillFile& operator=(const SpillFile&) = delete;

  struct Run {
    uint64_t begin = 0, end = 0;
  };
  // Writes the items in the order given. After an error the file is as before.
  Result<Run> Write(const std::vector<EntryKey>& keys);

  // Fills `buffer` from `offset` on.
  Status Read(uint64_t offset, char* buffer, size_t size) const;

  // The error for data that differs from what was written.
  Error Damaged() const;

  // No run is needed any more.
  void Reset();
  uint64_t size() const { return size_; }

 private:
  Status Open();
  Status WriteAll(uint64_t offset, std::string_view bytes) const;
  Error Failure(std::string_view what, int error) const;

  std::string folder_;
  int file_ = -1;
  uint64_t size_ = 0;
};

// Walks through one run. current() stays valid until the next Advance().
class RunReader {
 public:
  RunReader(const SpillFile& file, SpillFile::Run run, size_t buffer_bytes);

  // Advances to the first item, then to the next. `*more` is false at the end.
  Status Advance(bool* more);
  const EntryKey& current() const { return current_; }
  size_t memory_bytes() const { return capacity_; }

 private:
  Status Need(size_t size);

  const SpillFile& file_;
  SpillFile::Run run_;  // what was not read into the buffer yet
  std::unique_ptr<char[]> buffer_;
  size_t capacity_;
  size_t begin_ = 0, end_ = 0;  // of what is in the buffer and not passed yet
  EntryKey current_{};
};

}  // namespace sigrun::state
