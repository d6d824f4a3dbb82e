// Private to the reorder buffer: sorted sources of waiting items, and the choice of the next item.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "runtime/state/order/spill_file.h"

namespace sigrun::state {

// Sorted keys in memory, passed up to `at`.
struct MemoryRun {
  std::vector<EntryKey> keys;
  size_t at = 0;

  bool done() const { return at == keys.size(); }
  size_t left() const { return keys.size() - at; }
  const EntryKey& current() const { return keys[at]; }
  // Frees memory once most of it was passed.
  void Trim() {
    if (at < 4096 || at < left()) return;
    keys.erase(keys.begin(), keys.begin() + static_cast<ptrdiff_t>(at));
    keys.shrink_to_fit();
    at = 0;
  }
};

// A sorted run on disk; opened when it is needed.
struct DiskRun {
  SpillFile::Run place;
  int64_t oldest = 0;
  std::unique_ptr<RunReader> reader;
  bool done = false;
};

struct Source {
  EntryKey key;
  MemoryRun* memory = nullptr;  // one of the two
  DiskRun* disk = nullptr;
};

// The sources by their next item, least first: a binary heap whose top is replaced in place.
class SourceHeap {
 public:
  void Push(Source source) {
    heap_.push_back(source);
    for (size_t i = heap_.size() - 1; i > 0 && heap_[i].key < heap_[(i - 1) / 2].key;
         i = (i - 1) / 2)
      std::swap(heap_[i], heap_[(i - 1) / 2]);
  }
  bool empty() const { return heap_.empty(); }
  Source& top() { return heap_.front(); }

  // After the key of the top has changed.
  void Sink() {
    size_t i = 0;
    for (;;) {
      size_t least = i;
      for (size_t child = 2 * i + 1; child <= 2 * i + 2 && child < heap_.size(); ++child)
        if (heap_[child].key < heap_[least].key) least = child;
      if (least == i) return;
      std::swap(heap_[i], heap_[least]);
      i = least;
    }
  }
  void Pop() {
    heap_.front() = heap_.back();
    heap_.pop_back();
    Sink();
  }

 private:
  std::vector<Source> heap_;
};

}  // namespace sigrun::state
