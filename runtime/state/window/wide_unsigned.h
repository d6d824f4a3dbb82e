// Unsigned integers of N times 64 bits, for sums that are exact. They wrap; a negative number is
// its two's complement. Written by hand because it is three loops: GMP would be a dependency of the
// program for them, and the compilers' own integers end at 128 bits.
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace sigrun::state {

template <size_t N>
struct WideUnsigned {
  std::array<uint64_t, N> limbs{};  // the lowest first

  // `x` must not be wider.
  template <size_t M>
  void Add(const WideUnsigned<M>& x) {
    static_assert(M <= N);
    Wide carry = 0;
    for (size_t i = 0; i < N; ++i) {
      carry += Wide{limbs[i]} + (i < M ? x.limbs[i] : 0);
      limbs[i] = static_cast<uint64_t>(carry);
      carry >>= 64;
    }
  }
  template <size_t M>
  void Subtract(const WideUnsigned<M>& x) {
    static_assert(M <= N);
    uint64_t borrow = 0;
    for (size_t i = 0; i < N; ++i) {
      const Wide taken = Wide{i < M ? x.limbs[i] : 0} + borrow;
      borrow = limbs[i] < taken;
      limbs[i] -= static_cast<uint64_t>(taken);
    }
  }
  template <size_t M>
  WideUnsigned<N + M> Times(const WideUnsigned<M>& x) const {
    WideUnsigned<N + M> product;
    for (size_t i = 0; i < N; ++i) {
      Wide carry = 0;
      for (size_t j = 0; j < M; ++j) {
        carry += Wide{limbs[i]} * x.limbs[j] + product.limbs[i + j];
        product.limbs[i + j] = static_cast<uint64_t>(carry);
        carry >>= 64;
      }
      product.limbs[i + M] = static_cast<uint64_t>(carry);
    }
    return product;
  }

  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    for (auto& limb : self.limbs) a(limb);
  }

  bool is_negative() const { return limbs[N - 1] >> 63 != 0; }
  // The number without its sign.
  WideUnsigned Magnitude() const {
    if (!is_negative()) return *this;
    WideUnsigned positive;
    positive.Subtract(*this);
    return positive;
  }

  // Rounded once.
  double ToDouble() const {
    size_t top = N;
    while (top > 0 && limbs[top - 1] == 0) --top;
    if (top == 0) return 0;
    // The 64 bits from the highest one on, and whether any below them is set.
    const int shift = std::countl_zero(limbs[top - 1]);
    uint64_t bits = limbs[top - 1] << shift;
    bool rest = false;
    for (size_t i = 0; i + 1 < top; ++i) rest |= limbs[i] != 0;
    if (shift > 0 && top > 1) {
      bits |= limbs[top - 2] >> (64 - shift);
      rest = limbs[top - 2] << shift != 0;
      for (size_t i = 0; i + 2 < top; ++i) rest |= limbs[i] != 0;
    }
    return std::ldexp(static_cast<double>(bits | (rest ? 1 : 0)),
                      static_cast<int>(64 * (top - 1)) - shift);
  }

  friend bool operator==(const WideUnsigned&, const WideUnsigned&) = default;

 private:
  __extension__ typedef unsigned __int128 Wide;
};

}  // namespace sigrun::state
