#include "runtime/exec/lift.h"

#include <algorithm>

#include "runtime/exec/equal_lists.h"

namespace sigrun::exec {
namespace {

// Iterates over every choice of one element of each list, like the digits of a counter.
class Choices {
 public:
  // The arena refuses (ok() is false) if memory is lacking or there are too many choices.
  Choices(const Value* arguments, uint32_t count, Arena& arena) : lists_(arguments), count_(count) {
    chosen_ = arena.AllocateArray<Value>(count);
    positions_ = arena.AllocateArray<uint32_t>(count);
    if (chosen_ == nullptr || positions_ == nullptr) return;
    uint64_t total = 1, lists = 0;
    for (uint32_t i = 0; i < count; ++i) {
      positions_[i] = 0;
      const bool list = arguments[i].kind == Kind::kList;
      lists += list;
      if (list) total *= arguments[i].size;
      if (total > kMaxChoices && lists > 1) {
        arena.Refuse();
        return;
      }
      Choose(i);
    }
    total_ = static_cast<uint32_t>(total);
    ok_ = true;
  }

  bool ok() const { return ok_; }
  uint32_t total() const { return total_; }
  const Value* chosen() const { return chosen_; }

  void Next() {
    for (uint32_t i = count_; i-- > 0;) {
      if (lists_[i].kind != Kind::kList) continue;
      const bool carry = ++positions_[i] == lists_[i].size;
      if (carry) positions_[i] = 0;
      Choose(i);
      if (!carry) return;
    }
  }

 private:
  void Choose(uint32_t i) {
    if (lists_[i].kind != Kind::kList)
      chosen_[i] = lists_[i];
    else if (lists_[i].size > 0)
      chosen_[i] = lists_[i].items[positions_[i]];
    else
      chosen_[i] = Value();
  }

  const Value* lists_;
  uint32_t count_;
  Value* chosen_;
  uint32_t* positions_;
  uint32_t total_ = 0;
  bool ok_ = false;
};

bool AnyList(const Value* arguments, uint32_t count) {
  return std::any_of(arguments, arguments + count,
                     [](const Value& v) { return v.kind == Kind::kList; });
}

bool AllPresent(const Value* arguments, uint32_t count) {
  return std::all_of(arguments, arguments + count, [](const Value& v) { return v.present(); });
}

// The index of the argument that is a list, if exactly one is: count if none is, count + 1 if
// several are.
uint32_t OnlyList(const Value* arguments, uint32_t count) {
  uint32_t list = count;
  for (uint32_t i = 0; i < count; ++i)
    if (arguments[i].kind == Kind::kList) list = list == count ? i : count + 1;
  return list;
}

// One list, of any length, which needs no counter.
bool AnyElement(const stdlib::Kernel& kernel, const Value* arguments, uint32_t count, uint32_t list,
                Arena& arena) {
  Value* chosen = arena.AllocateArray<Value>(count);
  if (chosen == nullptr) return false;
  std::copy(arguments, arguments + count, chosen);
  for (uint32_t i = 0; i < count; ++i)
    if (i != list && !arguments[i].present()) return false;
  for (uint32_t i = 0; i < arguments[list].size; ++i) {
    chosen[list] = arguments[list].items[i];
    if (chosen[list].present() && kernel.test(chosen, arena)) return true;
  }
  return false;
}

// Two lists of any length, compared for equal elements.
bool AnyEqual(const stdlib::Kernel& kernel, const Value& a, const Value& b, Arena& arena) {
  EqualityIndex index(kernel, b, arena);
  for (uint32_t i = 0; index.ok() && i < a.size; ++i)
    if (index.Has(a.items[i])) return true;
  return false;
}

bool AnyChoice(const stdlib::Kernel& kernel, const Value* arguments, uint32_t count, Arena& arena) {
  const uint32_t list = OnlyList(arguments, count);
  if (list == count) return AllPresent(arguments, count) && kernel.test(arguments, arena);
  if (list < count) return AnyElement(kernel, arguments, count, list, arena);
  if (EqualityIndex::Serves(kernel)) return AnyEqual(kernel, arguments[0], arguments[1], arena);
  Choices choices(arguments, count, arena);
  for (uint32_t i = 0; choices.ok() && i < choices.total(); ++i, choices.Next())
    if (AllPresent(choices.chosen(), count) && kernel.test(choices.chosen(), arena)) return true;
  return false;
}

bool AllEqual(const stdlib::Kernel& kernel, const Value& a, const Value& b, Arena& arena) {
  EqualityIndex index(kernel, b, arena);
  if (!index.ok()) return false;
  return std::all_of(a.items, a.items + a.size,
                     [&](const Value& element) { return index.Has(element); });
}

// Every element of the first argument passes with some choice of the others.
bool AllElements(const stdlib::Kernel& kernel, const Value* arguments, uint32_t count,
                 Arena& arena) {
  if (arguments[0].size == 0) return false;
  if (EqualityIndex::Serves(kernel) && arguments[1].kind == Kind::kList)
    return AllEqual(kernel, arguments[0], arguments[1], arena);
  // Refused as a whole if there are too many choices in total.
  if (const Choices all(arguments, count, arena); !all.ok()) return false;
  Value* one = arena.AllocateArray<Value>(count);
  if (one == nullptr) return false;
  std::copy(arguments, arguments + count, one);
  for (uint32_t i = 0; i < arguments[0].size; ++i) {
    one[0] = arguments[0].items[i];
    if (!AnyChoice(kernel, one, count, arena)) return false;
  }
  return true;
}

}  // namespace

bool RunTestOverLists(const stdlib::Kernel& kernel, const Value* arguments, uint32_t count,
                      bool all_elements, Arena& arena) {
  if (all_elements && arguments[0].kind == Kind::kList)
    return AllElements(kernel, arguments, count, arena);
  return AnyChoice(kernel, arguments, count, arena);
}

Value RunCall(const stdlib::Kernel& kernel, const Value* arguments, uint32_t count, Arena& arena) {
  if (!AllPresent(arguments, count)) return {};
  if (!AnyList(arguments, count)) return kernel.function(arguments, count, arena);
  Choices choices(arguments, count, arena);
  Value* results = choices.ok() ? arena.AllocateArray<Value>(choices.total()) : nullptr;
  if (results == nullptr) return {};
  uint32_t made = 0;
  for (uint32_t i = 0; i < choices.total(); ++i, choices.Next()) {
    if (!AllPresent(choices.chosen(), count)) continue;
    const Value result = kernel.function(choices.chosen(), count, arena);
    if (result.present() && result.kind != Kind::kList) results[made++] = result;
  }
  return Value::List(results, made);
}

}  // namespace sigrun::exec
