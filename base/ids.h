// Typed indices: a RuleId cannot be used where an AtomId is meant. Compiler and program structures
// refer to each other by id, never by pointer.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "base/check.h"

namespace sigrun {

template <class Tag>
struct Id {
  static constexpr uint32_t kNone = UINT32_MAX;
  uint32_t index = kNone;

  constexpr bool valid() const { return index != kNone; }
  friend constexpr auto operator<=>(Id, Id) = default;
};

// A vector addressed by one kind of id.
template <class IdType, class T>
class IdVector {
 public:
  IdType Add(T item) {
    items_.push_back(std::move(item));
    return IdType{static_cast<uint32_t>(items_.size() - 1)};
  }
  T& operator[](IdType id) {
    SIGRUN_CHECK(id.index < items_.size());
    return items_[id.index];
  }
  const T& operator[](IdType id) const {
    SIGRUN_CHECK(id.index < items_.size());
    return items_[id.index];
  }
  uint32_t size() const { return static_cast<uint32_t>(items_.size()); }
  bool empty() const { return items_.empty(); }
  auto begin() { return items_.begin(); }
  auto end() { return items_.end(); }
  auto begin() const { return items_.begin(); }
  auto end() const { return items_.end(); }
  const std::vector<T>& items() const { return items_; }
  std::vector<T>& items() { return items_; }

 private:
  std::vector<T> items_;
};

}  // namespace sigrun

template <class Tag>
struct std::hash<sigrun::Id<Tag>> {
  size_t operator()(sigrun::Id<Tag> id) const noexcept { return id.index; }
};
