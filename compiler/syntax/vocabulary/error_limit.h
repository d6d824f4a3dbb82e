// The maximum number of errors reported for one file: with more, it is not a rule file.
#pragma once

#include <cstddef>

namespace sigrun::syntax {

inline constexpr size_t kMaxErrors = 100;

}  // namespace sigrun::syntax
