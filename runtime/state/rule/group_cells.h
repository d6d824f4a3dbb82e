// Memory for the groups of a rule: cells of one size, in blocks of up to 64. A block without groups
// is given back.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/check.h"

namespace sigrun::state {

class GroupCells {
 public:
  explicit GroupCells(size_t cell_size) : cell_size_(cell_size) {}

  // The place of a free cell, which is taken from now on. Places do not move.
  uint32_t Take() {
    while (!roomy_.empty()) {
      Block& block = blocks_[roomy_.back()];
      const auto cell = static_cast<uint32_t>(std::countr_one(block.taken));
      if (block.memory && cell < CellsOf(roomy_.back())) {
        block.taken |= uint64_t{1} << cell;
        return roomy_.back() * kCells + cell;
      }
      block.roomy = false;
      roomy_.pop_back();
    }
    AddBlock();
    return Take();
  }
  void Free(uint32_t place) {
    const uint32_t index = place / kCells;
    Block& block = blocks_[index];
    block.taken &= ~(uint64_t{1} << place % kCells);
    if (block.taken == 0) {
      block.memory.reset();
      vacant_.push_back(index);
    } else if (!block.roomy) {
      block.roomy = true;
      roomy_.push_back(index);
    }
  }
  void* At(uint32_t place) const {
    return blocks_[place / kCells].memory.get() + place % kCells * cell_size_;
  }
  // Calls visit(cell) for each that is taken, in the order of memory.
  template <class Visit>
  void ForEach(Visit visit) const {
    for (uint32_t index = 0; index < blocks_.size(); ++index)
      for (uint64_t bits = blocks_[index].taken; bits != 0; bits &= bits - 1)
        visit(At(index * kCells + static_cast<uint32_t>(std::countr_zero(bits))));
  }

 private:
  static constexpr uint32_t kCells = 64;
  struct Block {
    std::unique_ptr<std::byte[]> memory;  // none while no cell is taken
    uint64_t taken = 0;                   // bit i: cell i
    bool roomy = false;                   // in roomy_
  };

  // The first blocks are small: most rules have few groups.
  static uint32_t CellsOf(uint32_t block) { return block < 3 ? 4U << 2 * block : kCells; }

  void AddBlock() {
    if (vacant_.empty()) {
      SIGRUN_CHECK(blocks_.size() < UINT32_MAX / kCells);
      vacant_.push_back(static_cast<uint32_t>(blocks_.size()));
      blocks_.emplace_back();
    }
    const uint32_t index = vacant_.back();
    vacant_.pop_back();
    Block& block = blocks_[index];
    block.memory = std::make_unique_for_overwrite<std::byte[]>(CellsOf(index) * cell_size_);
    if (!block.roomy) roomy_.push_back(index);
    block.roomy = true;
  }

  size_t cell_size_;
  std::vector<Block> blocks_;
  std::vector<uint32_t> roomy_;   // blocks that may have a free cell, and some that have none left
  std::vector<uint32_t> vacant_;  // blocks without memory
};

}  // namespace sigrun::state
