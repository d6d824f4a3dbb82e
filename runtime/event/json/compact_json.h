// Objects as text without white space outside strings. Private to runtime/event.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/arena.h"
#include "runtime/event/json/structural_index.h"

namespace sigrun::event {

// The text from token `first` to token `last` (a closing bracket), both included.
inline std::string_view TokenText(const TokenView& view, uint32_t first, uint32_t last) {
  return {view.text + view.at[first], view.at[last] - view.at[first] + 1};
}

// The text from token `begin` up to token `end`, not included, and the white space before it.
inline std::string_view ViewText(const TokenView& view, uint32_t begin, uint32_t end) {
  return {view.text + view.at[begin], view.at[end] - view.at[begin]};
}

// TokenText without white space between the tokens: a slice of the text if it has none, otherwise a
// copy in the arena. A data() of nullptr means that the arena is full.
std::string_view CompactText(const TokenView& view, uint32_t first, uint32_t last, Arena& arena);

}  // namespace sigrun::event
