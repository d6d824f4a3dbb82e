#include "stdlib/windash.h"

#include <utf8proc.h>

#include "base/text/utf8.h"

namespace sigrun::stdlib {
namespace {

bool IsWordCharacter(char32_t c) {
  if (c == '_') return true;
  if (c >= utf8::kInvalidByte) return false;
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::vector<std::string_view> CutAtDashes(std::string_view text) {
  std::vector<std::string_view> parts;
  bool in_word = false;
  size_t begin = 0;
  const char* const end = text.data() + text.size();
  for (size_t i = 0; i < text.size();) {
    const utf8::CodePoint c = utf8::Decode(text.data() + i, end);
    const bool dash = (c.value == '-' || c.value == '/') && !in_word && i + 1 < text.size();
    if (dash && IsWordCharacter(utf8::Decode(text.data() + i + 1, end).value)) {
      parts.push_back(text.substr(begin, i - begin));
      begin = i + 1;
    }
    in_word = IsWordCharacter(c.value);
    i += c.size;
  }
  parts.push_back(text.substr(begin));
  return parts;
}

}  // namespace sigrun::stdlib
