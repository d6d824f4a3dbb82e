// A double-ended queue in one block of memory: 8 bytes and a pointer, or in its place a small plain
// item or two. The block has room for a power of two of items, fewer than four times as many as
// there are.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include "base/check.h"

namespace sigrun::state {

template <class T>
class Ring {
 public:
  Ring() : items_(nullptr) {}
  Ring(Ring&& other) noexcept : Ring() { Swap(other); }
  Ring& operator=(Ring&& other) noexcept {
    Swap(other);
    return *this;
  }
  ~Ring() { clear(); }

  bool empty() const { return size_ == 0; }
  uint32_t size() const { return size_; }
  // Of the block, computed from the number of items: see logical_bytes.h.
  size_t bytes() const {
    constexpr size_t kAllocation = 16;  // its overhead
    if (size_ <= kInside) return 0;
    return std::bit_ceil(std::max(size_, kLeast)) * sizeof(T) + kAllocation;
  }

  T& operator[](uint32_t i) { return *Place(i); }
  const T& operator[](uint32_t i) const { return *Place(i); }
  T& front() { return (*this)[0]; }
  T& back() { return (*this)[size_ - 1]; }
  const T& front() const { return (*this)[0]; }
  const T& back() const { return (*this)[size_ - 1]; }

  void push_back(T item) {
    if (size_ == Capacity()) Resize(std::max(Capacity() * 2, kLeast));
    new (static_cast<void*>(Place(size_))) T(std::move(item));
    ++size_;
  }
  void pop_back() {
    back().~T();
    --size_;
    Shrink();
  }
  void pop_front() {
    front().~T();
    head_ = (head_ + 1) & (Capacity() - 1) & (kMost - 1);
    --size_;
    Shrink();
  }
  // The items in order, each handed to `item`, which gets the archive and the item.
  template <class A, class Self, class Item>
  static void Fields(A& a, Self& self, Item item) {
    const uint32_t count = a.Size(self.size());
    if constexpr (A::kReads) {
      self.clear();
      for (uint32_t i = 0; i < count && a.ok(); ++i) {
        T read{};
        item(a, read);
        if (a.ok()) self.push_back(std::move(read));
      }
    } else {
      for (uint32_t i = 0; i < count; ++i) item(a, self[i]);
    }
  }
  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    Fields(a, self, [](A& archive, auto& each) { archive(each); });
  }

  // Leaves the first `count` items.
  void Truncate(uint32_t count) {
    while (size_ > count) pop_back();
  }
  void clear() {
    for (uint32_t i = 0; i < size_; ++i) Place(i)->~T();
    size_ = 0;
    if (Capacity() > kInside) Resize(kInside);
  }

  // A bit for the owner, where it takes no memory.
  bool flag() const { return flag_ != 0; }
  void set_flag(bool flag) { flag_ = flag ? 1 : 0; }

 private:
  static constexpr bool kFits = std::is_trivially_copyable_v<T> && sizeof(T) <= 16;
  // As many items need no block: a power of two, or none.
  static constexpr uint32_t kInside =
      kFits ? std::max<uint32_t>(1, std::bit_floor(8 / static_cast<uint32_t>(sizeof(T)))) : 0;
  static constexpr uint32_t kLeast = sizeof(T) > 24 ? 1 : 4;  // in a block
  static constexpr uint32_t kMost = uint32_t{1} << 26;

  uint32_t Capacity() const { return grown_ == 0 ? kInside : uint32_t{1} << (grown_ - 1); }
  T* Items() { return grown_ == 0 ? reinterpret_cast<T*>(inside_) : items_; }
  const T* Items() const { return grown_ == 0 ? reinterpret_cast<const T*>(inside_) : items_; }
  T* Place(uint32_t i) { return Items() + ((head_ + i) & (Capacity() - 1)); }
  const T* Place(uint32_t i) const { return Items() + ((head_ + i) & (Capacity() - 1)); }

  void Shrink() {
    const uint32_t capacity = Capacity();
    if (capacity <= kInside) return;
    if (size_ <= kInside)
      Resize(kInside);
    else if (capacity > kLeast && size_ * 4 <= capacity)
      Resize(capacity / 2);
  }

  // It holds no address within itself, so its bytes can change places.
  void Swap(Ring& other) noexcept {
    unsigned char bytes[sizeof(Ring)];
    std::memcpy(bytes, static_cast<const void*>(this), sizeof bytes);
    std::memcpy(static_cast<void*>(this), static_cast<const void*>(&other), sizeof bytes);
    std::memcpy(static_cast<void*>(&other), bytes, sizeof bytes);
  }

  // To kInside, or to a power of two above it.
  void Resize(uint32_t capacity) {
    SIGRUN_CHECK(capacity <= kMost && size_ <= capacity);
    Ring to;
    if (capacity > kInside) {
      to.items_ = std::allocator<T>().allocate(capacity);
      to.grown_ = static_cast<uint32_t>(std::bit_width(capacity)) & 31U;
    }
    for (uint32_t i = 0; i < size_; ++i) {
      new (static_cast<void*>(to.Items() + i)) T(std::move((*this)[i]));
      Place(i)->~T();
    }
    if (grown_ != 0) std::allocator<T>().deallocate(items_, Capacity());
    std::memcpy(static_cast<void*>(inside_), static_cast<const void*>(to.inside_), sizeof inside_);
    grown_ = to.grown_;
    head_ = 0;
    to.grown_ = 0;
  }

  union {
    T* items_;
    alignas(
        alignof(T) > 8
            ? alignof(T)
            : 8) unsigned char inside_[kInside == 0 ? 8 : std::max<size_t>(8, kInside * sizeof(T))];
  };
  uint32_t size_ = 0;
  uint32_t head_ : 26 = 0;
  uint32_t grown_ : 5 = 0;  // 0: inside; otherwise one more than the logarithm of the capacity
  uint32_t flag_ : 1 = 0;
};

}  // namespace sigrun::state
