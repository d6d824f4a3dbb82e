#include "runtime/event/utf8.h"

namespace sigrun::event {
namespace {

using Byte = unsigned char;

// The size of the character at p, of which `left` bytes may be read; 0 when it is not one.
size_t CharacterSize(const Byte* p, size_t left) {
  const Byte lead = p[0];
  if (lead < 0x80) return 1;
  const size_t size = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
  if (size == 0 || size > left) return 0;
  // The second byte rules out overlong forms, surrogates and what is beyond U+10FFFF.
  const Byte low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const Byte high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (p[1] < low || p[1] > high) return 0;
  for (size_t i = 2; i < size; ++i)
    if ((p[i] & 0xC0) != 0x80) return 0;
  return size;
}

}  // namespace

void FindInvalidUtf8(const char* text, size_t size, std::vector<uint32_t>& offsets) {
  const Byte* bytes = reinterpret_cast<const Byte*>(text);
  for (size_t i = 0; i < size;) {
    const size_t character = CharacterSize(bytes + i, size - i);
    if (character == 0) offsets.push_back(static_cast<uint32_t>(i));
    i += character == 0 ? 1 : character;
  }
}

}  // namespace sigrun::event
