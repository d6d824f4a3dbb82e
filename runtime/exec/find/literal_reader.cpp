#include "runtime/exec/find/literal_reader.h"

#include <algorithm>

#include "stdlib/native/coerce.h"
#include "stdlib/native/escape.h"
#include "stdlib/native/match/folded_copy.h"

namespace sigrun::exec {

LiteralReader::LiteralReader(const AtomIndex& index)
    : arena_(2 * kLongest), seen_(index.literals()) {}

bool LiteralReader::TextsOf(const Value& value, Texts& texts) {
  if (value.kind == Kind::kObject && value.size > kLongest) return false;
  arena_.Reset();
  if (const auto text = stdlib::native::ToText(value, arena_)) texts.all[texts.count++] = *text;
  if (const auto other = stdlib::native::UnescapedObject(value, arena_))
    texts.all[texts.count++] = *other;
  return arena_.refusals() == 0;
}

std::string_view LiteralReader::Folded(std::string_view text) {
  const size_t most = text.size() * 2;
  if (folded_.size() < most) folded_.resize(most);
  const char* const end = stdlib::native::FoldInto(text, folded_.data());
  return {folded_.data(), static_cast<size_t>(end - folded_.data())};
}

void LiteralReader::Restart() {
  std::ranges::fill(seen_, 0);
  reading_ = 1;
}

}  // namespace sigrun::exec
