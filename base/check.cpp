#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace sigrun {

void CheckFailed(const char* file, int line, const char* condition) {
  std::fprintf(stderr, "sigrun: internal error: %s:%d: %s\n", file, line, condition);
  std::abort();
}

}  // namespace sigrun
