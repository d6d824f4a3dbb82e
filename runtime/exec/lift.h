// Lists as arguments of kernels, which only handle scalars: tests hold for any element (or all),
// functions are applied to each. A limit makes the arena refuse (Arena::refusals): a false test or
// an absent value is then unknown. Private to exec.
#pragma once

#include <cstdint>

#include "base/arena.h"
#include "base/value.h"
#include "stdlib/kernel.h"

namespace sigrun::exec {

// The limit on choices of one element of each of several lists. A single list may have any length,
// and so may two lists compared for equality.
inline constexpr uint64_t kMaxChoices = 100'000;

// False if an argument is absent or null. Over lists: whether it holds for some choice of one
// element of each; with `all_elements`, for each element of the first argument (which must have
// one) and some choice of the others.
bool RunTestOverLists(const stdlib::Kernel& kernel, const Value* arguments, uint32_t count,
                      bool all_elements, Arena& arena);
inline bool RunTest(const stdlib::Kernel& kernel, const Value* arguments, uint32_t count,
                    bool all_elements, Arena& arena) {
  bool lists = false;
  for (uint32_t i = 0; i < count; ++i) {
    if (!arguments[i].present()) return false;
    lists |= arguments[i].kind == Kind::kList;
  }
  if (!lists) return kernel.test(arguments, arena);
  return RunTestOverLists(kernel, arguments, count, all_elements, arena);
}

// Absent if an argument is absent or null. Over lists: the list of the results for each choice,
// without absent ones.
Value RunCall(const stdlib::Kernel& kernel, const Value* arguments, uint32_t count, Arena& arena);

}  // namespace sigrun::exec
