// Where a text stops being UTF-8. Private to runtime/event.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sigrun::event {

// The offsets of the bytes that begin no valid character, in order.
void FindInvalidUtf8(const char* text, size_t size, std::vector<uint32_t>& offsets);

}  // namespace sigrun::event
