// The values of an enumeration by name. Beside the enumeration stands a function
//   constexpr std::string_view Name(Level level)
// that is a switch over all values, counted from 0, and gives "" for anything else: a value without
// a name does not compile.
#pragma once

#include <concepts>
#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>

namespace sigrun {

template <class E>
concept NamedEnum = std::is_enum_v<E> && requires(E value) {
  { Name(value) } -> std::same_as<std::string_view>;
};

// Calls visit(value, name) for every value of the enumeration.
template <NamedEnum E, class Visit>
constexpr void ForEachNamed(Visit visit) {
  for (size_t i = 0; !Name(static_cast<E>(i)).empty(); ++i)
    visit(static_cast<E>(i), Name(static_cast<E>(i)));
}

// The reverse of Name().
template <NamedEnum E>
constexpr std::optional<E> FindNamed(std::string_view name) {
  std::optional<E> found;
  ForEachNamed<E>([&](E value, std::string_view its) {
    if (its == name) found = value;
  });
  return found;
}

// False for a number that is none of the enumeration's values.
template <NamedEnum E>
constexpr bool IsNamed(E value) {
  return !Name(value).empty();
}

}  // namespace sigrun
