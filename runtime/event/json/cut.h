// Finds where a text may be cut, and where its strings are malformed. Private to runtime/event.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sigrun::event {

// How much of text[0, size) to index first: up to a position near its end that is most likely
// between two records, or all of it if there is none.
size_t CutBetweenRecords(const char* text, size_t size);

// Scans a text from a position outside strings. Exact where simdjson's first stage only reports an
// error.
struct StringScan {
  static constexpr size_t kNone = SIZE_MAX;
  size_t opened = kNone;    // the opening quote of the malformed or unclosed string
  size_t line_end = kNone;  // the line end in it; kNone: the string is open at the end
};
StringScan ScanStrings(const char* text, size_t size);

}  // namespace sigrun::event
