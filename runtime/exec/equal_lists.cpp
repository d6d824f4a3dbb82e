#include "runtime/exec/equal_lists.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

#include "base/hash.h"
#include "runtime/exec/lift.h"
#include "stdlib/native/coerce.h"
#include "stdlib/native/escape.h"
#include "stdlib/native/match/folded_copy.h"

namespace sigrun::exec {
namespace {

namespace native = stdlib::native;
using stdlib::TypeKind;

// The ways to read a value. Two texts that are numbers are not equal as numbers; only a number and
// a text are. So the kinds are kept apart, and each is looked up among those it can equal.
enum class Reading : uint64_t {
  kText,
  kNumber,
  kTextAsNumber,
  kTime,
  kTextAsTime,
  kDuration,
  kBool
};

// Up to four for each value: an object has two forms as text.
struct Keys {
  std::array<uint64_t, 4> keys;
  uint32_t size = 0;
  void Add(Reading reading, std::string_view bytes) {
    keys[size++] = Hash64(bytes, static_cast<uint64_t>(reading));
  }
  void Add(Reading reading, int64_t number) {
    Add(reading, {reinterpret_cast<const char*>(&number), sizeof number});
  }
};

void AddNumber(Reading reading, const native::Number& number, Keys& keys) {
  const native::Number canonical = native::Canonical(number);
  if (canonical.is_int) return keys.Add(reading, canonical.integer);
  int64_t bits;
  std::memcpy(&bits, &canonical.real, sizeof bits);
  keys.Add(reading, bits);
}

void AddText(std::string_view text, bool cased, Arena& arena, Keys& keys) {
  if (cased) return keys.Add(Reading::kText, text);
  const native::FoldedCopy folded(text, arena);
  if (folded.ok()) keys.Add(Reading::kText, folded.text());
}

void AddTexts(const Value& value, bool cased, Arena& arena, Keys& keys) {
  if (const auto text = native::ToText(value, arena)) AddText(*text, cased, arena, keys);
  if (const auto other = native::UnescapedObject(value, arena)) AddText(*other, cased, arena, keys);
}

bool IsText(const Value& value) { return value.kind == Kind::kString; }

// The keys of an element. A value that the kernel's type cannot equal has no key.
Keys KeysOf(const stdlib::Kernel& kernel, const Value& value, Arena& arena) {
  Keys keys;
  switch (kernel.parameters[0].type.kind) {
    case TypeKind::kInt:
    case TypeKind::kFloat:
    case TypeKind::kBytes:
      if (const auto number = native::ToNumber(value)) AddNumber(Reading::kNumber, *number, keys);
      return keys;
    case TypeKind::kBool:
      if (const auto flag = native::ToBool(value)) keys.Add(Reading::kBool, int64_t{*flag});
      return keys;
    case TypeKind::kTimestamp:
      if (const auto time = native::ToTime(value)) keys.Add(Reading::kTime, time->micros);
      return keys;
    case TypeKind::kDuration:
      if (const auto length = native::ToDuration(value))
        keys.Add(Reading::kDuration, length->micros);
      return keys;
    case TypeKind::kAny:
      if (const auto number = native::ToNumber(value))
        AddNumber(IsText(value) ? Reading::kTextAsNumber : Reading::kNumber, *number, keys);
      if (const auto time = native::ToTime(value))
        keys.Add(IsText(value) ? Reading::kTextAsTime : Reading::kTime, time->micros);
      if (value.kind == Kind::kDuration) keys.Add(Reading::kDuration, value.integer);
      AddTexts(value, kernel.cased, arena, keys);
      return keys;
    case TypeKind::kString:
    case TypeKind::kIp:
    case TypeKind::kCidr:
    case TypeKind::kRegex:
    case TypeKind::kList:
      AddTexts(value, kernel.cased, arena, keys);
      return keys;
  }
  return keys;
}

// The keys to look up: numbers also look up texts that are numbers, and such texts look up numbers.
Keys SoughtBy(const stdlib::Kernel& kernel, const Value& value, Arena& arena) {
  if (kernel.parameters[0].type.kind != TypeKind::kAny) return KeysOf(kernel, value, arena);
  Keys keys;
  if (const auto number = native::ToNumber(value)) {
    AddNumber(Reading::kNumber, *number, keys);
    if (!IsText(value)) AddNumber(Reading::kTextAsNumber, *number, keys);
  }
  if (const auto time = native::ToTime(value)) {
    keys.Add(Reading::kTime, time->micros);
    if (!IsText(value)) keys.Add(Reading::kTextAsTime, time->micros);
  }
  if (value.kind == Kind::kDuration) keys.Add(Reading::kDuration, value.integer);
  AddTexts(value, kernel.cased, arena, keys);
  return keys;
}

}  // namespace

EqualityIndex::EqualityIndex(const stdlib::Kernel& kernel, const Value& list, Arena& arena)
    : kernel_(kernel), list_(list), arena_(arena) {
  const uint32_t refusals = arena.refusals();
  uint64_t total = 0;
  for (uint32_t i = 0; i < list.size; ++i) total += KeysOf(kernel, list.items[i], arena).size;
  entries_ = arena.AllocateArray<Entry>(total);
  if (entries_ == nullptr || arena.refusals() != refusals) return;
  for (uint32_t i = 0; i < list.size; ++i) {
    const Keys keys = KeysOf(kernel, list.items[i], arena);
    for (uint32_t k = 0; k < keys.size && size_ < total; ++k) Add(keys.keys[k], i);
  }
  std::sort(entries_, entries_ + size_,
            [](const Entry& a, const Entry& b) { return a.key < b.key; });
  ok_ = arena.refusals() == refusals;
}

bool EqualityIndex::Has(const Value& value) {
  if (!value.present()) return false;
  const Keys keys = SoughtBy(kernel_, value, arena_);
  for (uint32_t k = 0; k < keys.size; ++k)
    if (HasBehind(keys.keys[k], value)) return true;
  return false;
}

bool EqualityIndex::HasBehind(uint64_t key, const Value& value) {
  const Entry* at = std::lower_bound(entries_, entries_ + size_, key,
                                     [](const Entry& e, uint64_t k) { return e.key < k; });
  for (; at != entries_ + size_ && at->key == key; ++at) {
    const Value arguments[] = {value, list_.items[at->item]};
    if (kernel_.test(arguments, arena_)) return true;
    if (++in_vain_ > kMaxChoices) {
      arena_.Refuse();
      return false;
    }
  }
  return false;
}

}  // namespace sigrun::exec
