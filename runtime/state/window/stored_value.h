// A Value that owns its text or items, for what must outlive the event: 24 bytes and the text.
#pragma once

#include <optional>
#include <utility>

#include "base/value.h"

namespace sigrun::state {

class StoredValue {
 public:
  StoredValue() = default;
  // Copies text and items; how a number was written is not kept.
  explicit StoredValue(const Value& value);
  StoredValue(StoredValue&& other) noexcept { std::swap(value_, other.value_); }
  StoredValue& operator=(StoredValue&& other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  ~StoredValue();

  const Value& get() const { return value_; }
  size_t bytes() const;  // of text and items

 private:
  Value value_;
};

// Less than, equal to or greater than 0: the order that min and max go by. Values of one kind by
// what they are (numbers exactly, text byte by byte); of different kinds false and true, then
// numbers, durations, times, text.
int Compare(const Value& a, const Value& b);
// Whether a value has a place in that order: no NaN, object, list or absent one does.
bool IsOrdered(const Value& value);

}  // namespace sigrun::state
