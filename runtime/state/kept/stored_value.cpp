#include "runtime/state/kept/stored_value.h"

#include <cmath>
#include <cstring>

#include "base/arena.h"
#include "base/value_codec.h"

namespace sigrun::state {
namespace {

bool HasText(const Value& value) {
  return value.kind == Kind::kString || value.kind == Kind::kObject;
}

// Text in the items of a list; lists do not nest.
size_t ItemText(const Value& list) {
  size_t bytes = 0;
  for (uint32_t i = 0; i < list.size; ++i)
    if (HasText(list.items[i])) bytes += list.items[i].size;
  return bytes;
}

// Copies text to `place` and advances it; returns anything else unchanged.
Value CopyItem(const Value& value, char*& place) {
  Value copy = value;
  if (HasText(value)) {
    if (value.size > 0) std::memcpy(place, value.chars, value.size);
    copy.chars = place;
    place += value.size;
  } else if (value.kind == Kind::kInt || value.kind == Kind::kFloat) {
    copy.chars = nullptr;
    copy.size = 0;
  } else if (value.kind == Kind::kList || value.kind == Kind::kPrepared) {
    copy = Value();
  }
  return copy;
}

// The items first, then their text.
Value CopyList(const Value& list) {
  char* memory = new char[list.size * sizeof(Value) + ItemText(list)];
  auto* items = reinterpret_cast<Value*>(memory);
  char* text = memory + list.size * sizeof(Value);
  for (uint32_t i = 0; i < list.size; ++i) new (&items[i]) Value(CopyItem(list.items[i], text));
  return Value::List(items, list.size);
}

int Rank(Kind kind) {
  switch (kind) {
    case Kind::kBool:
      return 0;
    case Kind::kInt:
    case Kind::kFloat:
      return 1;
    case Kind::kDuration:
      return 2;
    case Kind::kTime:
      return 3;
    case Kind::kAbsent:
    case Kind::kNull:
    case Kind::kString:
    case Kind::kObject:
    case Kind::kList:
    case Kind::kPrepared:
      break;
  }
  return 4;
}

template <class T>
int Order(T a, T b) {
  return (a > b) - (a < b);
}

int CompareIntFloat(int64_t a, double b) {
  constexpr double kLimit = 9223372036854775808.0;
  if (b >= kLimit) return -1;
  if (b < -kLimit) return 1;
  const double whole = std::trunc(b);
  const int order = Order(a, static_cast<int64_t>(whole));
  return order != 0 ? order : Order(0.0, b - whole);
}

int CompareNumbers(const Value& a, const Value& b) {
  if (a.kind == b.kind)
    return a.kind == Kind::kInt ? Order(a.integer, b.integer) : Order(a.number, b.number);
  return a.kind == Kind::kInt ? CompareIntFloat(a.integer, b.number)
                              : -CompareIntFloat(b.integer, a.number);
}

}  // namespace

StoredValue::StoredValue(const Value& value) {
  if (value.kind == Kind::kList) {
    value_ = CopyList(value);
    return;
  }
  char* place = HasText(value) ? new char[value.size] : nullptr;
  value_ = CopyItem(value, place);
}

StoredValue::~StoredValue() {
  if (HasText(value_)) delete[] value_.chars;
  if (value_.kind == Kind::kList) delete[] reinterpret_cast<const char*>(value_.items);
}

std::string StoredValue::Encode() const {
  std::string bytes;
  EncodeValues({&value_, 1}, bytes);
  return bytes;
}

bool StoredValue::Decode(std::string_view bytes) {
  Arena arena;
  const auto values = DecodeValues(bytes, arena);
  if (!values.ok() || values->size() != 1) return false;
  *this = StoredValue((*values)[0]);
  return true;
}

size_t StoredValue::bytes() const {
  if (HasText(value_)) return value_.size;
  if (value_.kind == Kind::kList) return value_.size * sizeof(Value) + ItemText(value_);
  return 0;
}

int Compare(const Value& a, const Value& b) {
  if (Rank(a.kind) != Rank(b.kind)) return Order(Rank(a.kind), Rank(b.kind));
  switch (a.kind) {
    case Kind::kBool:
      return Order<int>(a.flag, b.flag);
    case Kind::kInt:
    case Kind::kFloat:
      return CompareNumbers(a, b);
    case Kind::kDuration:
    case Kind::kTime:
      return Order(a.integer, b.integer);
    case Kind::kAbsent:
    case Kind::kNull:
    case Kind::kString:
    case Kind::kObject:
    case Kind::kList:
    case Kind::kPrepared:
      break;
  }
  return a.text().compare(b.text());
}

bool IsOrdered(const Value& value) {
  switch (value.kind) {
    case Kind::kFloat:
      return !std::isnan(value.number);
    case Kind::kBool:
    case Kind::kInt:
    case Kind::kDuration:
    case Kind::kTime:
    case Kind::kString:
      return true;
    case Kind::kAbsent:
    case Kind::kNull:
    case Kind::kObject:
    case Kind::kList:
    case Kind::kPrepared:
      break;
  }
  return false;
}

}  // namespace sigrun::state
