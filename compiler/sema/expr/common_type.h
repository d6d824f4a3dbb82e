// The type of a value that is one of several.
#pragma once

#include "stdlib/type.h"

namespace sigrun::sema {

inline stdlib::Type CommonType(stdlib::Type a, stdlib::Type b) {
  if (a == b) return a;
  if (a.IsNumber() && b.IsNumber())
    return a == stdlib::kFloat || b == stdlib::kFloat ? stdlib::kFloat : a;
  if (a.IsText() && b.IsText()) return stdlib::kString;
  return stdlib::kAny;
}

}  // namespace sigrun::sema
