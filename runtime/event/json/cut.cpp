#include "runtime/event/json/cut.h"

#include <cstring>

namespace sigrun::event {
namespace {

size_t SkipSpacesBack(const char* text, size_t end) {
  while (end > 0 && text[end - 1] == ' ') --end;
  return end;
}

// True if the '{' at `at` looks like the beginning of a record: `},{"` or `}{"`.
bool BeginsRecord(const char* text, size_t at) {
  if (text[at + 1] != '"') return false;
  size_t before = SkipSpacesBack(text, at);
  if (before > 0 && text[before - 1] == ',') before = SkipSpacesBack(text, before - 1);
  return before > 0 && text[before - 1] == '}';
}

}  // namespace

size_t CutBetweenRecords(const char* text, size_t size) {
  const size_t half = size / 2;
  const void* line = memrchr(text + half, '\n', size - half);
  if (line != nullptr) return static_cast<size_t>(static_cast<const char*>(line) - text) + 1;
  for (size_t end = size; end > half;) {
    const void* brace = memrchr(text + half, '{', end - half);
    if (brace == nullptr) break;
    end = static_cast<size_t>(static_cast<const char*>(brace) - text);
    if (BeginsRecord(text, end)) return end;
  }
  return size;
}

StringScan ScanStrings(const char* text, size_t size) {
  StringScan scan;
  bool in_string = false, escaped = false;
  for (size_t i = 0; i < size; ++i) {
    const char c = text[i];
    if (in_string && c == '\n') {
      scan.line_end = i;
      return scan;
    }
    if (escaped) {
      escaped = false;
    } else if (c == '\\') {
      escaped = true;  // outside strings too, like the first stage
    } else if (c == '"') {
      in_string = !in_string;
      if (in_string) scan.opened = i;
    }
  }
  if (!in_string) scan.opened = StringScan::kNone;
  return scan;
}

}  // namespace sigrun::event
