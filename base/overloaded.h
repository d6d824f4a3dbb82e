// Combines several lambdas into one visitor for std::visit.
#pragma once

namespace sigrun {

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
// Explicit for compilers that do not deduce it for aggregates (clang before 17).
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

}  // namespace sigrun
