// A whole text as a number.
#pragma once

#include <charconv>
#include <concepts>
#include <optional>
#include <string_view>
#include <system_error>

namespace sigrun {

// nullopt for an empty text, a plus sign, blanks, text after the number, or a number that the type
// cannot hold.
template <std::integral Number>
std::optional<Number> ParseNumber(std::string_view text, int base = 10) noexcept {
  Number number{};
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, number, base);
  if (error != std::errc() || end != last) return std::nullopt;
  return number;
}
// `fixed` accepts no exponent.
template <std::floating_point Number>
std::optional<Number> ParseNumber(std::string_view text,
                                  std::chars_format form = std::chars_format::general) noexcept {
  Number number{};
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, number, form);
  if (error != std::errc() || end != last) return std::nullopt;
  return number;
}

}  // namespace sigrun
