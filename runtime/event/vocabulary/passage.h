// The places, from the outermost one, out of whose text or object a record was unwrapped.
#pragma once

#include <bit>
#include <cstdint>

namespace sigrun::event {

class Passage {
 public:
  static constexpr int kMost = 4;

  Passage() = default;
  explicit Passage(uint32_t bits) : bits_(bits) {}
  // Goes one place further in; what is too far in is left out. Places have numbers from 1.
  Passage Into(uint8_t place) const {
    const int used = static_cast<int>(std::bit_width(bits_) + 7) / 8;
    return used == kMost ? *this : Passage(bits_ | uint32_t{place} << (8 * used));
  }
  uint32_t bits() const { return bits_; }
  friend bool operator==(const Passage&, const Passage&) = default;

 private:
  uint32_t bits_ = 0;  // eight for each place
};

}  // namespace sigrun::event
