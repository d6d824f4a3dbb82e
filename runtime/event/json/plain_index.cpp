#include "runtime/event/json/plain_index.h"

namespace sigrun::event {
namespace {

bool IsOperator(char c) {
  return c == '{' || c == '}' || c == '[' || c == ']' || c == ':' || c == ',';
}

bool IsSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

}  // namespace

size_t FindTokens(const char* text, size_t size, uint32_t* at, std::vector<uint32_t>* controls) {
  size_t count = 0;
  bool in_string = false, escaped = false, in_word = false;
  for (size_t i = 0; i < size; ++i) {
    const char c = text[i];
    const bool quote = c == '"' && !escaped;
    escaped = c == '\\' && !escaped;
    if (in_string) {
      if (static_cast<unsigned char>(c) < 0x20) {
        if (controls == nullptr || c == '\n') return kBrokenText;
        controls->push_back(static_cast<uint32_t>(i));
      }
      in_string = !quote;
      in_word = !quote && !IsOperator(c) && !IsSpace(c);
      continue;
    }
    const bool word = !IsOperator(c) && !IsSpace(c);
    if (!IsSpace(c) && !(word && in_word)) at[count++] = static_cast<uint32_t>(i);
    in_string = quote;
    in_word = word && !quote;
  }
  return in_string ? kBrokenText : count;
}

}  // namespace sigrun::event
