// Bytes to hash: the same for equal parts, different for different ones, and the same with every
// compiler and library. Nothing here is for people to read, so nothing that is printed may enter.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/program/vocabulary/constant.h"

namespace sigrun::ir {

class Canonical {
 public:
  // What kind of thing follows; a word of the encoding's own.
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
