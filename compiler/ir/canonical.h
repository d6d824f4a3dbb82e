// Bytes to hash: equal for equal parts, different for different ones, and the same with every
// compiler and library. They are not for people, so printed text must never be part of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/program/vocabulary/constant.h"

namespace sigrun::ir {

class Canonical {
 public:
  // The kind of the following part; a word of the encoding.
  explicit Canonical(std::string_view head) { Text(head); }

  Canonical& Text(std::string_view text);  // its length, then its bytes
  Canonical& Int(int64_t number);
  Canonical& Real(double number);  // its bits
  Canonical& Constant(const program::Constant& constant);
  // Enums are stored in packs: their values do not change.
  template <class Enum>
  Canonical& Choice(Enum value) {
    return Int(static_cast<int64_t>(value));
  }

  std::string Digest() const;

 private:
  std::string bytes_;
};

}  // namespace sigrun::ir
