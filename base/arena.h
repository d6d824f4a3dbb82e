// A bump allocator for data that lives as long as one event (or one batch). Reset() discards
// everything and keeps the memory. A hard limit bounds what evaluation can use.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace sigrun {

class Arena {
 public:
  explicit Arena(size_t limit = size_t{64} << 20) : limit_(limit) {}
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  // Returns `size` bytes aligned to 8, or nullptr once the limit is reached.
  char* Allocate(size_t size) noexcept {
    size = (size + 7) & ~size_t{7};
    if (size <= static_cast<size_t>(end_ - next_)) {
      char* result = next_;
      next_ += size;
      return result;
    }
    return AllocateSlow(size);
  }
  template <class T>
  T* AllocateArray(size_t count) noexcept {
    static_assert(alignof(T) <= 8);
    if (count > limit_ / sizeof(T)) {
      Exhaust();
      return nullptr;
    }
    return reinterpret_cast<T*>(Allocate(count * sizeof(T)));
  }
  void Reset() noexcept {
    const bool untouched = next_ == begin_ && used_before_ == 0 && refusals_ == 0;
    if (!untouched) Rewind();
  }
  // True once an allocation was refused since the last Reset().
  bool exhausted() const { return exhausted_; }
  // The same, and there was no memory: the limit was not the reason.
  bool out_of_memory() const { return out_of_memory_; }
  // Counts a refusal for another limit, such as the length of a text.
  void Refuse() noexcept { ++refusals_; }
  // The number of refusals since the last Reset(): the value being computed is unknown.
  uint32_t refusals() const { return refusals_; }
  size_t used() const { return used_before_ + static_cast<size_t>(next_ - begin_); }

 private:
  void Rewind() noexcept;
  void Exhaust() noexcept {
    exhausted_ = true;
    Refuse();
  }
  char* AllocateSlow(size_t size) noexcept;

  struct Block {
    std::unique_ptr<char[]> memory;
    size_t size;
  };
  std::vector<Block> blocks_;
  size_t current_ = 0;
  char *begin_ = nullptr, *next_ = nullptr, *end_ = nullptr;
  size_t used_before_ = 0;  // bytes in the blocks before the current one
  size_t limit_;
  bool exhausted_ = false, out_of_memory_ = false;
  uint32_t refusals_ = 0;
};

}  // namespace sigrun
