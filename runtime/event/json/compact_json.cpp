#include "runtime/event/json/compact_json.h"

#include <cstring>

namespace sigrun::event {
namespace {

bool IsSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

// White space outside strings always precedes a token.
bool IsCompact(const TokenView& view, uint32_t first, uint32_t last) {
  for (uint32_t k = first + 1; k <= last; ++k)
    if (IsSpace(view.text[view.at[k] - 1])) return false;
  return true;
}

// The text of one token up to the white space before the next one.
std::string_view OneToken(const TokenView& view, uint32_t token) {
  uint32_t end = view.at[token + 1];
  while (IsSpace(view.text[end - 1])) --end;
  return {view.text + view.at[token], end - view.at[token]};
}

}  // namespace

std::string_view CompactText(const TokenView& view, uint32_t first, uint32_t last, Arena& arena) {
  const std::string_view whole = TokenText(view, first, last);
  if (IsCompact(view, first, last)) return whole;
  char* const begin = arena.Allocate(whole.size());
  if (begin == nullptr) return {};
  char* out = begin;
  for (uint32_t k = first; k < last; ++k) {
    const std::string_view token = OneToken(view, k);
    std::memcpy(out, token.data(), token.size());
    out += token.size();
  }
  *out++ = view.Char(last);
  return {begin, static_cast<size_t>(out - begin)};
}

}  // namespace sigrun::event
