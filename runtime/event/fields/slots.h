// The values of one record's slots during decoding. Private to runtime/event.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/value.h"

namespace sigrun::event {

class Slots {
 public:
  explicit Slots(size_t count) : values_(count), lists_(count) { touched_.reserve(count); }

  // Clears the values of the previous record; costs as much as that record had values.
  void Clear() {
    for (const uint32_t slot : touched_) values_[slot] = Value();
    touched_.clear();
    if (!lists_used_.empty()) ClearLists();
  }
  void Put(uint32_t slot, const Value& value) { Touch(slot) = value; }
  // Writes text member by member: copying a complete Value costs a stall.
  void PutText(uint32_t slot, Kind kind, std::string_view text) {
    Value& value = Touch(slot);
    value.kind = kind;
    value.size = static_cast<uint32_t>(text.size());
    value.chars = text.data();
    value.integer = 0;
  }
  // Makes the slot an empty list.
  void PutList(uint32_t slot);
  // Makes it a list unless it has a value other than null.
  void PutListIfNone(uint32_t slot) {
    if (values_[slot].kind == Kind::kAbsent || values_[slot].kind == Kind::kNull) PutList(slot);
  }
  // Adds an item to the slot's list, making it a list if necessary. Nulls are not items: only nulls
  // give null.
  void Append(uint32_t slot, const Value& value);
  // Forgets one slot's value.
  void Erase(uint32_t slot) { values_[slot] = Value(); }
  // Points the lists to their items. Must be called once all values are present.
  void Finish() {
    for (const uint32_t slot : lists_used_) Seal(slot);
  }
  std::span<const Value> values() const { return values_; }

 private:
  Value& Touch(uint32_t slot) {
    Value& value = values_[slot];
    if (value.kind == Kind::kAbsent) touched_.push_back(slot);
    return value;
  }
  void ClearLists();
  void Seal(uint32_t slot);

  std::vector<Value> values_;
  std::vector<std::vector<Value>> lists_;  // keep their memory from record to record
  std::vector<uint32_t> touched_, lists_used_;
};

}  // namespace sigrun::event
