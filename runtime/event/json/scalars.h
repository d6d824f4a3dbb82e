// JSON's numbers and words. Private to runtime/event.
#pragma once

#include <cstddef>

#include "base/value.h"

namespace sigrun::event {

// The length of the number, true, false or null that begins at `text`, which must be padded with
// NULs; 0 if there is none, or if other text follows directly.
size_t ScalarSize(const char* text);

// The value of a scalar that ScalarSize() has measured. Integers that fit are kInt, all other
// numbers kFloat; both keep their original text.
Value ScalarValue(const char* text, size_t size);

}  // namespace sigrun::event
