// Finds invalid UTF-8. Private to runtime/event.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sigrun::event {

// The character at the beginning of a text; if there is none, the bytes that one U+FFFD replaces:
// as many as could have begun a character, at least one.
struct Utf8Step {
  size_t size;
  bool valid;
};
Utf8Step Utf8At(const char* text, size_t size);

// Adds the offsets of the bytes that do not begin a valid character, in order.
void FindInvalidUtf8(const char* text, size_t size, std::vector<uint32_t>& offsets);

}  // namespace sigrun::event
