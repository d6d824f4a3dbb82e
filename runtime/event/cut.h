// Where a text may be cut, and where its strings go wrong. Private to runtime/event.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sigrun::event {

// How much of text[0, size) to index first: up to a place near its end that is most probably
// between two records, or all of it where no such place is found.
size_t CutBetweenRecords(const char* text, size_t size);

// Reads a text from a place outside strings. Exact where simdjson's first stage says only that
// something is wrong.
struct StringScan {
  static constexpr size_t kNone = SIZE_MAX;
  size_t opened = kNone;    // the opening quote of the string that goes wrong or stays open
  size_t line_end = kNone;  // the line end in it; kNone: the string is open at the end
};
StringScan ScanStrings(const char* text, size_t size);

}  // namespace sigrun::event
