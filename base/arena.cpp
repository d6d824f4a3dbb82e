#include "base/arena.h"

#include <algorithm>
#include <new>

namespace sigrun {
namespace {
constexpr size_t kFirstBlock = 64 * 1024;
constexpr size_t kKeptAcrossResets = size_t{4} << 20;
}  // namespace

char* Arena::AllocateSlow(size_t size) noexcept {
  used_before_ += static_cast<size_t>(next_ - begin_);
  begin_ = next_;
  if (used_before_ + size > limit_) {
    Exhaust();
    return nullptr;
  }
  size_t next_block = blocks_.empty() ? 0 : current_ + 1;
  while (next_block < blocks_.size() && blocks_[next_block].size < size) ++next_block;
  if (next_block >= blocks_.size()) {
    const size_t grown = blocks_.empty() ? kFirstBlock : blocks_.back().size * 2;
    const size_t block_size = std::max(size, std::min(grown, kKeptAcrossResets));
    try {
      blocks_.push_back({std::make_unique_for_overwrite<char[]>(block_size), block_size});
    } catch (const std::bad_alloc&) {
      out_of_memory_ = true;
      Exhaust();
      return nullptr;
    }
    next_block = blocks_.size() - 1;
  }
  current_ = next_block;
  begin_ = blocks_[current_].memory.get();
  end_ = begin_ + blocks_[current_].size;
  next_ = begin_ + size;
  return begin_;
}

void Arena::Rewind() noexcept {
  exhausted_ = out_of_memory_ = false;
  refusals_ = 0;
  used_before_ = 0;
  if (blocks_.empty()) return;
  size_t total = 0;
  for (const Block& block : blocks_) total += block.size;
  if (total > kKeptAcrossResets) {
    const auto large = [](const Block& b) { return b.size >= kKeptAcrossResets; };
    blocks_.erase(std::remove_if(blocks_.begin(), blocks_.end(), large), blocks_.end());
    while (blocks_.size() > 6) blocks_.pop_back();
  }
  current_ = 0;
  begin_ = next_ = blocks_.empty() ? nullptr : blocks_[0].memory.get();
  end_ = begin_ + (blocks_.empty() ? 0 : blocks_[0].size);
}

}  // namespace sigrun
