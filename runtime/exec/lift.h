// Lists as arguments of kernels, which know scalars only: tests ask any element (or all), functions
// are applied to each. What meets a limit is refused by the arena (Arena::refusals): a test that is
// false and a value that is absent are then not known. Private to exec.
#pragma once

#include <cstdint>

#include "base/arena.h"
#include "base/value.h"
#include "stdlib/kernel.h"

namespace sigrun::exec {

// Of one element of each of several lists; more are refused. One list may have any length, and so
// may two that are asked for equal elements.
inline constexpr uint64_t kMaxChoices = 100'000;

// False if an argument is absent or null. Over lists: for some choice of one element of each; with
// `all_elements`, for each element of the first argument (of which there must be one) some choice
// of the others.
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
// absent ones left out.
Value RunCall(const stdlib::Kernel& kernel, const Value* arguments, uint32_t count, Arena& arena);

}  // namespace sigrun::exec
