// A Value that owns its text or items and outlives the event: 24 bytes and the text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/value.h"

namespace sigrun::state {

class StoredValue {
 public:
  StoredValue() = default;
  // Copies text and items, but not the original text of a number.
  explicit StoredValue(const Value& value);
  StoredValue(StoredValue&& other) noexcept { std::swap(value_, other.value_); }
  StoredValue& operator=(StoredValue&& other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  ~StoredValue();

  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    std::string bytes;
    if constexpr (!A::kReads) bytes = self.Encode();
    a(bytes);
    if constexpr (A::kReads) a.Require(a.ok() && self.Decode(bytes), "a value is malformed");
  }

  const Value& get() const { return value_; }
  size_t bytes() const;  // of text and items

 private:
  std::string Encode() const;
  bool Decode(std::string_view bytes);

  Value value_;
};

// Less than, equal to or greater than 0: the order of min and max. Values of one kind by value
// (numbers exactly, text byte by byte); of different kinds in the order false and true, numbers,
// durations, times, text.
int Compare(const Value& a, const Value& b);
// Whether a value is part of that order: NaN, objects, lists and absent values are not.
bool IsOrdered(const Value& value);

}  // namespace sigrun::state
