#include "runtime/event/fields/slots.h"

namespace sigrun::event {
namespace {
constexpr size_t kKeptItems = 4096;  // of memory for a list, from record to record
}

void Slots::ClearLists() {
  for (const uint32_t slot : lists_used_)
    if (lists_[slot].capacity() > kKeptItems) lists_[slot] = {};
  lists_used_.clear();
}

void Slots::PutList(uint32_t slot) {
  Put(slot, Value::List(nullptr, 0));
  lists_[slot].clear();
  lists_used_.push_back(slot);
}

void Slots::Append(uint32_t slot, const Value& value) {
  if (value.kind == Kind::kNull) {
    if (values_[slot].kind == Kind::kAbsent) Put(slot, value);
    return;
  }
  if (values_[slot].kind != Kind::kList) PutList(slot);
  lists_[slot].push_back(value);
}

void Slots::Seal(uint32_t slot) {
  if (values_[slot].kind != Kind::kList) return;
  values_[slot] = Value::List(lists_[slot].data(), static_cast<uint32_t>(lists_[slot].size()));
}

}  // namespace sigrun::event
