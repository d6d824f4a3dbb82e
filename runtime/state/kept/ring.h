// A double-ended queue in one block of memory: 24 bytes plus space for a power of two of items.
// Frees memory when it is mostly empty.
#pragma once

#include <cstdint>
#include <memory>
#include <new>
#include <utility>

namespace sigrun::state {

template <class T>
class Ring {
 public:
  Ring() = default;
  Ring(Ring&& other) noexcept { Swap(other); }
  Ring& operator=(Ring&& other) noexcept {
    Swap(other);
    return *this;
  }
  ~Ring() {
    DestroyAll();
    Free(items_);
  }

  bool empty() const { return size_ == 0; }
  uint32_t size() const { return size_; }
  size_t bytes() const { return capacity_ * sizeof(T); }

  T& operator[](uint32_t i) { return items_[(head_ + i) & (capacity_ - 1)]; }
  const T& operator[](uint32_t i) const { return items_[(head_ + i) & (capacity_ - 1)]; }
  T& front() { return (*this)[0]; }
  T& back() { return (*this)[size_ - 1]; }
  const T& front() const { return (*this)[0]; }
  const T& back() const { return (*this)[size_ - 1]; }

  void push_back(T item) {
    if (size_ == capacity_) Resize(capacity_ == 0 ? kLeast : capacity_ * 2);
    new (&items_[(head_ + size_) & (capacity_ - 1)]) T(std::move(item));
    ++size_;
  }
  void pop_back() {
    back().~T();
    --size_;
  }
  void pop_front() {
    front().~T();
    head_ = (head_ + 1) & (capacity_ - 1);
    if (--size_ < capacity_ / 8 && capacity_ > 16) Resize(capacity_ / 4);
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
    DestroyAll();
    size_ = head_ = 0;
    if (capacity_ > 16) Resize(kLeast);
  }

 private:
  static constexpr uint32_t kLeast = sizeof(T) > 24 ? 1 : 4;

  static T* Allocate(uint32_t count) { return std::allocator<T>().allocate(count); }
  void Free(T* items) {
    if (items != nullptr) std::allocator<T>().deallocate(items, capacity_);
  }
  void DestroyAll() {
    for (uint32_t i = 0; i < size_; ++i) (*this)[i].~T();
  }
  void Swap(Ring& other) {
    std::swap(items_, other.items_);
    std::swap(capacity_, other.capacity_);
    std::swap(head_, other.head_);
    std::swap(size_, other.size_);
  }
  void Resize(uint32_t capacity) {
    T* items = Allocate(capacity);
    for (uint32_t i = 0; i < size_; ++i) {
      new (&items[i]) T(std::move((*this)[i]));
      (*this)[i].~T();
    }
    Free(items_);
    items_ = items;
    capacity_ = capacity;
    head_ = 0;
  }

  T* items_ = nullptr;
  uint32_t capacity_ = 0, head_ = 0, size_ = 0;
};

}  // namespace sigrun::state
