// Adapter<&Function> makes a table row's uniform function pointer and its signature out of a plain
// C++ function of native/:
//
//   bool Contains(std::string_view, std::string_view) noexcept        a test of two texts
//   std::optional<Number> Modulo(Number, Number) noexcept             a function that may be absent
//   std::optional<std::string_view> Lower(std::string_view, Arena&) noexcept     needs memory
//   std::optional<std::string_view> Concat(std::span<const Value>, Arena&) noexcept     variadic
//
// Slot<T> says what each type means. A trailing std::span<const Value> takes all further arguments,
// at least one.
#pragma once

#include <cstdint>
#include <span>
#include <tuple>
#include <type_traits>
#include <utility>

#include "stdlib/kernel.h"
#include "stdlib/slot.h"

namespace sigrun::stdlib {

template <class P>
using SlotOf = Slot<std::remove_cvref_t<P>>;
template <class P>
inline constexpr bool kIsArena = std::is_same_v<P, Arena&>;
template <class P>
inline constexpr bool kIsRest = std::is_same_v<std::remove_cvref_t<P>, std::span<const Value>>;

// A parameter that text can be converted to.
template <class P>
inline constexpr bool kIsText = std::is_same_v<std::remove_cvref_t<P>, std::string_view> ||
                                std::is_same_v<std::remove_cvref_t<P>, Value>;

// Whether the test holds for the unescaped form of objects among the arguments.
bool TestOtherForms(TestFn test, const Value* args, uint32_t count, Arena& arena) noexcept;

template <class P>
Parameter ParameterOf() {
  if constexpr (kIsRest<P>) {
    return {kAny, {}};
  } else if constexpr (requires { SlotOf<P>::kPrepared; }) {
    return {SlotOf<P>::kType, SlotOf<P>::kPrepared};
  } else {
    return {SlotOf<P>::kType, {}};
  }
}

// Converts one argument to a parameter of type P; false if that is impossible.
template <class P>
auto ReadArgument(const Value* args, uint32_t count, size_t index, Arena& arena) noexcept {
  if constexpr (kIsArena<P>) {
    return &arena;
  } else if constexpr (kIsRest<P>) {
    return std::optional(std::span<const Value>(args + index, count - index));
  } else {
    return SlotOf<P>::Read(args[index], arena);
  }
}

template <auto Function, class Type = decltype(Function)>
struct Adapter;

template <auto Function, class R, class... P>
struct Adapter<Function, R (*)(P...) noexcept> {
  static constexpr uint32_t kArity = (0 + ... + (kIsArena<P> ? 0 : 1));
  static constexpr bool kReadsText = (false || ... || kIsText<P>);
  static constexpr bool kVariadic = (false || ... || kIsRest<P>);

  // Converts the arguments from the I-th on, in order; calls `done` with the result of the
  // function, or returns `otherwise` if one cannot be converted.
  template <size_t I, class Out, class Done, class... Read>
  [[gnu::always_inline]] static Out Call(const Value* args, uint32_t count, Arena& arena,
                                         const Out& otherwise, Done done,
                                         const Read&... read) noexcept {
    if constexpr (I == sizeof...(P)) {
      return done(Function(*read...));
    } else {
      using Next = std::tuple_element_t<I, std::tuple<P...>>;
      const auto next = ReadArgument<Next>(args, count, I, arena);
      if (!next) return otherwise;
      return Call<I + 1>(args, count, arena, otherwise, done, read..., next);
    }
  }

  static bool Test(const Value* args, Arena& arena) noexcept {
    if (TestAsTheyAre(args, arena)) return true;
    if constexpr (kReadsText)
      for (uint32_t i = 0; i < kArity; ++i)
        if (args[i].kind == Kind::kObject)
          return TestOtherForms(&TestAsTheyAre, args, kArity, arena);
    return false;
  }

  static Value Evaluate(const Value* args, uint32_t count, Arena& arena) noexcept {
    return Call<0>(args, count, arena, Value{},
                   [](const R& result) { return SlotOf<R>::Write(result); });
  }

  static std::vector<Parameter> Parameters() {
    std::vector<Parameter> parameters;
    ((kIsArena<P> ? void() : AddParameter<P>(parameters)), ...);
    return parameters;
  }

  // The columns of a row that follow from the type of the function.
  static Kernel Signature(bool is_test) {
    Kernel kernel;
    kernel.is_test = is_test;
    kernel.variadic = kVariadic;
    kernel.parameters = Parameters();
    kernel.result = SlotOf<R>::kType;
    kernel.int_if_ints =
        std::is_same_v<R, native::Number> || std::is_same_v<R, std::optional<native::Number>>;
    if constexpr (std::is_same_v<R, bool>) kernel.test = is_test ? &Test : nullptr;
    kernel.function = is_test ? nullptr : &Evaluate;
    return kernel;
  }

 private:
  static bool TestAsTheyAre(const Value* args, Arena& arena) noexcept {
    return Call<0>(args, kArity, arena, false, [](bool yes) { return yes; });
  }

  template <class Q>
  static void AddParameter(std::vector<Parameter>& parameters) {
    if constexpr (!kIsArena<Q>) parameters.push_back(ParameterOf<Q>());
  }
};

}  // namespace sigrun::stdlib
