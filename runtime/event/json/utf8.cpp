#include "runtime/event/json/utf8.h"

#include <algorithm>

namespace sigrun::event {

Utf8Step Utf8At(const char* text, size_t size) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {1, true};
  const size_t wanted = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
  if (wanted == 0) return {1, false};
  // The second byte rules out overlong forms, surrogates and code points above U+10FFFF.
  const unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  size_t there = 1;
  if (size > 1 && byte(1) >= low && byte(1) <= high) ++there;
  while (there > 1 && there < std::min(wanted, size) && (byte(there) & 0xC0) == 0x80) ++there;
  return {there, there == wanted};
}

void FindInvalidUtf8(const char* text, size_t size, std::vector<uint32_t>& offsets) {
  for (size_t i = 0; i < size;) {
    const Utf8Step step = Utf8At(text + i, size - i);
    if (!step.valid) offsets.push_back(static_cast<uint32_t>(i));
    i += step.size;
  }
}

}  // namespace sigrun::event
