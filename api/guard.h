// Prevents exceptions from leaving the library.
#pragma once

#include <exception>
#include <new>

#include "sigrun/outcome.h"

namespace sigrun {

inline Outcome Internal(const char* what) noexcept {
  try {
    return {Failure::kInternal, what};
  } catch (...) {
    return {Failure::kOutOfMemory, {}};
  }
}

// The result of `call`, or the outcome for its exception.
template <class Call>
Outcome Guarded(Call call) noexcept {
  try {
    return call();
  } catch (const std::bad_alloc&) {
    return {Failure::kOutOfMemory, {}};
  } catch (const std::exception& error) {
    return Internal(error.what());
  } catch (...) {
    return Internal("unknown exception");
  }
}

}  // namespace sigrun
