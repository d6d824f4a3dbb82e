// A prepared object that contains one of the classes in native/. A kernel's prepared argument
// points to the PreparedObject; the kernel's function receives `Held`.
#pragma once

#include <utility>

#include "base/value.h"
#include "stdlib/prepared.h"

namespace sigrun::stdlib {

template <class T>
class PreparedAs final : public PreparedObject {
 public:
  explicit PreparedAs(T object) : object_(std::move(object)) {}
  static const T& Held(const Value& v) noexcept {
    return static_cast<const PreparedAs*>(static_cast<const PreparedObject*>(v.prepared))->object_;
  }

 private:
  T object_;
};

}  // namespace sigrun::stdlib
