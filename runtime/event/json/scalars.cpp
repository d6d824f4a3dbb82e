#include "runtime/event/json/scalars.h"

#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

#include "base/text/ascii.h"

namespace sigrun::event {
namespace {

bool EndsToken(char c) {
  switch (c) {
    case ',':
    case '}':
    case ']':
    case ' ':
    case '\n':
    case '\r':
    case '\t':
      return true;
    default:
      return false;
  }
}

const char* SkipDigits(const char* p) {
  while (IsDigit(*p)) ++p;
  return p;
}

// -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)? ; nullptr when it is not one.
const char* NumberEnd(const char* p) {
  p += *p == '-';
  if (!IsDigit(*p)) return nullptr;
  p = *p == '0' ? p + 1 : SkipDigits(p);
  if (*p == '.') {
    if (!IsDigit(*++p)) return nullptr;
    p = SkipDigits(p);
  }
  if (*p == 'e' || *p == 'E') {
    ++p;
    p += *p == '+' || *p == '-';
    if (!IsDigit(*p)) return nullptr;
    p = SkipDigits(p);
  }
  return p;
}

bool IsWord(const char* text, const char* four) { return std::memcmp(text, four, 4) == 0; }

// Compares four bytes at once: the text is padded.
const char* WordEnd(const char* text) {
  if (IsWord(text, "true") || IsWord(text, "null")) return text + 4;
  return IsWord(text, "fals") && text[4] == 'e' ? text + 5 : nullptr;
}

Value FloatValue(const char* text, size_t size) {
  double number = 0;
  const auto [end, error] = std::from_chars(text, text + size, number);
  if (error == std::errc::result_out_of_range)  // 0 or infinity
    number = std::strtod(std::string(text, size).c_str(), nullptr);
  return Value::Float(number, {text, size});
}

}  // namespace

size_t ScalarSize(const char* text) {
  const char* end = *text == '-' || IsDigit(*text) ? NumberEnd(text) : WordEnd(text);
  return end != nullptr && EndsToken(*end) ? static_cast<size_t>(end - text) : 0;
}

Value ScalarValue(const char* text, size_t size) {
  if (*text == 't' || *text == 'f') return Value::Bool(*text == 't');
  if (*text == 'n') return Value::Null();
  int64_t integer = 0;
  const auto [end, error] = std::from_chars(text, text + size, integer);
  if (error == std::errc() && end == text + size) return Value::Int(integer, {text, size});
  return FloatValue(text, size);
}

}  // namespace sigrun::event
