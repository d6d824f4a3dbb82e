#include "runtime/event/json/odd_bytes.h"

#include <cstring>

namespace sigrun::event {
namespace {

bool IsHexDigit(char c) {
  const char lower = static_cast<char>(c | 0x20);
  return (c >= '0' && c <= '9') || (lower >= 'a' && lower <= 'f');
}

}  // namespace

size_t EscapeSize(const char* text) {
  switch (text[1]) {
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't':
      return 2;
    case 'u':
      for (int i = 2; i < 6; ++i)
        if (!IsHexDigit(text[i])) return 0;
      return 6;
    default:
      return 0;
  }
}

void FindBadEscapes(const char* text, size_t size, std::vector<uint32_t>& offsets) {
  const char* const end = text + size;
  for (const char* at = text; at < end;) {
    at = static_cast<const char*>(std::memchr(at, '\\', static_cast<size_t>(end - at)));
    if (at == nullptr) return;
    const size_t escape = EscapeSize(at);
    if (escape == 0) offsets.push_back(static_cast<uint32_t>(at - text));
    at += escape == 0
              ? 2
              : escape;  // a character after a backslash is neither a quote nor another backslash
  }
}

std::string_view OddByteProblem(char byte) {
  if (byte == '\\') return "bad escape in a string";
  return static_cast<unsigned char>(byte) < 0x20 ? "control character in a string" : "not UTF-8";
}

}  // namespace sigrun::event
