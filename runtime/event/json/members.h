// Iterates over the members of a walked object and its arrays. Private to runtime/event.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/event/json/structural_index.h"

namespace sigrun::event {

// The text of a string's token, between its quotes.
inline std::string_view StringText(const TokenView& view, uint32_t token) {
  uint32_t end = view.at[token + 1] - 1;
  while (view.text[end] != '"') --end;
  return {view.text + view.at[token] + 1, end - view.at[token] - 1};
}

// The token behind the value at `token`, whose brackets pair.
inline uint32_t AfterValue(const TokenView& view, uint32_t token) {
  for (uint32_t depth = 0;; ++token) {
    const char c = view.Char(token);
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (depth == 0) return token + 1;
  }
}

// Calls visit(key, value) with the tokens of each member of a valid object; stops when it returns
// false.
template <class Visit>
void ForEachMember(const TokenView& view, uint32_t object, const Visit& visit) {
  for (uint32_t key = object + 1; view.Char(key) == '"';) {
    if (!visit(key, key + 2)) return;
    const uint32_t next = AfterValue(view, key + 2);
    if (view.Char(next) != ',') return;
    key = next + 1;
  }
}

// Whether the elements of an array include a non-empty object or a list of them.
inline bool HoldsObject(const TokenView& view, uint32_t array) {
  for (uint32_t k = array + 1; view.Char(k) != ']';) {
    const uint32_t inner = view.Char(k) == '[' ? k + 1 : k;
    if (view.Char(inner) == '{' && view.Char(inner + 1) != '}') return true;
    k = AfterValue(view, k);
    if (view.Char(k) == ',') ++k;
  }
  return false;
}

}  // namespace sigrun::event
