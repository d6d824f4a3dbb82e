// One visitor for std::visit out of several lambdas.
#pragma once

namespace sigrun {

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
// Spelt out for compilers that do not deduce it for aggregates (clang before 17).
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

}  // namespace sigrun
