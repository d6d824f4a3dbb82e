// The result of an operation on the environment (files, images, options) that may fail. Errors in
// rules are diagnostics, errors in data are rejects; neither uses this.
#pragma once

#include <string>
#include <utility>
#include <variant>

#include "base/check.h"

namespace sigrun {

// What went wrong, for a person: lower case, exact, with the next step.
struct Error {
  std::string message;
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value)
      : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Result(Error error)
      : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  T& value() {
    SIGRUN_CHECK(ok());
    return std::get<0>(state_);
  }
  const T& value() const {
    SIGRUN_CHECK(ok());
    return std::get<0>(state_);
  }
  T& operator*() { return value(); }
  const T& operator*() const { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  const Error& error() const {
    SIGRUN_CHECK(!ok());
    return std::get<1>(state_);
  }

 private:
  std::variant<T, Error> state_;
};

struct Unit {};
using Status = Result<Unit>;
inline Status Ok() { return Unit{}; }

}  // namespace sigrun
