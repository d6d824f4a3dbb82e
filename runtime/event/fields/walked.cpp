#include "runtime/event/fields/walked.h"

#include "runtime/event/json/scalars.h"
#include "runtime/event/json/unescape.h"

namespace sigrun::event {

std::string_view Walked::Raw(Probe probe) const {
  if (Char(probe) != '"') return {};
  const uint32_t at = token(probe);
  uint32_t end = view.at[at + 1] - 1;
  while (view.text[end] != '"') --end;
  return {view.text + view.at[at] + 1, end - view.at[at] - 1};
}

std::string_view Walked::Text(Probe probe, Arena& arena) const {
  const std::string_view raw = Raw(probe);
  if (raw.empty() || !HasBackslash(raw.data(), raw.size())) return raw;
  char* const plain = arena.Allocate(raw.size());
  const size_t size = plain == nullptr ? kBadEscape : Unescape(raw, plain);
  return size == kBadEscape ? raw : std::string_view(plain, size);
}

Value Walked::Scalar(Probe probe, Arena& arena) const {
  if (Char(probe) == '"') return Value::String(Text(probe, arena));
  const char* const text = view.text + view.at[token(probe)];
  const size_t size = ScalarSize(text);
  return size == 0 ? Value{} : ScalarValue(text, size);
}

}  // namespace sigrun::event
