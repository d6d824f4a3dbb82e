// Private to the reorder buffer: the representation of one item in memory, and the order of items.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <tuple>
#include <vector>

#include "runtime/state/order/reorder.h"

namespace sigrun::state {

// The part that sorting moves and, usually, all that it reads.
struct EntryHead {
  uint64_t record, offset;
  uint32_t file;
  uint32_t size;     // of the payload, which follows
  uint32_t id_size;  // of the payload's end
  uint32_t block;    // of EntryBlocks
  uint32_t passage;  // of the origin

  std::string_view payload() const { return {reinterpret_cast<const char*>(this + 1), size}; }
  std::string_view id() const { return payload().substr(size - id_size); }
};
static_assert(sizeof(EntryHead) == 40);

struct EntryKey {
  int64_t time;
  uint64_t id_start;  // the first bytes of the id, as a number of the same order
  const EntryHead* head;
};

inline uint64_t StartOf(std::string_view id) {
  uint64_t start = 0;
  for (size_t i = 0; i < sizeof start; ++i)
    start = start << 8 | (i < id.size() ? static_cast<unsigned char>(id[i]) : 0);
  return start;
}

inline bool operator<(const EntryKey& a, const EntryKey& b) {
  if (a.time != b.time) return a.time < b.time;
  if (a.id_start != b.id_start) return a.id_start < b.id_start;
  const EntryHead &x = *a.head, &y = *b.head;
  if (const int ids = x.id().compare(y.id()); ids != 0) return ids < 0;
  return std::tie(x.file, x.record, x.offset) < std::tie(y.file, y.record, y.offset);
}

inline ReorderItem ToItem(const EntryKey& key) {
  const EntryHead& head = *key.head;
  return {{key.time},
          {head.file, head.record, head.offset, event::Passage(head.passage)},
          head.payload(),
          head.id_size};
}

// The memory of the heads and payloads. A block is reused once all its entries are gone.
class EntryBlocks {
 public:
  EntryKey Store(const ReorderItem& item) {
    const size_t size = sizeof(EntryHead) + ((item.payload.size() + 7) & ~size_t{7});
    if (current_ == kNone || blocks_[current_].size - used_ < size) Open(size);
    Block& block = blocks_[current_];
    char* place = block.memory.get() + used_;
    used_ += size;
    ++block.live;
    const auto* head = new (place) EntryHead{item.origin.record,
                                             item.origin.offset,
                                             item.origin.file,
                                             static_cast<uint32_t>(item.payload.size()),
                                             item.id_size,
                                             current_,
                                             item.origin.passage.bits()};
    if (!item.payload.empty())
      std::memcpy(place + sizeof(EntryHead), item.payload.data(), item.payload.size());
    return {item.time.micros, StartOf(item.id()), head};
  }

  void Release(const EntryHead& head) {
    const uint32_t index = head.block;
    if (--blocks_[index].live == 0 && index != current_) Close(index);
  }

  void Clear() {
    blocks_.clear();
    free_.clear();
    current_ = kNone;
    bytes_ = 0;
  }

  size_t bytes() const { return bytes_; }

 private:
  static constexpr uint32_t kNone = UINT32_MAX;
  static constexpr size_t kBlock = 64 * 1024;
  struct Block {
    std::unique_ptr<char[]> memory;
    size_t size = 0;
    uint64_t live = 0;
  };

  void Open(size_t least) {
    if (current_ != kNone && blocks_[current_].live == 0) Close(current_);
    const size_t size = std::max(kBlock, least);
    if (free_.empty()) {
      free_.push_back(static_cast<uint32_t>(blocks_.size()));
      blocks_.emplace_back();
    }
    current_ = free_.back();
    free_.pop_back();
    Block& block = blocks_[current_];
    if (block.size < size) {
      bytes_ += size - block.size;
      block.memory.reset(new char[size]);
      block.size = size;
    }
    used_ = 0;
  }

  // Keeps a few spare blocks.
  void Close(uint32_t index) {
    Block& block = blocks_[index];
    if (block.size > kBlock || free_.size() >= 16) {
      bytes_ -= block.size;
      block = {};
    }
    free_.push_back(index);
    if (index == current_) current_ = kNone;
  }

  std::vector<Block> blocks_;
  std::vector<uint32_t> free_;
  uint32_t current_ = kNone;
  size_t used_ = 0, bytes_ = 0;
};

}  // namespace sigrun::state
