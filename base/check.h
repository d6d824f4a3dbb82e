// Programmer errors: a broken invariant aborts with its place and text. Never for bad input.
#pragma once

namespace sigrun {

[[noreturn]] void CheckFailed(const char* file, int line, const char* condition);

}  // namespace sigrun

#define SIGRUN_CHECK(condition) \
  ((condition) ? void(0) : ::sigrun::CheckFailed(__FILE__, __LINE__, #condition))
