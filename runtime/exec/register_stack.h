// The registers of the units that run inside one another.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/value.h"

namespace sigrun::exec {

class RegisterStack {
 public:
  explicit RegisterStack(size_t size) : registers_(size), next_(registers_.data()) {}
  RegisterStack(const RegisterStack&) = delete;
  RegisterStack& operator=(const RegisterStack&) = delete;

  // The first of `count` registers, the unit's own until it gives them back.
  Value* Take(uint32_t count) {
    Value* const first = next_;
    next_ += count;
    return first;
  }
  void GiveBack(Value* first) { next_ = first; }

 private:
  std::vector<Value> registers_;
  Value* next_;
};

}  // namespace sigrun::exec
